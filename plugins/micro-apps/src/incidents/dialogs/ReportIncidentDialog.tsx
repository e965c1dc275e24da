import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import type { Severity } from '@micro-apps/governance-core';
import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';
import { useIdempotencyKey } from '../../useIdempotencyKey';
import { SeverityField } from './SeverityField';

/** Reports an incident; short on purpose, so that nobody waits to know more. */
export function ReportIncidentDialog({
  app,
  onClose,
  onDone,
}: {
  app: Pick<AppDetail, 'id' | 'name'>;
  onClose: () => void;
  onDone: () => void | Promise<void>;
}) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const withKey = useIdempotencyKey();
  const [title, setTitle] = useState('');
  const [whatHappened, setWhatHappened] = useState('');
  const [noticed, setNoticed] = useState('');
  const [severity, setSeverity] = useState<Severity>('medium');
  const detected = noticed === '' ? undefined : new Date(noticed);
  const future = detected !== undefined && detected.getTime() > Date.now();
  return (
    <ConfirmDialog
      open
      title={t('incidents.dialog.report.title', { app: app.name })}
      confirmText={t('incidents.dialog.report.confirm')}
      disabled={title.trim() === '' || whatHappened.trim() === '' || future}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        // A second try after a lost answer is the same report.
        const report = withKey({
          title: title.trim(),
          whatHappened: whatHappened.trim(),
          severity,
          detectedAt: detected?.toISOString(),
        });
        const done = await act(
          () => api.reportIncident(app.id, report),
          t('incidents.dialog.report.done'),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <Typography paragraph>{t('incidents.dialog.report.what')}</Typography>
      <TextField
        id="incident-title"
        label={t('incidents.dialog.report.short')}
        helperText={t('incidents.dialog.report.shortHint')}
        value={title}
        onChange={({ target }) => setTitle(target.value)}
        inputProps={{ maxLength: 200 }}
        fullWidth
        required
        margin="normal"
      />
      <TextField
        id="incident-what-happened"
        label={t('incidents.dialog.report.long')}
        helperText={t('incidents.dialog.report.longHint')}
        value={whatHappened}
        onChange={({ target }) => setWhatHappened(target.value)}
        fullWidth
        multiline
        required
        margin="normal"
      />
      <TextField
        id="incident-detected"
        type="datetime-local"
        label={t('incidents.dialog.report.detected')}
        helperText={t(
          future
            ? 'incidents.dialog.report.future'
            : 'incidents.dialog.report.detectedHint',
        )}
        error={future}
        value={noticed}
        onChange={({ target }) => setNoticed(target.value)}
        InputLabelProps={{ shrink: true }}
        fullWidth
        margin="normal"
      />
      <SeverityField
        label={t('incidents.dialog.report.severity')}
        hint={t('incidents.dialog.report.severityHint')}
        value={severity}
        onChange={setSeverity}
      />
    </ConfirmDialog>
  );
}
