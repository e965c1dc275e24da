import FormControlLabel from '@material-ui/core/FormControlLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import TextField from '@material-ui/core/TextField';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';
import type { DialogProps } from './RiskDialogs';

/** A security reviewer writes down what she looked at. */
export function SecurityReviewDialog({ app, onClose, onDone }: DialogProps) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [outcome, setOutcome] = useState<'pass' | 'fail'>();
  const [notes, setNotes] = useState('');
  return (
    <ConfirmDialog
      open
      title={t('dialogs.review.title')}
      confirmText={t('dialogs.review.confirm')}
      disabled={!outcome || notes.trim().length < 10}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        if (!outcome) return;
        const { id, envelopeHash } = app;
        const done = await act(
          () => api.recordSecurityReview(id, { envelopeHash, outcome, notes }),
          t('dialogs.review.done'),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <RadioGroup
        aria-label={t('dialogs.review.outcome')}
        value={outcome ?? ''}
        onChange={(_, value) => setOutcome(value === 'pass' ? 'pass' : 'fail')}
      >
        <FormControlLabel
          value="pass"
          control={<Radio color="primary" />}
          label={t('dialogs.review.pass')}
        />
        <FormControlLabel
          value="fail"
          control={<Radio color="primary" />}
          label={t('dialogs.review.fail')}
        />
      </RadioGroup>
      <TextField
        id="review-notes"
        label={t('dialogs.review.notes')}
        value={notes}
        onChange={({ target }) => setNotes(target.value)}
        fullWidth
        multiline
        minRows={4}
        required
      />
    </ConfirmDialog>
  );
}
