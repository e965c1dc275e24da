import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  catalogApiRef,
  entityPresentationApiRef,
} from '@backstage/plugin-catalog-react';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  ConfirmDialog,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../../translation/useTexts';
import { useAct } from '../../useAct';
import type { DialogProps } from './RiskDialogs';

const SHOWN = 200;

/** Hands one's review to a colleague who could decide by herself. */
export function DelegateDialog({ app, onClose, onDone }: DialogProps) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const people = useColleagues();
  return (
    <ConfirmDialog
      open
      title={t('dialogs.delegate.title')}
      confirmText={t('dialogs.delegate.confirm')}
      disabled={to === ''}
      busy={busy}
      error={error ?? people.error}
      onClose={onClose}
      onConfirm={async () => {
        const { request } = app;
        if (!request) return;
        const done = await act(
          () =>
            api.delegateRequest(request.id, {
              to,
              ...(note.trim() ? { note } : {}),
            }),
          t('dialogs.delegate.done'),
        );
        onDone();
        if (done) onClose();
      }}
    >
      <Typography paragraph>{t('dialogs.delegate.what')}</Typography>
      <TextField
        id="delegate-to"
        select
        fullWidth
        required
        margin="normal"
        label={t('dialogs.delegate.to')}
        value={to}
        onChange={({ target }) => setTo(target.value)}
      >
        {(people.value ?? []).map(({ ref, name }) => (
          <MenuItem key={ref} value={ref}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        id="delegate-note"
        fullWidth
        multiline
        margin="normal"
        label={t('dialogs.delegate.note')}
        helperText={t('dialogs.request.optional')}
        value={note}
        onChange={({ target }) => setNote(target.value)}
      />
    </ConfirmDialog>
  );
}

/** Everybody but oneself; who may decide is the registry's business. */
function useColleagues() {
  const catalog = useApi(catalogApiRef);
  const identity = useApi(identityApiRef);
  const presentation = useApi(entityPresentationApiRef);
  return useAsyncResource(async () => {
    const { userEntityRef } = await identity.getBackstageIdentity();
    const { items } = await catalog.queryEntities({
      filter: { kind: 'user' },
      fields: ['kind', 'metadata', 'spec.profile'],
      orderFields: [{ field: 'metadata.name', order: 'asc' }],
      limit: SHOWN,
    });
    return items
      .map(entity => ({
        ref: stringifyEntityRef(entity),
        name: presentation.forEntity(entity).snapshot.primaryTitle,
      }))
      .filter(({ ref }) => ref !== userEntityRef);
  }, [catalog, identity, presentation]);
}
