import { normaliseRef } from '../approvals/samePerson';
import type { Circumstances } from '../controls/controlFacts';
import { accept, refuse } from '../refusal/refusal';
import type { Result } from '../refusal/refusal';
import { SEVERITIES } from './incident';
import type { Incident, IncidentLimits, Severity } from './incident';
import { incidentClocks } from './incidentClocks';

/** A severity that nobody knows counts as high. */
function rankOf(severity: Severity): number {
  const rank = SEVERITIES.indexOf(severity);
  return rank < 0 ? SEVERITIES.length - 1 : rank;
}

/** The severity of now. @public */
export function severityOf({ severities }: Incident): Severity {
  return SEVERITIES[rankOf(severities[severities.length - 1]?.severity)];
}

/** The highest severity it ever had: duties that came with it stay. @public */
export function worstSeverity({ severities }: Incident): Severity {
  const ranks = severities.map(({ severity }) => rankOf(severity));
  return SEVERITIES[ranks.length > 0 ? Math.max(...ranks) : 2];
}

/**
 * Gives an incident another severity. Raising is open to everybody who may
 * edit it; lowering needs somebody other than who reported it, owns the app or
 * gave the severity of now. Both values are kept and no clock is reset.
 * Source: reliability B13.
 *
 * @param options.owners - user refs of the app's owners
 * @public
 */
export function changeSeverity(options: {
  incident: Incident;
  to: Severity;
  by: string;
  at: string;
  owners: readonly string[];
}): Result<Incident> {
  const { incident, to, by, at, owners } = options;
  const { severities } = incident;
  if (!SEVERITIES.includes(to)) {
    return refuse('invalid-input', 'There is no such severity.');
  }
  const last = severities[severities.length - 1];
  if (rankOf(to) < rankOf(severityOf(incident))) {
    const excluded = [incident.reportedBy, ...owners, last?.by ?? ''];
    const refs = excluded.map(ref => normaliseRef(ref));
    const person = normaliseRef(by);
    if (person === '' || refs.includes(person)) {
      return refuse(
        'not-eligible',
        'Somebody else has to lower the severity: not who reported it, owns the app or rated it last.',
      );
    }
  }
  return accept({
    ...incident,
    severities: [...severities, { severity: to, by, at }],
  });
}

/** What is left to do before an incident can be closed, in plain words. @public */
export function openDuties(incident: Incident): readonly string[] {
  const { escalatedAt, rootCauseReceivedAt } = incident;
  const high = worstSeverity(incident) === 'high';
  return [
    ...(escalatedAt === undefined ? ['pass it on to the security team'] : []),
    ...(rootCauseReceivedAt.length === 0
      ? ['write down the causes and what will be done']
      : []),
    ...(high && incident.postMortemAt === undefined
      ? ['hold the post-mortem']
      : []),
    ...(high && incident.suspensionDecidedAt === undefined
      ? ['decide whether the app is suspended']
      : []),
  ];
}

/**
 * Closes an incident once its duties are done. Source: requirements R9.
 * @public
 */
export function closeIncident(
  incident: Incident,
  at: string,
): Result<Incident> {
  if (incident.closedAt !== undefined) {
    return refuse('not-in-this-state', 'It is closed already.');
  }
  const duties = openDuties(incident);
  if (duties.length > 0) {
    return refuse(
      'not-in-this-state',
      `It cannot be closed yet: ${duties.join(', ')}.`,
      duties.map(message => ({ message })),
    );
  }
  return accept({ ...incident, closedAt: at });
}

/** Opens a closed incident again; its clocks go on as if it never was. @public */
export function reopenIncident(incident: Incident): Result<Incident> {
  if (incident.closedAt === undefined) {
    return refuse('not-in-this-state', 'It is open.');
  }
  const { closedAt, ...open } = incident;
  return accept(open);
}

/**
 * What the incidents of an app mean for its controls.
 *
 * @param options.now - ISO instant of the database, UTC
 * @public
 */
export function incidentCircumstances(options: {
  incidents: readonly Incident[];
  now: string;
  limits?: IncidentLimits;
}): Circumstances {
  const open = options.incidents.filter(
    ({ closedAt }) => closedAt === undefined,
  );
  const high = open.filter(incident => worstSeverity(incident) === 'high');
  const clocks = open.flatMap(incident =>
    incidentClocks({ ...options, incident }),
  );
  const missed = (name: string, states: readonly string[]) =>
    clocks.some(clock => clock.name === name && states.includes(clock.state));
  return {
    incidentOpen: open.length > 0,
    highIncidentOpen: high.length > 0,
    escalationLate: missed('escalation', ['late', 'overdue']),
    // Causes that came late are there; only missing ones hold an app back.
    rootCauseOverdue: missed('root-cause', ['overdue']),
    postMortemMissing: high.some(
      ({ postMortemAt, suspensionDecidedAt }) =>
        postMortemAt === undefined || suspensionDecidedAt === undefined,
    ),
  };
}
