import { Link } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import type {
  PreviewRuleRequest,
  RulePreviewView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useEffect, useState } from 'react';
import { useTexts } from '../../translation/useTexts';

const LOOK_MS = 1_000;

/** What a switch would touch, worked out while one watches. */
export function RulePreview(props: {
  wanted: PreviewRuleRequest;
  preview?: RulePreviewView;
  onPreview: (preview: RulePreviewView) => void;
}) {
  const { wanted, preview, onPreview } = props;
  const api = useMicroAppsApi();
  const t = useTexts();
  const [error, setError] = useState<Error>();
  const [asking, setAsking] = useState(false);
  const running = preview?.state === 'running';

  useEffect(() => {
    if (!preview || !running || error) return undefined;
    let here = true;
    const timer = setTimeout(async () => {
      try {
        const next = await api.getRulePreview(preview.id);
        if (here) onPreview(next);
      } catch (thrown) {
        if (here) setError(asError(thrown));
      }
    }, LOOK_MS);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [api, preview, running, error, onPreview]);

  async function ask(send: () => Promise<RulePreviewView>) {
    if (asking) return;
    setAsking(true);
    setError(undefined);
    try {
      onPreview(await send());
    } catch (thrown) {
      setError(asError(thrown));
    } finally {
      setAsking(false);
    }
  }

  const begin = () => ask(() => api.previewRule(wanted));
  const stop = (id: string) => ask(() => api.stopRulePreview(id));

  return (
    <Box mt={1} mb={2}>
      {/* One button, so that the keyboard stays where it is. */}
      <Button
        variant="outlined"
        aria-disabled={asking}
        onClick={() => (running ? stop(preview.id) : begin())}
      >
        {t(label(preview))}
      </Button>
      <Box role="status" mt={1}>
        {preview && <Result preview={preview} />}
      </Box>
      {error && (
        <ErrorNotice
          error={error}
          onRetry={running ? () => setError(undefined) : begin}
        />
      )}
    </Box>
  );
}

function label(preview: RulePreviewView | undefined) {
  if (!preview) return 'rules.dialog.preview';
  return preview.state === 'running'
    ? 'rules.dialog.stop'
    : 'rules.dialog.again';
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function Result({ preview }: { preview: RulePreviewView }) {
  const t = useTexts();
  const { done, total, because, result } = preview;
  if (because !== undefined) return <Typography>{because}</Typography>;
  if (!result) {
    const progress = t('rules.dialog.progress', {
      done: String(done),
      total: String(total),
    });
    return (
      <>
        <Typography variant="body2">{progress}</Typography>
        <LinearProgress
          aria-label={progress}
          variant="determinate"
          value={total > 0 ? (100 * done) / total : 0}
        />
      </>
    );
  }
  if (result.apps === 0)
    return <Typography>{t('rules.dialog.none')}</Typography>;
  return (
    <>
      <Typography>
        {t('rules.dialog.would', {
          apps: String(result.apps),
          held: String(result.newlyHeld),
          free: String(result.newlyFree),
          people: String(result.people),
          credentials: String(result.credentials),
        })}
      </Typography>
      {result.undecided > 0 && (
        <Typography>
          {t('rules.dialog.undecided', { count: String(result.undecided) })}
        </Typography>
      )}
      <Typography variant="body2">{t('rules.dialog.running')}</Typography>
      <Typography variant="body2">{t('rules.dialog.examples')}</Typography>
      <ul aria-label={t('rules.dialog.examples')}>
        {result.examples.map(({ id, name }) => (
          <li key={id}>
            <Link to={`/catalog/default/component/${id}/risk`}>{name}</Link>
          </li>
        ))}
      </ul>
    </>
  );
}
