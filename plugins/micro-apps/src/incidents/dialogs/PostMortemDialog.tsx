import TextField from '@material-ui/core/TextField';
import { useMicroAppsApi } from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../../translation/useTexts';
import { IncidentDialog } from './IncidentDialog';
import type { IncidentDialogProps } from './IncidentDialogs';

const SHORTEST_TEXT = 10;

/** Writes down what came of looking back together. */
export function PostMortemDialog(props: IncidentDialogProps) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const [given, setText] = useState('');
  const text = given.trim();
  return (
    <IncidentDialog
      {...props}
      name="postMortem"
      ready={text.length >= SHORTEST_TEXT}
      content={{ text }}
      send={body => api.holdPostMortem(props.incident.id, body)}
    >
      <TextField
        id="incident-post-mortem"
        label={t('incidents.dialog.postMortem.text')}
        helperText={t('incidents.dialog.postMortem.textHint')}
        value={given}
        onChange={({ target }) => setText(target.value)}
        fullWidth
        multiline
        required
        margin="normal"
      />
    </IncidentDialog>
  );
}
