import Typography from '@material-ui/core/Typography';
import type { RequestView } from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';
import type { DialogProps } from './RiskDialogs';

/** Says what withdrawing ends, and that it can be undone. */
export function WithdrawDialog({
  request,
  onClose,
  onDone,
}: Omit<DialogProps, 'app'> & { request: Pick<RequestView, 'id'> }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  return (
    <ConfirmDialog
      open
      title={t('dialogs.withdraw.title')}
      confirmText={t('dialogs.withdraw.confirm')}
      cancelText={t('dialogs.withdraw.keep')}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const done = await act(
          () => api.withdraw(request.id),
          t('dialogs.withdraw.done'),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <Typography>{t('dialogs.withdraw.what')}</Typography>
    </ConfirmDialog>
  );
}
