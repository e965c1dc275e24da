import Typography from '@material-ui/core/Typography';
import { ConfirmDialog } from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ReasonField, SHORTEST_REASON } from '../dialogs/ReasonField';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';

/** Says what will happen and asks why, before it does. */
export function ReasonDialog(props: {
  title: string;
  what: string;
  /** Who reads the reason; the owners, where left out. */
  hint?: string;
  confirmText: string;
  done: string;
  onConfirm: (reason: string) => Promise<unknown>;
  /** It was closed; `true`: it was done. */
  onClose: (done: boolean) => void;
}) {
  const { title, what, hint, confirmText, done, onConfirm, onClose } = props;
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      open
      title={title}
      confirmText={confirmText}
      disabled={reason.trim().length < SHORTEST_REASON}
      busy={busy}
      error={error}
      onClose={() => onClose(false)}
      onConfirm={async () => {
        if (await act(() => onConfirm(reason.trim()), done)) onClose(true);
      }}
    >
      <Typography>{what}</Typography>
      <ReasonField
        id="fleet-reason"
        label={t('fleet.stop.reason')}
        hint={hint ?? t('fleet.stop.reasonHint')}
        value={reason}
        onChange={setReason}
      />
    </ConfirmDialog>
  );
}
