import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';
import type { DialogProps } from './RiskDialogs';

/** Asks the reviewers. */
export function RequestApprovalDialog({ app, onClose, onDone }: DialogProps) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [note, setNote] = useState('');
  return (
    <ConfirmDialog
      open
      title={t('dialogs.request.title')}
      confirmText={t('dialogs.request.confirm')}
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
          t('dialogs.request.done'),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <Typography paragraph>{t('dialogs.request.what')}</Typography>
      <TextField
        id="request-note"
        label={t('dialogs.request.note')}
        helperText={t('dialogs.request.optional')}
        value={note}
        onChange={({ target }) => setNote(target.value)}
        fullWidth
        multiline
      />
    </ConfirmDialog>
  );
}
