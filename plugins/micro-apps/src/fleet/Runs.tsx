import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import type { FleetRunView } from '@micro-apps/plugin-micro-apps-common';
import {
  EmptyNotice,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { PagedList } from '../list/PagedList';
import { usePages } from '../list/usePages';
import { PersonName } from '../people/PersonName';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { ReasonDialog } from './ReasonDialog';
import { RunResults } from './RunResults';

const LOOK_MS = 3_000;

/** Emergency stops and their undoings, with how far each has come. */
export function Runs() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const pages = usePages();
  const [undo, setUndo] = useState<FleetRunView>();
  const { cursor } = pages;
  const list = useAsyncResource(
    () => api.listFleetRuns({ cursor, limit: 10 }),
    [api, cursor],
    { keepOnChange: true, pollMs: LOOK_MS },
  );
  return (
    <>
      <PagedList
        list={list}
        pages={pages}
        rows={4}
        empty={() => (
          <EmptyNotice
            title={t('fleet.runs.none')}
            text={t('fleet.runs.noneText')}
          />
        )}
      >
        {({ items }) =>
          items.map(run => (
            <Box key={run.id} mb={2}>
              <Run run={run} onUndo={() => setUndo(run)} />
            </Box>
          ))
        }
      </PagedList>
      {undo && (
        <ReasonDialog
          title={t('fleet.runs.undoTitle')}
          what={t('fleet.runs.undoWhat')}
          confirmText={t('fleet.runs.undoIt')}
          done={t('fleet.runs.undoDone')}
          onConfirm={reason => api.undoFleetRun(undo.id, { reason })}
          onClose={done => {
            setUndo(undefined);
            if (done) list.reload();
          }}
        />
      )}
    </>
  );
}

function Run({ run, onUndo }: { run: FleetRunView; onUndo: () => void }) {
  const t = useTexts();
  const rich = useRichTexts();
  const [open, setOpen] = useState(false);
  const { done, skipped, failed, waiting } = run.counts;
  const all = done + skipped + failed + waiting;
  const title =
    run.kind === 'undo'
      ? t('fleet.runs.undo')
      : t(`fleet.runs.stop.${run.action}`);
  return (
    <InfoCard title={title}>
      <Typography variant="body2">
        {rich('fleet.runs.who', {
          person: <PersonName personRef={run.by} />,
          time: <RelativeTime at={run.at} />,
          reason: run.reason,
        })}
      </Typography>
      <Typography variant="body2" role="status">
        {t('fleet.runs.progress', {
          done: String(done),
          skipped: String(skipped),
          failed: String(failed),
        })}
        {'. '}
        {run.finishedAt
          ? t('fleet.runs.over')
          : t('fleet.runs.going', { waiting: String(waiting) })}
      </Typography>
      {!run.finishedAt && (
        <LinearProgress
          aria-label={title}
          variant="determinate"
          value={all > 0 ? (100 * (all - waiting)) / all : 0}
        />
      )}
      <Box display="flex" flexWrap="wrap" gridGap={8} mt={1}>
        <Button
          size="small"
          variant="outlined"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t(open ? 'fleet.runs.hide' : 'fleet.runs.results')}
        </Button>
        {run.kind === 'stop' && run.finishedAt && done > 0 && (
          <Button size="small" variant="outlined" onClick={onUndo}>
            {t('fleet.runs.undoIt')}
          </Button>
        )}
      </Box>
      {open && <RunResults run={run} />}
    </InfoCard>
  );
}
