import Typography from '@material-ui/core/Typography';
import type { OverrideReviewRequest } from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ReasonField, SHORTEST_REASON } from '../../dialogs/ReasonField';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';
import type { DialogProps } from './RiskDialogs';

/** The second look at an emergency approval, with its reason. */
export function SecondLookDialog({
  app,
  outcome,
  onClose,
  onDone,
}: DialogProps & Pick<OverrideReviewRequest, 'outcome'>) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      open
      title={t(`dialogs.secondLook.title.${outcome}`)}
      confirmText={t(`decision.emergency.${outcome}`)}
      disabled={reason.trim().length < SHORTEST_REASON}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const { request } = app;
        if (!request) return;
        const done = await act(
          () => api.reviewOverride(request.id, { outcome, reason }),
          t('dialogs.vote.done'),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <Typography>{t(`dialogs.secondLook.what.${outcome}`)}</Typography>
      <ReasonField
        id="second-look-reason"
        label={t('dialogs.vote.reason')}
        value={reason}
        onChange={setReason}
      />
    </ConfirmDialog>
  );
}
