import Typography from '@material-ui/core/Typography';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ReasonField } from '../../dialogs/ReasonField';
import { Notice } from '../../policy/Notice';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';
import type { DialogProps } from './RiskDialogs';

const SHORTEST = 20;

/** Approves in an emergency; says first what that means. */
export function OverrideDialog({ app, onClose, onDone }: DialogProps) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [reason, setReason] = useState('');
  // What she has before her eyes is what she decides on.
  const [seen] = useState({
    envelopeHash: app.envelopeHash,
    expectedVersion: app.version,
  });
  return (
    <ConfirmDialog
      open
      title={t('dialogs.override.title', { app: app.name })}
      confirmText={t('dialogs.override.confirm')}
      disabled={reason.trim().length < SHORTEST}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const { request } = app;
        if (!request) return;
        const done = await act(
          () => api.overrideRequest(request.id, { reason, ...seen }),
          t('dialogs.override.done'),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <Notice severity="warning" title={t('dialogs.override.warning')}>
        <Typography variant="body2">{t('dialogs.override.what')}</Typography>
      </Notice>
      <ReasonField
        id="override-reason"
        label={t('dialogs.override.reason')}
        hint={t('dialogs.override.length')}
        value={reason}
        onChange={setReason}
      />
    </ConfirmDialog>
  );
}
