import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import type { RetentionView } from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  LoadingRows,
  RelativeTime,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { Notice } from '../policy/Notice';
import type { PanelProps } from '../risk/panel';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { ConfirmDisposalDialog } from './ConfirmDisposalDialog';
import { DisposalList } from './DisposalList';
import { DryRun } from './DryRun';
import { LegalHoldDialog } from './LegalHoldDialog';
import { EarlierHolds, LegalHold } from './LegalHolds';

const LOOK_MS = 15_000;

type Open = 'set' | 'lift' | 'confirm';

/** How long an app keeps data, what goes next, what holds it, and what went. */
export function RetentionPanel({
  app,
  onDone,
  onOpen,
  stamp,
}: PanelProps & { readonly stamp: number }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const [open, setOpen] = useState<Open>();
  const { value, error, reload } = useAsyncResource(
    () => api.getRetention(app.id),
    [api, app.id, app.version, app.standing, stamp],
    { pollMs: LOOK_MS, keepOnChange: true },
  );
  const shared = {
    app,
    onClose: () => setOpen(undefined),
    onDone: async () => {
      await Promise.all([reload(), onDone()]);
    },
  };
  return (
    <InfoCard title={t('retention.title')}>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {!value && !error && <LoadingRows rows={4} />}
      {value && (
        <>
          <Rule view={value} />
          <Waits view={value} onConfirm={() => setOpen('confirm')} />
          <LegalHold view={value} onLift={() => setOpen('lift')} />
          <Box display="flex" flexWrap="wrap" gridGap={8} mt={1} mb={1}>
            {app.viewer.canEdit && (
              <Button
                variant="outlined"
                onClick={() => onOpen({ kind: 'edit' })}
              >
                {t('retention.change')}
              </Button>
            )}
            {value.viewer.maySetHold && (
              <Button variant="outlined" onClick={() => setOpen('set')}>
                {t('retention.hold.set')}
              </Button>
            )}
          </Box>
          <DryRun app={app} days={value.retentionDays} />
          {app.viewer.canRead && <DisposalList view={value} />}
          <EarlierHolds view={value} />
          {open === 'confirm' && (
            <ConfirmDisposalDialog {...shared} view={value} />
          )}
          {(open === 'set' || open === 'lift') && (
            <LegalHoldDialog {...shared} act={open} hold={value.legalHold} />
          )}
        </>
      )}
    </InfoCard>
  );
}

function Rule({ view }: { view: RetentionView }) {
  const t = useTexts();
  const rich = useRichTexts();
  const { kept, lookedAt, nextDisposalAt, preview, problem } = view;
  if (!view.connected) {
    return <Notice severity="warning" title={t('retention.notConnected')} />;
  }
  return (
    <>
      <Typography variant="body1">
        {t('retention.rule', {
          days: String(view.retentionDays),
          testDays: String(view.testDataDays),
        })}{' '}
        {t(`retention.ways.${view.how}`)}
      </Typography>
      <Typography variant="body2">
        {t('retention.kept', {
          data: String(kept.data),
          testData: String(kept.testData),
        })}
      </Typography>
      <Typography variant="body2" color="textSecondary">
        {lookedAt
          ? rich('retention.lookedAt', { time: <RelativeTime at={lookedAt} /> })
          : t('retention.notYet')}
      </Typography>
      {nextDisposalAt && (
        <Typography variant="body2">
          {rich('retention.next', {
            time: <RelativeTime at={nextDisposalAt} />,
          })}
        </Typography>
      )}
      {(['legal-hold', 'open-incident'] as const).map(hold => {
        const count = preview.held[hold];
        return count === undefined ? null : (
          <Typography key={hold} variant="body2">
            {t(`retention.held.${hold}`, { count: String(count) })}
          </Typography>
        );
      })}
      {problem && (
        <Typography variant="body2" role="status">
          {t('retention.problem', { problem })}
        </Typography>
      )}
    </>
  );
}

function Waits({
  view,
  onConfirm,
}: {
  view: RetentionView;
  onConfirm: () => void;
}) {
  const t = useTexts();
  const { preview, viewer } = view;
  if (!preview.needsConfirming || preview.due === 0) return null;
  return (
    <Box mt={1}>
      <Notice severity="warning" title={t('retention.waits.title')}>
        <Typography variant="body2">
          {t('retention.waits.text', {
            due: String(preview.due),
            total: String(preview.total),
          })}
        </Typography>
        {viewer.mayConfirm ? (
          <Box mt={1}>
            <Button variant="outlined" onClick={onConfirm}>
              {t('retention.waits.confirm')}
            </Button>
          </Box>
        ) : (
          <Typography variant="body2">{t('retention.waits.ask')}</Typography>
        )}
      </Notice>
    </Box>
  );
}
