import { InfoCard, Link } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import type {
  AffectedAppsResponse,
  AffectedUse,
} from '@micro-apps/plugin-micro-apps-common';
import { BandChip, EmptyNotice } from '@micro-apps/plugin-micro-apps-react';
import { ListTable } from '../list/ListTable';
import { PersonName } from '../people/PersonName';
import { useTableStyles } from '../tableStyles';
import { useTexts, type Texts } from '../translation/useTexts';

/** Who uses the vendor, how, and where it runs. */
export function AffectedApps(props: {
  affected: AffectedAppsResponse;
  /** A later page is shown. */
  paged: boolean;
  onPage: (cursor: string | undefined) => void;
}) {
  const { affected, paged, onPage } = props;
  const { items, total, nextCursor } = affected;
  const t = useTexts();
  const { short, name, long, spare } = useTableStyles();
  return (
    <InfoCard
      title={t('vendors.affected.title')}
      subheader={t('vendors.affected.count', { count: String(total) })}
    >
      {items.length === 0 ? (
        <EmptyNotice
          title={t('vendors.affected.none')}
          text={t('vendors.affected.noneText')}
        />
      ) : (
        <ListTable
          label={t('vendors.affected.table')}
          columns={[
            [name, t('vendors.affected.app')],
            [name, t('vendors.affected.owner')],
            [`${short} ${spare}`, t('vendors.affected.risk')],
            [long, t('vendors.affected.how')],
            [short, t('vendors.affected.live')],
          ]}
          inCard
        >
          {items.map(app => (
            <TableRow key={app.id}>
              <TableCell className={name}>
                <Link to={`/catalog/default/component/${app.id}/risk`}>
                  {app.name}
                </Link>
              </TableCell>
              <TableCell className={name}>
                <PersonName personRef={app.owner} />
              </TableCell>
              <TableCell className={`${short} ${spare}`}>
                <BandChip band={app.band} />
              </TableCell>
              <TableCell className={long}>
                {app.uses.map(use => wordsOf(use, t)).join('; ')}
              </TableCell>
              <TableCell className={short}>
                {app.live.join(', ') || t('vendors.affected.nowhere')}
              </TableCell>
            </TableRow>
          ))}
        </ListTable>
      )}
      {paged && (
        <Button onClick={() => onPage(undefined)}>
          {t('vendors.affected.first')}
        </Button>
      )}
      {nextCursor && (
        <Button onClick={() => onPage(nextCursor)}>
          {t('vendors.affected.more')}
        </Button>
      )}
    </InfoCard>
  );
}

function wordsOf({ through, name, found }: AffectedUse, t: Texts): string {
  const use = t(`vendors.affected.${through}`, { name });
  return found ? t('vendors.affected.found', { use }) : use;
}
