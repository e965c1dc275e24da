import { InfoCard, Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import type {
  IncidentAffectedApp,
  IncidentView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  EmptyNotice,
  ErrorNotice,
  LoadingRows,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { Fragment, useState } from 'react';
import { ChooseBox } from '../list/ChooseBox';
import { ListTable } from '../list/ListTable';
import { PageButtons } from '../list/PageButtons';
import { usePagedList } from '../list/usePagedList';
import { PersonName } from '../people/PersonName';
import { useTableStyles } from '../tableStyles';
import { useTexts } from '../translation/useTexts';
import { SpreadDialog } from './dialogs/SpreadDialog';

/** Apps that use the same, and the way to open the incident on them, too. */
export function AffectedAlike({ incident }: { incident: IncidentView }) {
  const { id, about, closedAt, viewer } = incident;
  const api = useMicroAppsApi();
  const t = useTexts();
  const [chosen, setChosen] = useState<readonly IncidentAffectedApp[]>([]);
  const [asking, setAsking] = useState(false);
  const { list, pages } = usePagedList(
    cursor => api.listIncidentApps(id, { cursor }),
    [api, id, about?.kind, about?.name],
  );
  const { value, error, reload } = list;
  const others = value?.items.filter(app => app.id !== incident.appId);
  return (
    <InfoCard title={t('incidents.affected.title')}>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {!value && !error && <LoadingRows rows={3} />}
      {others?.length === 0 && (
        <EmptyNotice
          title={t('incidents.affected.none')}
          text={t('incidents.affected.noneText')}
        />
      )}
      {others && others.length > 0 && (
        <Apps
          items={others}
          chosen={
            viewer.mayHandle && closedAt === undefined ? chosen : undefined
          }
          onChoose={setChosen}
        />
      )}
      <PageButtons pages={pages} next={value?.nextCursor} />
      {chosen.length > 0 && (
        <Box mt={2}>
          <Button
            variant="contained"
            color="primary"
            onClick={() => setAsking(true)}
          >
            {t('incidents.affected.spread')}
          </Button>
        </Box>
      )}
      {asking && (
        <SpreadDialog
          incident={incident}
          apps={chosen}
          onClose={() => setAsking(false)}
          onDone={async () => {
            setChosen([]);
            await reload();
          }}
        />
      )}
    </InfoCard>
  );
}

function Apps({
  items,
  chosen,
  onChoose,
}: {
  items: readonly IncidentAffectedApp[];
  /** Left out: nobody chooses. */
  chosen: readonly IncidentAffectedApp[] | undefined;
  onChoose: (chosen: readonly IncidentAffectedApp[]) => void;
}) {
  const t = useTexts();
  const { name, long, short, spare } = useTableStyles();
  return (
    <ListTable
      label={t('incidents.affected.table')}
      columns={[
        [name, t('incidents.affected.app')],
        [name, t('incidents.affected.told')],
        [`${long} ${spare}`, t('incidents.affected.how')],
        [short, t('incidents.affected.has')],
      ]}
      inCard
    >
      {items.map(app => (
        <TableRow key={app.id}>
          <TableCell className={name}>
            {chosen && !app.incidentId && (
              <ChooseBox
                item={app}
                chosen={chosen}
                onChoose={onChoose}
                label={t('incidents.affected.choose', { app: app.name })}
              />
            )}
            <Link to={`/catalog/default/component/${app.id}/risk`}>
              {app.name}
            </Link>
          </TableCell>
          <TableCell className={name}>
            {app.told.map((ref, at) => (
              <Fragment key={ref}>
                {at > 0 && ', '}
                <PersonName personRef={ref} />
              </Fragment>
            ))}
          </TableCell>
          <TableCell className={`${long} ${spare}`}>
            {app.uses.map(use => use.name).join('; ')}
          </TableCell>
          <TableCell className={short}>
            {app.incidentId ? (
              <Link to={`/micro-apps/incidents/${app.incidentId}`}>
                {t('incidents.affected.hasOne')}
              </Link>
            ) : (
              t('incidents.affected.hasNone')
            )}
          </TableCell>
        </TableRow>
      ))}
    </ListTable>
  );
}
