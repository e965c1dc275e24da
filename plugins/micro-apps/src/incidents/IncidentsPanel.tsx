import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import {
  EmptyNotice,
  ErrorNotice,
  LoadingRows,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../translation/useTexts';
import { ReportIncidentDialog } from './dialogs/ReportIncidentDialog';
import { IncidentItem } from './IncidentItem';

const LOOK_MS = 15_000;

/** Incidents of one app: open ones first, and the way to report another. */
export function IncidentsPanel({
  app,
  onDone,
}: {
  app: Pick<AppDetail, 'id' | 'name'>;
  onDone: () => void | Promise<void>;
}) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const [reporting, setReporting] = useState(false);
  const { value, error, reload } = useAsyncResource(
    () => api.listAppIncidents(app.id),
    [api, app.id],
    { pollMs: LOOK_MS, keepOnChange: true },
  );
  const done = async () => {
    await Promise.all([reload(), onDone()]);
  };
  const items = value?.items ?? [];
  const open = items.filter(({ closedAt }) => closedAt === undefined);
  const closed = items.filter(({ closedAt }) => closedAt !== undefined);
  const whose = value?.viewer.seesAll === false ? 'noneOfYours' : 'none';
  return (
    <InfoCard title={t('incidents.title')}>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {!value && !error && <LoadingRows rows={2} />}
      {value && open.length === 0 && (
        <EmptyNotice
          title={t(`incidents.${whose}`)}
          text={t(`incidents.${whose}Text`)}
        />
      )}
      {open.map(incident => (
        <IncidentItem key={incident.id} incident={incident} onDone={done} />
      ))}
      {value?.viewer.mayReport && (
        <Button variant="outlined" onClick={() => setReporting(true)}>
          {t('incidents.report')}
        </Button>
      )}
      {closed.length > 0 && (
        <Box component="details" mt={2}>
          <summary>
            {t('incidents.earlier', { count: String(closed.length) })}
          </summary>
          <Box mt={1}>
            {closed.map(incident => (
              <IncidentItem
                key={incident.id}
                incident={incident}
                onDone={done}
              />
            ))}
          </Box>
        </Box>
      )}
      {reporting && (
        <ReportIncidentDialog
          app={app}
          onClose={() => setReporting(false)}
          onDone={done}
        />
      )}
    </InfoCard>
  );
}
