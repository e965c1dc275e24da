import { Link } from '@backstage/core-components';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { AppSummary } from '@micro-apps/plugin-micro-apps-common';
import { BandChip, RelativeTime } from '@micro-apps/plugin-micro-apps-react';
import { ListTable } from '../../list/ListTable';
import { PersonName } from '../../people/PersonName';
import { useTableStyles } from '../../tableStyles';
import { useTexts } from '../../translation/useTexts';

/** Where each app stands and what to do next. */
export function AppTable(props: {
  apps: readonly AppSummary[];
  /** Among all apps one wants to know whose each is. */
  withOwners: boolean;
  /** Show when each was registered, rather than when it changed. */
  byCreation?: boolean;
}) {
  const { apps, withOwners, byCreation = false } = props;
  const t = useTexts();
  const { short, name, long, spare } = useTableStyles();
  return (
    <ListTable
      label={t('mine.table')}
      columns={[
        [name, t('mine.app')],
        withOwners && [name, t('mine.owner')],
        [short, t('mine.risk')],
        [short, t('mine.stage')],
        [long, t('mine.next')],
        [
          `${short} ${spare}`,
          t(byCreation ? 'mine.registered' : 'mine.changed'),
        ],
      ]}
    >
      {apps.map(app => (
        <TableRow key={app.id}>
          <TableCell className={name}>
            <Link to={`/catalog/default/component/${app.id}/risk`}>
              {app.name}
            </Link>
            {app.lookAlikes && (
              <Typography variant="body2" color="error">
                {t('mine.looksLike', { names: app.lookAlikes.join(', ') })}
              </Typography>
            )}
          </TableCell>
          {withOwners && (
            <TableCell className={name}>
              <PersonName personRef={app.owner} />
            </TableCell>
          )}
          <TableCell className={short}>
            <BandChip band={app.band} score={app.score} />
          </TableCell>
          <TableCell className={short}>
            {t(`words.stage.${app.stage}`)}
          </TableCell>
          <TableCell className={long}>{app.nextStep.sentence}</TableCell>
          <TableCell className={`${short} ${spare}`}>
            <RelativeTime at={byCreation ? app.createdAt : app.updatedAt} />
          </TableCell>
        </TableRow>
      ))}
    </ListTable>
  );
}
