import Typography from '@material-ui/core/Typography';
import type { RetentionView } from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import type { DialogProps } from '../risk/dialogs/RiskDialogs';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { useIdempotencyKey } from '../useIdempotencyKey';

/** Says how much goes, and whether it can be brought back, before it goes. */
export function ConfirmDisposalDialog({
  app,
  view,
  onClose,
  onDone,
}: DialogProps & { view: RetentionView }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const withKey = useIdempotencyKey();
  // What she has before her eyes is what she confirms.
  const [{ due, total }] = useState(view.preview);
  const counts = { due: String(due), total: String(total) };
  return (
    <ConfirmDialog
      open
      title={t('retention.confirmDialog.title', { app: app.name })}
      confirmText={t('retention.confirmDialog.confirm', counts)}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const done = await act(
          () => api.confirmDisposal(app.id, withKey({ confirmedDue: due })),
          t('retention.confirmDialog.done'),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <Typography>
        {t(`retention.confirmDialog.what.${view.how}`, counts)}
      </Typography>
      <Typography>{t('retention.confirmDialog.restart')}</Typography>
    </ConfirmDialog>
  );
}
