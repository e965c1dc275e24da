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
import { VendorsInput } from '../form/VendorsInput';
import type { DialogProps } from '../risk/dialogs/RiskDialogs';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';

/** Changes what is registered; the score moves along before anything is saved. */
export function EditRegistrationDialog({ app, onClose, onDone }: DialogProps) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const rich = useRichTexts();
  const { act, busy, error } = useAct();
  const [draft, setDraft] = useState<Registration>(app.registration);
  const known = useAsyncResource(
    async () => ({
      model: (await api.getModel()).riskModel,
      integrations: (await api.getIntegrations()).items,
    }),
    [api],
  );
  // Until the company's numbers are there, the score stays what it is.
  const after = known.value
    ? scoreRisk({
        registration: draft,
        ...known.value,
        now: new Date().toISOString(),
      })
    : app;
  const change = (part: Partial<Registration>) =>
    setDraft(before => ({ ...before, ...part }));
  return (
    <ConfirmDialog
      open
      title={t('dialogs.edit.title')}
      confirmText={t('dialogs.edit.confirm')}
      busy={busy}
      error={error ?? known.error}
      disabled={!known.value}
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
          t('dialogs.edit.done'),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <Typography variant="body2" component="div">
        {rich('dialogs.edit.now', {
          score: String(app.score),
          band: <BandChip band={after.band} score={after.score} />,
        })}
      </Typography>
      <TextField
        id="edit-purpose"
        label={t('dialogs.edit.purpose')}
        value={draft.purpose}
        onChange={({ target }) => change({ purpose: target.value })}
        fullWidth
        multiline
        margin="normal"
      />
      <TextField
        id="edit-audience"
        select
        label={t('dialogs.edit.audience')}
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
            {t(`words.audience.${each}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        id="edit-class"
        select
        label={t('dialogs.edit.class')}
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
            {t(`words.class.${each}`)}
          </MenuItem>
        ))}
      </TextField>
      <DataTypesInput
        value={draft.dataTypes}
        onChange={dataTypes => change({ dataTypes })}
      />
      <ScopesInput
        integrations={known.value?.integrations ?? []}
        value={draft.scopes}
        onChange={scopes => change({ scopes })}
      />
      <VendorsInput
        integrations={known.value?.integrations ?? []}
        value={draft.vendors}
        onChange={vendors => change({ vendors })}
        onAsked={known.reload}
      />
      <TextField
        id="edit-retention"
        type="number"
        label={t('dialogs.edit.retention')}
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
