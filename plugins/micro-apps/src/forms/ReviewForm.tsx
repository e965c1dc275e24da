import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import type { ArtefactView } from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';

/** Whoever accepts a form does it here, beside what she reads. */
export function ReviewForm({
  appId,
  form: { kind, version },
  onDone,
}: {
  appId: string;
  form: ArtefactView;
  onDone: () => void;
}) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [reason, setReason] = useState('');
  const disabled = busy || reason.trim().length < 3;

  async function decide(outcome: 'accept' | 'return', done: string) {
    const decided = await act(
      () =>
        api.reviewArtefact(appId, kind, {
          outcome,
          reason: reason.trim(),
          expectedVersion: version,
        }),
      done,
    );
    if (decided) onDone();
  }

  return (
    <InfoCard title={t('forms.review.title')}>
      <Typography variant="body2">{t('forms.review.text')}</Typography>
      <TextField
        id="form-review-reason"
        label={t('forms.review.reason')}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        fullWidth
        multiline
        required
        margin="normal"
      />
      {error && <ErrorNotice error={error} />}
      <Box display="flex" flexWrap="wrap" gridGap={8}>
        <Button
          variant="contained"
          color="primary"
          disabled={disabled}
          onClick={() => decide('accept', t('forms.review.accepted'))}
        >
          {t('forms.review.accept')}
        </Button>
        <Button
          variant="outlined"
          disabled={disabled}
          onClick={() => decide('return', t('forms.review.returned'))}
        >
          {t('forms.review.return')}
        </Button>
      </Box>
    </InfoCard>
  );
}
