import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import { endsByChecks, isContained } from '@micro-apps/governance-core';
import type {
  AppDetail,
  ContainmentView,
  HoldView,
} from '@micro-apps/plugin-micro-apps-common';
import {
  ErrorNotice,
  LoadingRows,
  RelativeTime,
  useMicroAppsApi,
  type AsyncResource,
} from '@micro-apps/plugin-micro-apps-react';
import { PersonName } from '../people/PersonName';
import { Notice } from '../policy/Notice';
import type { PanelProps } from '../risk/panel';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { useAct } from '../useAct';

/** Whether somebody holds the app. */
export function isHeld({ standing }: Pick<AppDetail, 'standing'>): boolean {
  return isContained(standing);
}

type HoldProps = PanelProps & {
  readonly containment: AsyncResource<ContainmentView | undefined>;
};

/** Says that an app is held: why, by whom, since when, and what to do next. */
export function HoldBanner(props: HoldProps) {
  const { app, containment } = props;
  const t = useTexts();
  const { standing } = app;
  if (!isContained(standing)) return null;
  const { value, error, reload } = containment;
  return (
    <Notice
      severity={standing === 'restricted' ? 'warning' : 'error'}
      title={t(`containment.held.${standing}`)}
    >
      <Typography variant="body2">
        {t(`containment.means.${standing}`)}
      </Typography>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {!value && !error && <LoadingRows rows={2} />}
      {value && <Hold {...props} view={value} />}
    </Notice>
  );
}

function Hold(props: HoldProps & { view: ContainmentView }) {
  const { view, onOpen } = props;
  const { hold, since, viewer } = view;
  const t = useTexts();
  const rich = useRichTexts();
  return (
    <>
      {hold ? (
        <Typography variant="body2">
          {rich('containment.who', {
            person: <PersonName personRef={hold.by} />,
            time: <RelativeTime at={hold.since} />,
            reason: hold.reason,
          })}
        </Typography>
      ) : (
        since && (
          <Typography variant="body2">
            {rich('containment.since', { time: <RelativeTime at={since} /> })}
          </Typography>
        )
      )}
      {hold?.revoking && <Revoking problem={hold.problem} />}
      {hold && <NextSteps {...props} />}
      {viewer.mayRelease && (
        <Box mt={1}>
          <Button
            variant="outlined"
            onClick={() =>
              onOpen({ kind: 'contain', action: 'release', holdId: hold?.id })
            }
          >
            {t('containment.release')}
          </Button>
        </Box>
      )}
    </>
  );
}

function Revoking({ problem }: { problem?: string }) {
  const t = useTexts();
  return (
    <Box mt={1} role="status">
      <Typography variant="body2">{t('containment.revoking')}</Typography>
      <LinearProgress aria-label={t('containment.revoking')} />
      {problem && (
        <Typography variant="body2">
          {t('containment.problem', { problem })}
        </Typography>
      )}
    </Box>
  );
}

/** Whether the portal holds it by itself, for checks that failed. */
function isPortals({ by, controls }: HoldView): boolean {
  return by.startsWith('system:') && controls.length > 0;
}

/** What ends it, and the button for it where she may. */
function NextSteps({
  app,
  view,
  onDone,
}: HoldProps & { view: ContainmentView }) {
  const api = useMicroAppsApi();
  const t = useTexts();
  const { act, busy, error } = useAct();
  const { hold, missing, viewer } = view;
  if (!hold || !viewer.mayReleaseByChecks) {
    return (
      <Typography variant="body2">
        {t(
          hold && endsByChecks(hold.standing, isPortals(hold))
            ? 'containment.next.ask'
            : 'containment.next.people',
        )}
      </Typography>
    );
  }
  return (
    <>
      <Typography variant="body2">
        {t(
          missing.length > 0
            ? 'containment.next.quarantined'
            : 'containment.next.clear',
        )}
      </Typography>
      {missing.length > 0 && (
        <Box
          component="ol"
          m={0}
          pl={3}
          {...{ 'aria-label': t('containment.steps') }}
        >
          {missing.map(({ controlId, title, because, next }) => (
            <Typography key={controlId} component="li" variant="body2">
              <strong>{title}</strong>: {because}. {next}
            </Typography>
          ))}
        </Box>
      )}
      <Box mt={1}>
        <Button
          variant="contained"
          color="primary"
          disabled={busy || hold.revoking}
          onClick={async () => {
            await act(
              () =>
                api.releaseByChecks(app.id, { expectedVersion: view.version }),
              t('containment.freed'),
            );
            await onDone();
          }}
        >
          {t('containment.releaseByChecks')}
        </Button>
      </Box>
      {error && <ErrorNotice error={error} />}
    </>
  );
}
