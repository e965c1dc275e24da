import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  AUDIENCES,
  DATA_CLASSES,
  scoreRisk,
  type Registration,
} from '@micro-apps/governance-core';
import {
  BandChip,
  ConfirmDialog,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { DataTypesInput } from '../form/DataTypesInput';
import { ScopesInput } from '../form/ScopesInput';
import type { DialogProps } from '../risk/dialogs/RiskDialogs';
import { useAct } from '../useAct';

/** Changes what is registered; the score moves along before anything is saved. */
export function EditRegistrationDialog({ app, onClose, onDone }: DialogProps) {
  const api = useMicroAppsApi();
  const { act, busy, error } = useAct();
  const [draft, setDraft] = useState<Registration>(app.registration);
  const integrations = useAsyncResource(() => api.getIntegrations(), [api]);
  const known = integrations.value?.items ?? [];
  const after = scoreRisk({ registration: draft, integrations: known });
  const change = (part: Partial<Registration>) =>
    setDraft(before => ({ ...before, ...part }));
  return (
    <ConfirmDialog
      open
      title="Change the registration"
      confirmText="Save the change"
      busy={busy}
      error={error}
      disabled={!integrations.value}
      onClose={onClose}
      onConfirm={async () => {
        const done = await act(
          () =>
            api.changeRegistration(app.id, {
              // The wire's lists are the caller's own copies.
              registration: {
                ...draft,
                dataTypes: [...draft.dataTypes],
                scopes: [...draft.scopes],
                vendors: [...draft.vendors],
                libraries: [...draft.libraries],
                endpoints: [...draft.endpoints],
              },
              expectedVersion: app.version,
            }),
          'Saved and assessed anew',
        );
        onDone();
        if (done) onClose();
      }}
    >
      <Typography variant="body2" paragraph>
        Now {app.score} of 10. With this change:{' '}
        <BandChip band={after.band} score={after.score} />. A change beyond what
        was approved goes back to the reviewers.
      </Typography>
      <TextField
        id="edit-purpose"
        label="What is it for?"
        value={draft.purpose}
        onChange={({ target }) => change({ purpose: target.value })}
        fullWidth
        multiline
        margin="normal"
      />
      <TextField
        id="edit-audience"
        select
        label="Who may use this app?"
        value={draft.audience}
        onChange={({ target }) => {
          const audience = AUDIENCES.find(each => each === target.value);
          if (audience) change({ audience });
        }}
        fullWidth
        margin="normal"
      >
        {AUDIENCES.map(each => (
          <MenuItem key={each} value={each}>
            {each}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        id="edit-class"
        select
        label="How sensitive is the data?"
        value={draft.classification}
        onChange={({ target }) => {
          const classification = DATA_CLASSES.find(
            each => each === target.value,
          );
          if (classification) change({ classification });
        }}
        fullWidth
        margin="normal"
      >
        {DATA_CLASSES.map(each => (
          <MenuItem key={each} value={each}>
            {each}
          </MenuItem>
        ))}
      </TextField>
      <DataTypesInput
        value={draft.dataTypes}
        onChange={dataTypes => change({ dataTypes })}
      />
      <ScopesInput
        integrations={known}
        value={draft.scopes}
        onChange={scopes => change({ scopes })}
      />
      <TextField
        id="edit-retention"
        type="number"
        label="Days that data is kept"
        value={draft.retentionDays}
        onChange={({ target }) =>
          change({ retentionDays: Number(target.value) })
        }
        fullWidth
        margin="normal"
      />
    </ConfirmDialog>
  );
}
