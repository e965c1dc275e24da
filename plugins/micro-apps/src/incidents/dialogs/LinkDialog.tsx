import TextField from '@material-ui/core/TextField';
import {
  INCIDENT_CAUSE_KINDS,
  type IncidentCauseKind,
} from '@micro-apps/plugin-micro-apps-common';
import { useMicroAppsApi } from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../../translation/useTexts';
import { IncidentDialog } from './IncidentDialog';
import type { IncidentDialogProps } from './IncidentDialogs';

/** Says which vendor, API, scope or component an incident comes from. */
export function LinkDialog(props: IncidentDialogProps) {
  const { id, about } = props.incident;
  const api = useMicroAppsApi();
  const t = useTexts();
  const [kind, setKind] = useState<IncidentCauseKind>(about?.kind ?? 'vendor');
  const [name, setName] = useState(about?.name ?? '');
  return (
    <IncidentDialog
      {...props}
      name="link"
      ready={name.trim() !== ''}
      content={{ kind, name: name.trim() }}
      send={body => api.linkIncident(id, body)}
    >
      <TextField
        id="incident-cause-kind"
        select
        label={t('incidents.dialog.link.kind')}
        value={kind}
        onChange={({ target }) => {
          const chosen = INCIDENT_CAUSE_KINDS.find(
            each => each === target.value,
          );
          if (chosen) setKind(chosen);
        }}
        SelectProps={{ native: true }}
        InputLabelProps={{ shrink: true }}
        fullWidth
        margin="normal"
      >
        {INCIDENT_CAUSE_KINDS.map(each => (
          <option key={each} value={each}>
            {t(`incidents.cause.${each}`)}
          </option>
        ))}
      </TextField>
      <TextField
        id="incident-cause-name"
        label={t('incidents.dialog.link.name')}
        helperText={t('incidents.dialog.link.nameHint')}
        value={name}
        onChange={({ target }) => setName(target.value)}
        fullWidth
        required
        margin="normal"
      />
    </IncidentDialog>
  );
}
