import TextField from '@material-ui/core/TextField';
import type {
  RequestView,
  VoteRequest,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { ReasonField, SHORTEST_REASON } from '../../dialogs/ReasonField';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';
import { useIdempotencyKey } from '../../useIdempotencyKey';
import { choiceText } from '../decision/choiceText';
import type { DialogProps } from './RiskDialogs';

/** A decision with its reason; wishes one to a line. */
export function VoteDialog({
  request,
  choice,
  onClose,
  onDone,
}: Omit<DialogProps, 'app'> & {
  choice: VoteRequest['choice'];
  request: RequestView;
}) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const withKey = useIdempotencyKey();
  const [reason, setReason] = useState('');
  const [wishes, setWishes] = useState('');
  // What the reviewer has before her eyes is what she decides on.
  const [seen] = useState({
    envelopeHash: request.envelopeHash,
    expectedVersion: request.version,
  });
  const items = wishes
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean);
  const name = t(choiceText(request, choice));
  const asks = choice === 'ask-for-changes';
  return (
    <ConfirmDialog
      open
      title={t('dialogs.vote.title', { choice: name, app: request.title })}
      confirmText={name}
      disabled={
        reason.trim().length < SHORTEST_REASON || (asks && items.length === 0)
      }
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const ballot = withKey({
          choice,
          reason,
          ...seen,
          ...(asks ? { items } : {}),
        });
        const done = await act(
          () => api.vote(request.id, ballot),
          t('dialogs.vote.done'),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <ReasonField
        id="vote-reason"
        label={t('dialogs.vote.reason')}
        value={reason}
        onChange={setReason}
      />
      {asks && (
        <TextField
          id="vote-items"
          label={t('dialogs.vote.items')}
          value={wishes}
          onChange={({ target }) => setWishes(target.value)}
          fullWidth
          multiline
          minRows={3}
          required
          margin="normal"
        />
      )}
    </ConfirmDialog>
  );
}
