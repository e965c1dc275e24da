import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import type {
  OfferResult,
  OrphanView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ConfirmDialog,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';
import { PersonField } from './PersonField';

/** Asks one person for many apps; then says what became of each. */
export function OfferDialog(props: {
  orphans: readonly OrphanView[];
  onDone: (results: readonly OfferResult[]) => void;
  onClose: () => void;
}) {
  const { orphans, onDone, onClose } = props;
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const [person, setPerson] = useState('');
  return (
    <ConfirmDialog
      open
      title={t('succession.offer.title')}
      confirmText={t('succession.offer.confirm')}
      disabled={person === ''}
      busy={busy}
      error={error}
      onClose={onClose}
      onConfirm={async () => {
        let results: readonly OfferResult[] = [];
        const done = await act(async () => {
          const orphanIds = orphans.map(({ id }) => id);
          ({ results } = await api.offerOrphans({ orphanIds, person }));
        }, t('succession.offer.done'));
        if (done) onDone(results);
      }}
    >
      <Typography>
        {t('succession.offer.what', { count: String(orphans.length) })}
      </Typography>
      <PersonField
        id="succession-person"
        label={t('succession.offer.person')}
        value={person}
        onChange={setPerson}
      />
    </ConfirmDialog>
  );
}

/** What became of each app that somebody was asked to take over. */
export function OfferResults(props: {
  results: readonly (OfferResult & { readonly appName: string })[];
}) {
  const { results } = props;
  const t = useTexts();
  if (results.length === 0) return null;
  return (
    <Box mt={2} role="status">
      <Typography variant="subtitle1">
        {t('succession.offer.results')}
      </Typography>
      <Box component="ul" m={0} pl={3}>
        {results.map(({ orphanId, appName, ok, because }) => (
          <Typography key={orphanId} component="li" variant="body2">
            {appName}: {ok ? t('succession.offer.ok') : because}
          </Typography>
        ))}
      </Box>
    </Box>
  );
}
