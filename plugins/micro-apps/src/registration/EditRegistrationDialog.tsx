import Typography from '@material-ui/core/Typography';
import { scoreRisk, type Registration } from '@micro-apps/governance-core';
import {
  BandChip,
  ConfirmDialog,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import type { DialogProps } from '../risk/dialogs/RiskDialogs';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { MissingFields } from './MissingFields';
import { RegistrationFields } from './RegistrationFields';

/**
 * Changes what is registered; the score moves along before anything is saved.
 * Of a draft it is what puts the app on record.
 */
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
  const isDraft = app.standing === 'draft';
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
      title={t(isDraft ? 'dialogs.edit.draftTitle' : 'dialogs.edit.title')}
      confirmText={t(
        isDraft ? 'dialogs.edit.draftConfirm' : 'dialogs.edit.confirm',
      )}
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
          t(isDraft ? 'dialogs.edit.draftDone' : 'dialogs.edit.done'),
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
      {isDraft && <MissingFields missing={app.missing ?? []} />}
      <RegistrationFields
        value={draft}
        integrations={known.value?.integrations ?? []}
        onChange={change}
        onAsked={known.reload}
      />
    </ConfirmDialog>
  );
}
