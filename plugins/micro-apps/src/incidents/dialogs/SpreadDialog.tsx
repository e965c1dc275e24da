import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import type {
  IncidentAffectedApp,
  IncidentView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { PersonName } from '../../people/PersonName';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';

/** Says whom it tells before the incident is opened on other apps. */
export function SpreadDialog({
  incident,
  apps,
  onClose,
  onDone,
}: {
  incident: Pick<IncidentView, 'id'>;
  apps: readonly IncidentAffectedApp[];
  onClose: () => void;
  onDone: () => void | Promise<void>;
}) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const told = [...new Set(apps.flatMap(app => app.told))];
  return (
    <ConfirmDialog
      open
      title={t('incidents.dialog.spread.title', { count: String(apps.length) })}
      confirmText={t('incidents.dialog.spread.confirm')}
      cancelText={t('incidents.dialog.cancel')}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const done = await act(
          () =>
            api.spreadIncident(incident.id, {
              appIds: apps.map(({ id }) => id),
            }),
          t('incidents.dialog.spread.done'),
        );
        if (!done) return;
        onClose();
        await onDone();
      }}
    >
      <Typography>{t('incidents.dialog.spread.what')}</Typography>
      <Box component="ul" pl={2}>
        {told.map(ref => (
          <li key={ref}>
            <PersonName personRef={ref} />
          </li>
        ))}
      </Box>
    </ConfirmDialog>
  );
}
