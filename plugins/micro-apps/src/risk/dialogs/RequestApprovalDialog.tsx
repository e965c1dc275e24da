import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useAct } from '../../useAct';
import type { DialogProps } from './RiskDialogs';

/** Asks the reviewers. */
export function RequestApprovalDialog({ app, onClose, onDone }: DialogProps) {
  const api = useMicroAppsApi();
  const { act, busy, error } = useAct();
  const [note, setNote] = useState('');
  return (
    <ConfirmDialog
      open
      title="Ask for approval"
      confirmText="Ask for approval"
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        const done = await act(
          () =>
            api.requestApproval(app.id, {
              expectedVersion: app.version,
              note: note.trim() || undefined,
            }),
          'The reviewers see it now',
        );
        onDone();
        if (done) onClose();
      }}
    >
      <Typography paragraph>
        The reviewers see the score, its reasons and the controls. You can
        withdraw the request as long as nobody has decided.
      </Typography>
      <TextField
        id="request-note"
        label="A note for the reviewers"
        helperText="Optional"
        value={note}
        onChange={({ target }) => setNote(target.value)}
        fullWidth
        multiline
      />
    </ConfirmDialog>
  );
}
