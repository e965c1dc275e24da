import { SEVERITIES, type Severity } from '@micro-apps/governance-core';
import { useMicroAppsApi } from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../../translation/useTexts';
import { IncidentDialog } from './IncidentDialog';
import type { IncidentDialogProps } from './IncidentDialogs';
import { ReasonField, SHORTEST_REASON } from '../../dialogs/ReasonField';
import { SeverityField } from './SeverityField';

/** Gives an incident another severity, as far as this person may. */
export function RateDialog(props: IncidentDialogProps) {
  const { id, severity, viewer } = props.incident;
  const api = useMicroAppsApi();
  const t = useTexts();
  const now = SEVERITIES.indexOf(severity);
  const choices = SEVERITIES.filter(
    (_, rank) =>
      (rank > now && viewer.mayRaise) || (rank < now && viewer.mayLower),
  );
  const [to, setTo] = useState<Severity>(
    choices[choices.length - 1] ?? severity,
  );
  const [given, setReason] = useState('');
  const reason = given.trim();
  return (
    <IncidentDialog
      {...props}
      name="rate"
      ready={reason.length >= SHORTEST_REASON && choices.includes(to)}
      content={{ severity: to, reason }}
      send={body => api.rateIncident(id, body)}
    >
      <SeverityField
        label={t('incidents.dialog.rate.to')}
        value={to}
        choices={choices}
        onChange={setTo}
      />
      <ReasonField
        id="incident-reason"
        label={t('incidents.dialog.reason')}
        value={given}
        onChange={setReason}
      />
    </IncidentDialog>
  );
}
