import { useMicroAppsApi } from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { IncidentDialog } from './IncidentDialog';
import type { IncidentDialogProps } from './IncidentDialogs';
import { ReasonField, SHORTEST_REASON } from '../../dialogs/ReasonField';
import { useTexts } from '../../translation/useTexts';

/** Opens a closed incident again. */
export function ReopenDialog(props: IncidentDialogProps) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const [given, setReason] = useState('');
  const reason = given.trim();
  return (
    <IncidentDialog
      {...props}
      name="reopen"
      ready={reason.length >= SHORTEST_REASON}
      content={{ reason }}
      send={body => api.reopenIncident(props.incident.id, body)}
    >
      <ReasonField
        id="incident-reason"
        label={t('incidents.dialog.reason')}
        value={given}
        onChange={setReason}
      />
    </IncidentDialog>
  );
}
