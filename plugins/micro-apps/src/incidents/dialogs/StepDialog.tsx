import { useMicroAppsApi } from '@micro-apps/plugin-micro-apps-react';
import { IncidentDialog } from './IncidentDialog';
import type { IncidentDialogProps } from './IncidentDialogs';

/** Taking an incident on, and closing it: nothing has to be filled in. */
export function StepDialog({
  step,
  ...props
}: IncidentDialogProps & { step: 'escalate' | 'close' }) {
  const api = useMicroAppsApi();
  const { id } = props.incident;
  return (
    <IncidentDialog
      {...props}
      name={step}
      content={{}}
      send={body =>
        step === 'escalate'
          ? api.escalateIncident(id, body)
          : api.closeIncident(id, body)
      }
    />
  );
}
