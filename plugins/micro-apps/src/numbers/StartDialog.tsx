import TextField from '@material-ui/core/TextField';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';

/** Sets the first day of the rollout; days begin at midnight UTC. */
export function StartDialog({
  start = '',
  onClose,
}: {
  /** ISO instant of the present first day. */
  start?: string;
  /** It was closed; `true`: it was done. */
  onClose: (done: boolean) => void;
}) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [day, setDay] = useState(start.slice(0, 10));
  return (
    <ConfirmDialog
      open
      title={t('numbers.rollout.setStart')}
      confirmText={t('numbers.rollout.setStart')}
      disabled={!/^\d{4}-\d{2}-\d{2}$/.test(day)}
      busy={busy}
      error={error}
      onClose={() => onClose(false)}
      onConfirm={async () => {
        const set = await act(
          () => api.setRolloutStart({ startsAt: `${day}T00:00:00Z` }),
          t('numbers.rollout.daySet'),
        );
        if (set) onClose(true);
      }}
    >
      <TextField
        id="rollout-start"
        type="date"
        label={t('numbers.rollout.day')}
        helperText={t('numbers.rollout.dayHint')}
        InputLabelProps={{ shrink: true }}
        value={day}
        onChange={({ target }) => setDay(target.value)}
        required
        margin="normal"
      />
    </ConfirmDialog>
  );
}
