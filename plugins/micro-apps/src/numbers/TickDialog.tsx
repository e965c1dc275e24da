import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import type { RolloutStep } from '@micro-apps/governance-core';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';

/** Says that a step is done, or takes that back, with a note. */
export function TickDialog({
  step,
  onClose,
}: {
  step: RolloutStep;
  /** It was closed; `true`: it was done. */
  onClose: (done: boolean) => void;
}) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [note, setNote] = useState('');
  const done = !step.done;
  return (
    <ConfirmDialog
      open
      title={step.title}
      confirmText={
        done ? t('numbers.rollout.tick') : t('numbers.rollout.untick')
      }
      disabled={note.trim().length < 3}
      busy={busy}
      error={error}
      onClose={() => onClose(false)}
      onConfirm={async () => {
        const told = await act(
          () => api.tickRolloutStep(step.id, { done, note: note.trim() }),
          done
            ? t('numbers.rollout.tickedIt')
            : t('numbers.rollout.untickedIt'),
        );
        if (told) onClose(true);
      }}
    >
      <Typography>{step.definition}</Typography>
      <TextField
        id="rollout-note"
        label={t('numbers.rollout.note')}
        helperText={t('numbers.rollout.noteHint')}
        value={note}
        onChange={({ target }) => setNote(target.value)}
        fullWidth
        multiline
        required
        margin="normal"
      />
    </ConfirmDialog>
  );
}
