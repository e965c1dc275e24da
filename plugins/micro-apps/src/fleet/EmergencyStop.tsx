import { InfoCard, Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { HOLD_ACTIONS, type HoldAction } from '@micro-apps/governance-core';
import type {
  FleetPreviewQuery,
  FleetStopPreview,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState, type FormEvent } from 'react';
import { useTexts } from '../translation/useTexts';
import { ReasonDialog } from './ReasonDialog';

const FIELDS = ['vendor', 'scope', 'owner', 'unit'] as const;
type Field = (typeof FIELDS)[number];

/** What was looked at; a change of the form makes it worth nothing. */
interface Looked {
  readonly query: FleetPreviewQuery;
  readonly preview: FleetStopPreview;
}

/** Holds every app of a filter: what it would touch first, then the deed. */
export function EmergencyStop({ onBegun }: { onBegun: () => void }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const [action, setAction] = useState<HoldAction>('quarantine');
  const [given, setGiven] = useState<Partial<Record<Field, string>>>({});
  const [looked, setLooked] = useState<Looked>();
  const [error, setError] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const named = FIELDS.filter(field => given[field]?.trim());

  async function look(event: FormEvent) {
    event.preventDefault();
    const query: FleetPreviewQuery = {
      action,
      ...Object.fromEntries(
        named.map(field => [field, given[field]?.trim() ?? '']),
      ),
    };
    setBusy(true);
    setError(undefined);
    try {
      setLooked({ query, preview: await api.previewFleetStop(query) });
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)));
    } finally {
      setBusy(false);
    }
  }

  return (
    <InfoCard title={t('fleet.view.stop')}>
      <Typography variant="body1">{t('fleet.stop.text')}</Typography>
      <Box component="form" {...{ onSubmit: look }}>
        <TextField
          id="fleet-action"
          select
          SelectProps={{ native: true }}
          label={t('fleet.stop.action')}
          value={action}
          margin="normal"
          onChange={({ target }) => {
            setAction(
              HOLD_ACTIONS.find(each => each === target.value) ?? action,
            );
            setLooked(undefined);
          }}
        >
          {HOLD_ACTIONS.map(each => (
            <option key={each} value={each}>
              {t(`containment.action.${each}`)}
            </option>
          ))}
        </TextField>
        <Box display="flex" flexWrap="wrap" gridGap={16}>
          {FIELDS.map(field => (
            <TextField
              key={field}
              id={`fleet-${field}`}
              label={t(`fleet.stop.${field}`)}
              helperText={t(`fleet.stop.${field}Hint`)}
              value={given[field] ?? ''}
              margin="normal"
              onChange={({ target }) => {
                setGiven({ ...given, [field]: target.value });
                setLooked(undefined);
              }}
            />
          ))}
        </Box>
        <Button
          type="submit"
          variant="contained"
          color="primary"
          disabled={named.length === 0 || busy}
        >
          {t('fleet.stop.preview')}
        </Button>
      </Box>
      {error && <ErrorNotice error={error} />}
      {looked && <Preview looked={looked} onAsk={() => setAsking(true)} />}
      {looked && asking && (
        <ReasonDialog
          title={t(`fleet.runs.stop.${looked.query.action}`)}
          what={`${wordsOf(t, looked.preview)} ${t('fleet.stop.undo')}`}
          confirmText={t('fleet.stop.confirm', {
            apps: String(looked.preview.apps),
          })}
          done={t('fleet.stop.done')}
          onConfirm={reason =>
            api.startFleetRun({
              ...looked.query,
              reason,
              expectedApps: looked.preview.apps,
            })
          }
          onClose={done => {
            setAsking(false);
            if (done) onBegun();
          }}
        />
      )}
    </InfoCard>
  );
}

function wordsOf(
  t: ReturnType<typeof useTexts>,
  { apps, matching, people, credentials }: FleetStopPreview,
): string {
  return t('fleet.stop.would', {
    apps: String(apps),
    matching: String(matching),
    people: String(people),
    credentials: String(credentials),
  });
}

function Preview({
  looked: { preview },
  onAsk,
}: {
  looked: Looked;
  onAsk: () => void;
}) {
  const t = useTexts();
  return (
    <Box mt={2} role="status">
      <Typography variant="body1">
        {preview.apps === 0 ? t('fleet.stop.none') : wordsOf(t, preview)}
      </Typography>
      {preview.apps > 0 && (
        <>
          <Typography variant="body2">{t('fleet.stop.first')}</Typography>
          <ul aria-label={t('fleet.stop.first')}>
            {preview.examples.map(({ id, name, standing }) => (
              <li key={id}>
                <Link to={`/catalog/default/component/${id}/risk`}>{name}</Link>{' '}
                ({t(`words.standing.${standing}`)})
              </li>
            ))}
          </ul>
          <Button variant="outlined" onClick={onAsk}>
            {t('fleet.stop.confirm', { apps: String(preview.apps) })}
          </Button>
        </>
      )}
    </Box>
  );
}
