import Typography from '@material-ui/core/Typography';
import type { ExceptionView } from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ReasonField, SHORTEST_REASON } from '../dialogs/ReasonField';
import type { DialogProps } from '../risk/dialogs/RiskDialogs';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';

/** Says what ending an exception does, and asks why. */
export function RevokeExceptionDialog({
  exception,
  onClose,
  onDone,
}: Omit<DialogProps, 'app'> & { exception: ExceptionView }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      open
      title={t('exceptions.revokeDialog.title', {
        control: exception.controlTitle,
      })}
      confirmText={t('exceptions.revokeDialog.confirm')}
      cancelText={t('exceptions.revokeDialog.keep')}
      disabled={reason.trim().length < SHORTEST_REASON}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const done = await act(
          () => api.revokeException(exception.id, { reason: reason.trim() }),
          t('exceptions.revokeDialog.done'),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <Typography>{t('exceptions.revokeDialog.what')}</Typography>
      <ReasonField
        id="exception-revoke-reason"
        label={t('exceptions.revokeDialog.reason')}
        value={reason}
        onChange={setReason}
      />
    </ConfirmDialog>
  );
}
