import { InfoCard, Link } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { parseEntityRef } from '@backstage/catalog-model';
import type { VendorDetail } from '@micro-apps/plugin-micro-apps-common';
import type { ReactNode } from 'react';
import { useTexts } from '../translation/useTexts';

const useStyles = makeStyles(theme => ({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(10ch, max-content) 1fr',
    gap: theme.spacing(1, 2),
    margin: 0,
    [theme.breakpoints.down('xs')]: { gridTemplateColumns: '1fr' },
  },
  term: { color: theme.palette.text.secondary },
  value: { margin: 0, overflowWrap: 'anywhere' },
}));

/** What the vendor is, as it was approved or is asked for. */
export function VendorFactsCard({ vendor }: { vendor: VendorDetail }) {
  const t = useTexts();
  const classes = useStyles();
  const { facts, findings, entityRef, minimumClass } = vendor;
  const none = t('vendors.facts.nothing');
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t('vendors.facts.kind'), t(`vendors.kind.${facts.kind}`)],
    [t('vendors.facts.purpose'), facts.purpose || none],
    [
      t('vendors.facts.data'),
      facts.dataClasses.map(each => t(`words.class.${each}`)).join(', '),
    ],
    [t('vendors.facts.least'), t(`words.class.${minimumClass}`)],
    [t('vendors.facts.hosts'), facts.hosts.join(', ') || none],
    [t('vendors.facts.packages'), facts.sdkPackages.join(', ') || none],
    ...(['website', 'terms'] as const).flatMap(part => {
      const url = facts[part];
      return url
        ? [[t(`vendors.facts.${part}`), <Link to={url}>{url}</Link>] as const]
        : [];
    }),
    ...(findings ? [[t('vendors.facts.findings'), findings] as const] : []),
  ];
  return (
    <InfoCard title={t('vendors.facts.title')}>
      <Typography component="dl" variant="body2" className={classes.list}>
        {rows.map(([term, value]) => (
          <Row key={term} term={term} value={value} />
        ))}
      </Typography>
      {entityRef && (
        <Typography variant="body2">
          <Link to={pathOfEntity(entityRef)}>{t('vendors.facts.catalog')}</Link>
        </Typography>
      )}
    </InfoCard>
  );
}

function Row({ term, value }: { term: string; value: ReactNode }) {
  const classes = useStyles();
  return (
    <>
      <dt className={classes.term}>{term}</dt>
      <dd className={classes.value}>{value}</dd>
    </>
  );
}

function pathOfEntity(ref: string): string {
  const { kind, namespace, name } = parseEntityRef(ref);
  return `/catalog/${namespace}/${kind}/${name}`;
}
