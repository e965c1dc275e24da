import TextField from '@material-ui/core/TextField';
import type { VoteRequest } from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useAct } from '../../useAct';
import type { DialogProps } from './RiskDialogs';

const TITLES: Record<VoteRequest['choice'], string> = {
  approve: 'Approve',
  reject: 'Reject',
  'ask-for-changes': 'Ask for changes',
};

/** A decision with its reason; wishes one to a line. */
export function VoteDialog({
  app,
  choice,
  onClose,
  onDone,
}: DialogProps & { choice: VoteRequest['choice'] }) {
  const api = useMicroAppsApi();
  const { act, busy, error } = useAct();
  const [reason, setReason] = useState('');
  const [wishes, setWishes] = useState('');
  // What the reviewer has before her eyes is what she decides on.
  const [seen] = useState({
    envelopeHash: app.envelopeHash,
    expectedVersion: app.version,
  });
  const items = wishes
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean);
  const asks = choice === 'ask-for-changes';
  return (
    <ConfirmDialog
      open
      title={`${TITLES[choice]}: ${app.name}`}
      confirmText={TITLES[choice]}
      disabled={reason.trim().length < 3 || (asks && items.length === 0)}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const { request } = app;
        if (!request) return;
        const done = await act(
          () =>
            api.vote(request.id, {
              choice,
              reason,
              ...seen,
              ...(asks ? { items } : {}),
            }),
          'Your decision is recorded',
        );
        onDone();
        if (done) onClose();
      }}
    >
      <TextField
        id="vote-reason"
        label="Your reason, for the owner to read"
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        fullWidth
        multiline
        required
        margin="normal"
      />
      {asks && (
        <TextField
          id="vote-items"
          label="What has to change, one line each"
          value={wishes}
          onChange={({ target }) => setWishes(target.value)}
          fullWidth
          multiline
          rows={3}
          required
          margin="normal"
        />
      )}
    </ConfirmDialog>
  );
}
