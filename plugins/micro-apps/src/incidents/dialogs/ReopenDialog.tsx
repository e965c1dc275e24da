import { useMicroAppsApi } from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { IncidentDialog } from './IncidentDialog';
import type { IncidentDialogProps } from './IncidentDialogs';
import { ReasonField, SHORTEST_REASON } from './ReasonField';

/** Opens a closed incident again. */
export function ReopenDialog(props: IncidentDialogProps) {
  const api = useMicroAppsApi();
  const [given, setReason] = useState('');
  const reason = given.trim();
  return (
    <IncidentDialog
      {...props}
      name="reopen"
      ready={reason.length >= SHORTEST_REASON}
      send={() => api.reopenIncident(props.incident.id, { reason })}
    >
      <ReasonField value={given} onChange={setReason} />
    </IncidentDialog>
  );
}
