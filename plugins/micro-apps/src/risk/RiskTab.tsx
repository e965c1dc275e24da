import { InfoCard } from '@backstage/core-components';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import { hasEnded } from '@micro-apps/governance-core';
import {
  ErrorNotice,
  LoadingRows,
  ScoreReasons,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import {
  AnnualReviewPanel,
  useAnnualReview,
} from '../annualReview/AnnualReviewPanel';
import { HoldBanner, isHeld } from '../containment/HoldBanner';
import { HoldPanel, hasHoldPanel } from '../containment/HoldPanel';
import { useContainment } from '../containment/useContainment';
import { ExceptionsPanel } from '../exceptions/ExceptionsPanel';
import { IncidentsPanel } from '../incidents/IncidentsPanel';
import { AppPolicyNotices, hasPolicyNotices } from '../policy/AppPolicyNotices';
import { RetentionPanel } from '../retention/RetentionPanel';
import { RetirementBanner } from '../retirement/RetirementBanner';
import { RetirementPanel } from '../retirement/RetirementPanel';
import { useRetirement } from '../retirement/useRetirement';
import {
  SuccessionBanner,
  useSuccession,
} from '../succession/SuccessionBanner';
import { useTexts } from '../translation/useTexts';
import { ControlList } from './ControlList';
import {
  EmergencyBanner,
  waitsForSecondLook,
} from './decision/EmergencyBanner';
import { DecisionPanel } from './decision/DecisionPanel';
import { DeploymentsPanel } from './DeploymentsPanel';
import { RiskDialogs, type OpenDialog } from './dialogs/RiskDialogs';
import { HistoryPanel } from './HistoryPanel';
import { NextStepPanel } from './NextStepPanel';
import { ProposalsPanel } from './ProposalsPanel';
import { ScorePanel } from './ScorePanel';
import { useAppDetail } from './useAppDetail';
import { useWaysDown } from './useWaysDown';

/** Everything about the risk of one app, failures first, next step on top. */
export function RiskTab(props: { appId: string }) {
  const { value: app, error, reload } = useAppDetail(props.appId);
  const t = useTexts();
  const ways = useWaysDown(app);
  const [dialog, setDialog] = useState<OpenDialog>();
  const [stamp, setStamp] = useState(0);
  const containment = useContainment(app, stamp);
  const retirement = useRetirement(app, stamp);
  const succession = useSuccession(app, stamp);
  const review = useAnnualReview(app, stamp);
  if (!app) {
    return (
      <InfoCard title={t('risk.title')}>
        {error ? (
          <ErrorNotice error={error} onRetry={reload} />
        ) : (
          <LoadingRows rows={8} />
        )}
      </InfoCard>
    );
  }
  const { declared, reasons } = app.effectiveClassDetail;
  const onDone = () => {
    setStamp(before => before + 1);
    return reload();
  };
  const shared = { app, onDone, onOpen: setDialog };
  return (
    <Grid container spacing={3}>
      {error && (
        <Grid item xs={12}>
          <ErrorNotice error={error} onRetry={reload} />
        </Grid>
      )}
      {waitsForSecondLook(shared) && (
        <Grid item xs={12}>
          <EmergencyBanner {...shared} />
        </Grid>
      )}
      {isHeld(app) && (
        <Grid item xs={12}>
          <HoldBanner {...shared} containment={containment} />
        </Grid>
      )}
      {hasEnded(app.standing) && (
        <Grid item xs={12}>
          <RetirementBanner app={app} retirement={retirement} />
        </Grid>
      )}
      {succession?.orphan && (
        <Grid item xs={12}>
          <SuccessionBanner
            orphan={succession.orphan}
            viewer={succession.viewer}
            onDone={onDone}
          />
        </Grid>
      )}
      <Grid item xs={12}>
        <NextStepPanel {...shared} />
      </Grid>
      {hasPolicyNotices(app) && (
        <Grid item xs={12}>
          <AppPolicyNotices app={app} />
        </Grid>
      )}
      {app.repository && (
        <Grid item xs={12}>
          <ProposalsPanel {...shared} />
        </Grid>
      )}
      <Grid item xs={12} md={4}>
        <ScorePanel {...shared} />
      </Grid>
      <Grid item xs={12} md={8}>
        <InfoCard title={t('risk.why')}>
          <ScoreReasons score={app.risk} ways={ways} />
          {declared !== app.effectiveClass && (
            <Typography variant="body2">
              {t('risk.score.treatedAs', {
                declared: t(`words.class.${declared}`),
                effective: t(`words.class.${app.effectiveClass}`),
                because: reasons
                  .filter(({ implies }) => implies === app.effectiveClass)
                  .map(({ because }) => because)
                  .join('; '),
              })}
            </Typography>
          )}
        </InfoCard>
      </Grid>
      <Grid item xs={12}>
        <ControlList {...shared} />
      </Grid>
      <Grid item xs={12}>
        <DecisionPanel {...shared} />
      </Grid>
      {review && review.state !== 'not-asked' && (
        <Grid item xs={12}>
          <AnnualReviewPanel {...shared} review={review} />
        </Grid>
      )}
      <Grid item xs={12}>
        <ExceptionsPanel {...shared} stamp={stamp} />
      </Grid>
      <Grid item xs={12}>
        <IncidentsPanel app={app} onDone={onDone} />
      </Grid>
      <Grid item xs={12}>
        <RetentionPanel {...shared} stamp={stamp} />
      </Grid>
      <Grid item xs={12} md={6}>
        <DeploymentsPanel {...shared} />
      </Grid>
      <Grid item xs={12} md={6}>
        <HistoryPanel app={app} />
      </Grid>
      {hasHoldPanel(containment.value) && (
        <Grid item xs={12}>
          <HoldPanel {...shared} containment={containment} />
        </Grid>
      )}
      {retirement.value?.viewer.mayRetire && (
        <Grid item xs={12}>
          <RetirementPanel {...shared} retirement={retirement.value} />
        </Grid>
      )}
      <RiskDialogs
        app={app}
        open={dialog}
        onClose={() => setDialog(undefined)}
        onDone={onDone}
      />
    </Grid>
  );
}
