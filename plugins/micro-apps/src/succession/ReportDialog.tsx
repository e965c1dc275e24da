import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { PersonField } from './PersonField';

/** Says that somebody has left whom the directory still has. */
export function ReportDialog(props: {
  /** It was closed; `true`: it was done. */
  onClose: (done: boolean) => void;
}) {
  const { onClose } = props;
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [person, setPerson] = useState('');
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      open
      title={t('succession.leavers.reportTitle')}
      confirmText={t('succession.leavers.reportConfirm')}
      disabled={person === '' || reason.trim().length < 3}
      busy={busy}
      error={error}
      onClose={() => onClose(false)}
      onConfirm={async () => {
        const done = await act(
          () => api.reportLeaver({ person, reason: reason.trim() }),
          t('succession.leavers.reportDone'),
        );
        if (done) onClose(true);
      }}
    >
      <Typography>{t('succession.leavers.reportWhat')}</Typography>
      <PersonField
        id="leaver-person"
        label={t('succession.leavers.person')}
        value={person}
        onChange={setPerson}
      />
      <TextField
        id="leaver-reason"
        label={t('fleet.stop.reason')}
        helperText={t('succession.leavers.reasonHint')}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        fullWidth
        multiline
        required
        margin="normal"
      />
    </ConfirmDialog>
  );
}
