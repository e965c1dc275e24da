import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import type { RolloutStep } from '@micro-apps/governance-core';
import {
  ErrorNotice,
  LoadingRows,
  useAsyncResource,
  useMicroAppsApi,
} from '@micro-apps/plugin-micro-apps-react';
import { useState } from 'react';
import { Day } from '../exceptions/Day';
import { PersonName } from '../people/PersonName';
import { useRichTexts, useTexts } from '../translation/useTexts';
import { RolloutItem } from './RolloutItem';
import { StartDialog } from './StartDialog';
import { TickDialog } from './TickDialog';

/** The first 90 days: what is done, by whom it is known, and what is late. */
export function RolloutView() {
  const api = useMicroAppsApi();
  const t = useTexts();
  const rich = useRichTexts();
  const [step, setStep] = useState<RolloutStep>();
  const [setting, setSetting] = useState(false);
  const { value, error, reload } = useAsyncResource(
    () => api.getRollout(),
    [api],
  );
  if (error && !value) return <ErrorNotice error={error} onRetry={reload} />;
  if (!value) return <LoadingRows rows={8} />;
  const { start, steps, mayChange } = value;
  const closed = (done: boolean) => {
    setStep(undefined);
    setSetting(false);
    if (done) reload();
  };
  return (
    <>
      <Box
        mb={2}
        display="flex"
        flexWrap="wrap"
        alignItems="center"
        gridGap={16}
      >
        <Typography>
          {start
            ? rich('numbers.rollout.begun', {
                day: <Day at={start.startsAt} />,
                person: <PersonName personRef={start.setBy} />,
              })
            : t('numbers.rollout.notBegun')}
        </Typography>
        {mayChange && (
          <Button variant="outlined" onClick={() => setSetting(true)}>
            {t('numbers.rollout.setStart')}
          </Button>
        )}
      </Box>
      <Grid container spacing={3}>
        {phasesOf(steps).map(phase => (
          <Grid item xs={12} md={6} key={phase[0].weeks[0]}>
            <Phase steps={phase} onTick={mayChange ? setStep : undefined} />
          </Grid>
        ))}
      </Grid>
      {setting && <StartDialog start={start?.startsAt} onClose={closed} />}
      {step && <TickDialog step={step} onClose={closed} />}
    </>
  );
}

function Phase({
  steps,
  onTick,
}: {
  steps: readonly RolloutStep[];
  onTick?: (step: RolloutStep) => void;
}) {
  const t = useTexts();
  const rich = useRichTexts();
  const [{ weeks, dueAt }] = steps;
  return (
    <InfoCard
      title={t('numbers.rollout.weeks', {
        from: String(weeks[0]),
        to: String(weeks[1]),
      })}
      subheader={
        dueAt && rich('numbers.rollout.due', { day: <Day at={dueAt} /> })
      }
    >
      {steps.map(step => (
        <RolloutItem
          key={step.id}
          step={step}
          onTick={onTick && step.knownBy === 'person' ? onTick : undefined}
        />
      ))}
    </InfoCard>
  );
}

/** Steps of the same weeks, in their order. */
function phasesOf(
  steps: readonly RolloutStep[],
): readonly (readonly RolloutStep[])[] {
  const phases = new Map<number, RolloutStep[]>();
  for (const step of steps) {
    phases.set(step.weeks[0], [...(phases.get(step.weeks[0]) ?? []), step]);
  }
  return [...phases.values()];
}
