import { HOUR, instantOf } from '../time/instants';
import type { Posture } from './posture';

/** Days that times are looked at for. @public */
export const METRIC_DAYS = 90;

/** Something that began and came to its end, ISO instants. @public */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** What happened in the last {@link METRIC_DAYS} days, by wall clock. @public */
export interface Measured {
  /** First approved as low risk: from registering to that yes. */
  readonly approvals: SpanSum;
  /** First approved as low risk: from registering to the first deployment. */
  readonly deployments: SpanSum;
  /** Incidents: from detecting to closing. */
  readonly remedies: SpanSum;
  readonly incidents: number;
  /** Of these, with a deadline that was missed. */
  readonly breached: number;
}

/** @public */
export interface SpanSum {
  readonly count: number;
  readonly hours: number;
  /** Done within a day. */
  readonly withinDay: number;
}

/** One key metric as it is shown. @public */
export interface KeyMetric {
  readonly id: string;
  readonly title: string;
  readonly definition: string;
  readonly unit: 'percent' | 'hours' | 'count';
  /** Left out: nobody knows. */
  readonly value?: number;
  /** What it is made of: so many apps, requests, incidents. */
  readonly of?: number;
  /** Why there is no value. */
  readonly unknownBecause?: string;
  readonly goal?: string;
  /** Left out where there is no goal or no value. */
  readonly met?: boolean;
}

/** Goals of requirements R13. */
const REGISTERED_GOAL = 95;
const DAY_HOURS = 24;

/** Adds spans up; one that cannot be read, or ends before it begins, is left out. @public */
export function sumSpans(spans: Iterable<Span>): SpanSum {
  let count = 0;
  let hours = 0;
  let withinDay = 0;
  for (const { from, to } of spans) {
    const span = (instantOf(to) - instantOf(from)) / HOUR;
    if (span >= 0) {
      count += 1;
      hours += span;
      if (span < DAY_HOURS) withinDay += 1;
    }
  }
  return { count, hours, withinDay };
}

/** Wall clock: nothing pauses (requirements R13). @public */
export function keyMetrics(
  { checks }: Pick<Posture, 'checks'>,
  measured: Measured,
): readonly KeyMetric[] {
  const { approvals, deployments, remedies, incidents, breached } = measured;
  const days = `in the last ${METRIC_DAYS} days`;
  return [
    {
      id: 'registered-of-discovered',
      title: 'Registered of discovered',
      definition: `Registered apps, divided by the apps that discovery found. Goal: ${REGISTERED_GOAL} % within six months.`,
      unit: 'percent',
      goal: `${REGISTERED_GOAL} %`,
      unknownBecause: 'Discovery is not connected',
    },
    meanTime(approvals, {
      id: 'time-to-approve-low',
      title: 'Time to approve low risk',
      definition: `Mean time from registering to the first yes, by people or by the rules, of apps first approved ${days}, as low risk, by wall clock.`,
      none: `No low-risk app was first approved ${days}`,
    }),
    meanTime(deployments, {
      id: 'time-to-deploy-low',
      title: 'Time to deploy low risk',
      definition: `Mean time from registering to the first deployment behind the gate, of apps first approved as low risk and first deployed ${days}, by wall clock.`,
      none: `No low-risk app was first deployed ${days}`,
    }),
    {
      id: 'incidents',
      title: 'Incidents reported',
      definition: `Incidents reported ${days}, at any app.`,
      unit: 'count',
      value: incidents,
    },
    {
      id: 'incidents-non-compliant',
      title: 'Non-compliant incidents',
      definition: `Incidents reported ${days} that missed a deadline: taken on within two hours, causes within 72 hours. Deadlines never pause.`,
      unit: 'count',
      value: breached,
      of: incidents,
      goal: '0',
      met: breached === 0,
    },
    {
      id: 'time-to-remediate',
      title: 'Time to remediate',
      definition: `Mean time from detecting to closing, of incidents closed ${days}, by wall clock.`,
      unit: 'hours',
      ...meanOf(remedies, `No incident was closed ${days}`),
    },
    share(checks.logging, {
      id: 'with-logging',
      title: 'Apps with clean logs',
      definition:
        'Registered apps whose newest check found a log without personal facts, divided by all registered apps.',
    }),
    share(checks['retention-rule'], {
      id: 'with-retention-rule',
      title: 'Apps with a retention rule',
      definition:
        'Registered apps whose registration names a retention window, divided by all registered apps.',
    }),
    share(checks.retention, {
      id: 'with-retention-proved',
      title: 'Apps whose data goes by itself',
      definition:
        'Registered apps of which the checklist says that retention is automatic, divided by all registered apps.',
    }),
  ];
}

function meanOf(
  { count, hours }: SpanSum,
  none: string,
): Pick<KeyMetric, 'value' | 'of' | 'unknownBecause'> {
  return count === 0
    ? { unknownBecause: none }
    : { value: rounded(hours / count), of: count };
}

function meanTime(
  spans: SpanSum,
  words: { id: string; title: string; definition: string; none: string },
): KeyMetric {
  const { none, ...rest } = words;
  const mean = meanOf(spans, none);
  return {
    ...rest,
    unit: 'hours',
    goal: `under ${DAY_HOURS} h`,
    ...mean,
    ...(spans.count > 0 && { met: spans.hours / spans.count < DAY_HOURS }),
  };
}

function share(
  { yes, no, unknown }: { yes: number; no: number; unknown: number },
  words: { id: string; title: string; definition: string },
): KeyMetric {
  const of = yes + no + unknown;
  return {
    ...words,
    unit: 'percent',
    ...(of === 0
      ? { unknownBecause: 'There is no registered app yet' }
      : { value: rounded((yes / of) * 100), of }),
  };
}

/** To one digit; a share that is not whole never reads 100. */
function rounded(value: number): number {
  return Math.floor(value * 10) / 10;
}
