import Box from '@material-ui/core/Box';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import type { RetirementPreview } from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  RelativeTime,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import type { DialogProps } from '../risk/dialogs/RiskDialogs';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { useIdempotencyKey } from '../useIdempotencyKey';

/** Says what ends with an app, asks why, and has its name typed. */
export function RetireDialog({
  app,
  preview,
  onClose,
  onDone,
}: DialogProps & { preview: RetirementPreview }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [reason, setReason] = useState('');
  const [typedName, setTypedName] = useState('');
  // What she has before her eyes is what she decides on.
  const [expectedVersion] = useState(app.version);
  const withKey = useIdempotencyKey();
  return (
    <ConfirmDialog
      open
      title={t('retirement.dialog.title', { app: app.name })}
      confirmText={t('retirement.dialog.confirm')}
      disabled={
        reason.trim().length < 3 || typedName.trim() !== app.name.trim()
      }
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const asked = withKey({
          reason: reason.trim(),
          typedName: typedName.trim(),
          expectedVersion,
        });
        const done = await act(
          () => api.retireApp(app.id, asked),
          t('retirement.dialog.done'),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <Typography>{t('retirement.dialog.what')}</Typography>
      <Steps preview={preview} />
      <TextField
        id="retirement-reason"
        label={t('retirement.dialog.reason')}
        helperText={t('retirement.dialog.reasonHint')}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        fullWidth
        multiline
        required
        margin="normal"
      />
      <TextField
        id="retirement-name"
        label={t('retirement.dialog.name', { app: app.name })}
        value={typedName}
        onChange={({ target }) => setTypedName(target.value)}
        fullWidth
        required
        margin="normal"
        autoComplete="off"
      />
    </ConfirmDialog>
  );
}

function Steps({ preview }: { preview: RetirementPreview }) {
  const t = useTexts();
  const rich = useRichTexts();
  const { copies, credentials, requests, things, how } = preview;
  const steps = [
    t('retirement.dialog.steps.copies', { count: String(copies) }),
    t('retirement.dialog.steps.credentials', { count: String(credentials) }),
    t('retirement.dialog.steps.requests', { count: String(requests) }),
    rich(`retirement.dialog.steps.${how}`, {
      time: <RelativeTime at={preview.disposeAt} />,
      count: String(things),
    }),
    t('retirement.dialog.steps.record'),
  ];
  return (
    <>
      <Box component="ol" pl={3}>
        {steps.map((step, place) => (
          <Typography key={place} component="li" variant="body2">
            {step}
          </Typography>
        ))}
      </Box>
      {preview.legalHold && (
        <Typography variant="body2">
          {t('retirement.dialog.legalHold')}
        </Typography>
      )}
      {preview.openIncident && (
        <Typography variant="body2">
          {t('retirement.dialog.openIncident')}
        </Typography>
      )}
    </>
  );
}
