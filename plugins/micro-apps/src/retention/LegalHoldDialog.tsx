import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import type { LegalHoldView } from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import type { DialogProps } from '../risk/dialogs/RiskDialogs';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { useIdempotencyKey } from '../useIdempotencyKey';

/** Says what setting or lifting a legal hold does, and asks why. */
export function LegalHoldDialog({
  app,
  act: what,
  hold,
  onClose,
  onDone,
}: DialogProps & {
  act: 'set' | 'lift';
  /** Of lifting: what she looked at. */
  hold: LegalHoldView | undefined;
}) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const withKey = useIdempotencyKey();
  const [typed, setTyped] = useState('');
  const [holdId] = useState(hold?.id ?? '');
  const reason = typed.trim();
  return (
    <ConfirmDialog
      open
      title={t(`retention.holdDialog.title.${what}`, { app: app.name })}
      confirmText={t(`retention.holdDialog.confirm.${what}`)}
      disabled={reason.length < 3}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const done = await act(
          () =>
            what === 'set'
              ? api.setLegalHold(app.id, withKey({ reason }))
              : api.liftLegalHold(app.id, withKey({ reason, holdId })),
          t(`retention.holdDialog.done.${what}`),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <Typography>{t(`retention.holdDialog.what.${what}`)}</Typography>
      <TextField
        id="legal-hold-reason"
        label={t('retention.holdDialog.reason')}
        helperText={t(`retention.holdDialog.reasonHint.${what}`)}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        fullWidth
        multiline
        required
        margin="normal"
      />
    </ConfirmDialog>
  );
}
