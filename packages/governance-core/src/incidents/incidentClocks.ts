import { HOUR, instantAfter, instantOf } from '../time/instants';
import { DEFAULT_INCIDENT_LIMITS } from './incident';
import type {
  Breach,
  Incident,
  IncidentClock,
  IncidentClockName,
  IncidentLimits,
} from './incident';

/** Until when a deadline that cannot be worked out was: it is over. */
const LONG_AGO = new Date(0).toISOString();

function clockOf(options: {
  name: IncidentClockName;
  dueAt: string | undefined;
  doneAt?: string;
  now: string;
}): IncidentClock {
  const { name, dueAt = LONG_AGO, doneAt } = options;
  const due = instantOf(dueAt);
  if (doneAt !== undefined) {
    const state = instantOf(doneAt) <= due ? 'met' : 'late';
    return { name, dueAt, state, doneAt };
  }
  // Written so that a clock that cannot be read never gives more time.
  const state = instantOf(options.now) <= due ? 'running' : 'overdue';
  return { name, dueAt, state };
}

/** The shortest of the shipped times and others; what is no time, is none. */
function strictest(
  ...others: readonly (IncidentLimits | undefined)[]
): IncidentLimits {
  const shortest = (name: keyof IncidentLimits) =>
    Math.min(
      DEFAULT_INCIDENT_LIMITS[name],
      ...others.flatMap(limits => {
        const hours = limits?.[name];
        return hours !== undefined && hours >= 0 ? [hours] : [];
      }),
    );
  return {
    escalation: shortest('escalation'),
    rootCause: shortest('rootCause'),
  };
}

function earliest(instants: readonly string[]): string | undefined {
  return [...instants].sort((a, b) => instantOf(a) - instantOf(b))[0];
}

/**
 * The legal deadlines of an incident: passed on within 2 hours of being
 * noticed; causes and remedies within 72 hours of being passed on, counted
 * at the latest from when it should have been. Worked out from stored instants
 * alone: severity, closing, reopening and edited dates have no effect, and
 * nothing pauses them. An organisation may ask for shorter times, never for
 * longer ones. Source: requirements R9; reliability B13-B15.
 *
 * @param options.now - ISO instant of the database, UTC
 * @public
 */
export function incidentClocks(options: {
  incident: Incident;
  now: string;
  limits?: IncidentLimits;
}): readonly IncidentClock[] {
  const { incident, now } = options;
  const limits = strictest(options.limits, incident.limits);
  const { detectedAt, escalatedAt, rootCauseReceivedAt } = incident;
  const escalationDue = instantAfter(detectedAt, limits.escalation * HOUR);
  const passedOn =
    escalatedAt !== undefined &&
    escalationDue !== undefined &&
    instantOf(escalatedAt) <= instantOf(escalationDue)
      ? escalatedAt
      : escalationDue;
  return [
    clockOf({
      name: 'escalation',
      dueAt: escalationDue,
      doneAt: escalatedAt,
      now,
    }),
    clockOf({
      name: 'root-cause',
      dueAt:
        passedOn === undefined
          ? undefined
          : instantAfter(passedOn, limits.rootCause * HOUR),
      doneAt: earliest(rootCauseReceivedAt),
      now,
    }),
  ];
}

/**
 * When the next deadline that is not met yet ends, or ended: what lists of
 * open incidents are sorted by.
 *
 * @returns `undefined` when everything that has a deadline is done
 * @public
 */
export function nextDueAt(
  options: Parameters<typeof incidentClocks>[0],
): string | undefined {
  return earliest(
    incidentClocks(options).flatMap(({ dueAt, doneAt }) =>
      doneAt === undefined ? [dueAt] : [],
    ),
  );
}

/**
 * Deadlines missed that nobody wrote down yet: each once, as of when it was
 * due, with when it was noticed. Source: reliability B4, B5.
 *
 * @param options.known - what was written down before
 * @public
 */
export function newBreaches(options: {
  incident: Incident;
  known: readonly Breach[];
  now: string;
  limits?: IncidentLimits;
}): readonly Breach[] {
  const { incident, known, now } = options;
  return incidentClocks(options)
    .filter(
      ({ name, state }) =>
        (state === 'late' || state === 'overdue') &&
        !known.some(
          breach => breach.incidentId === incident.id && breach.clock === name,
        ),
    )
    .map(({ name, dueAt }) => ({
      incidentId: incident.id,
      clock: name,
      at: dueAt,
      noticedAt: now,
    }));
}
