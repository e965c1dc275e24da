import TextField from '@material-ui/core/TextField';
import {
  SUSPENSION_DECISIONS,
  type SuspensionDecision,
} from '@micro-apps/plugin-micro-apps-common';
import { useMicroAppsApi } from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../../translation/useTexts';
import { IncidentDialog } from './IncidentDialog';
import type { IncidentDialogProps } from './IncidentDialogs';
import { ReasonField, SHORTEST_REASON } from '../../dialogs/ReasonField';

/** Records whether the app is suspended, and why. */
export function SuspensionDialog(props: IncidentDialogProps) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const [decision, setDecision] = useState<SuspensionDecision>('suspend');
  const [given, setReason] = useState('');
  const reason = given.trim();
  return (
    <IncidentDialog
      {...props}
      name="suspension"
      ready={reason.length >= SHORTEST_REASON}
      content={{ decision, reason }}
      send={body => api.decideSuspension(props.incident.id, body)}
    >
      <TextField
        id="incident-suspension"
        select
        label={t('incidents.dialog.suspension.decision')}
        value={decision}
        onChange={({ target }) => {
          const chosen = SUSPENSION_DECISIONS.find(
            each => each === target.value,
          );
          if (chosen) setDecision(chosen);
        }}
        SelectProps={{ native: true }}
        InputLabelProps={{ shrink: true }}
        fullWidth
        margin="normal"
      >
        {SUSPENSION_DECISIONS.map(each => (
          <option key={each} value={each}>
            {t(`incidents.dialog.suspension.${each}`)}
          </option>
        ))}
      </TextField>
      <ReasonField
        id="incident-reason"
        label={t('incidents.dialog.reason')}
        value={given}
        onChange={setReason}
      />
    </IncidentDialog>
  );
}
