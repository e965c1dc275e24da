import type { ApproverRole, Person } from '../approvals/approval';
import { normaliseRef, samePerson } from '../approvals/samePerson';
import type { Circumstances } from '../controls/controlFacts';
import { accept, refuse } from '../refusal/refusal';
import type { Result } from '../refusal/refusal';
import { DAY, instantOf } from '../time/instants';
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

/** Whether a person is one of these, or nobody knows who it is. */
function isOneOf(person: Person, people: readonly Person[]): boolean {
  return (
    normaliseRef(person.ref) === '' ||
    people.some(each => samePerson(each, person))
  );
}

function byRef(ref: string): Person {
  return { ref, groups: [] };
}

/**
 * Gives an incident another severity. Raising is open to everybody who may
 * edit it; lowering needs somebody other than who reported it, owns the app or
 * gave the severity of now. Both values are kept and no clock is reset.
 * Source: reliability B13.
 *
 * @param options.involved - owners of the app, and whoever reported or rated
 *   the incident, as the directory knows them, so that a second account of
 *   somebody is nobody else (reliability A5)
 * @public
 */
export function changeSeverity(options: {
  incident: Incident;
  to: Severity;
  by: Person;
  at: string;
  involved: readonly Person[];
}): Result<Incident> {
  const { incident, to, by, at, involved } = options;
  const { severities } = incident;
  if (!SEVERITIES.includes(to)) {
    return refuse('invalid-input', 'There is no such severity.');
  }
  const last = severities[severities.length - 1];
  if (rankOf(to) < rankOf(severityOf(incident))) {
    const excluded = [
      ...involved,
      byRef(incident.reportedBy),
      ...(last ? [byRef(last.by)] : []),
    ];
    if (isOneOf(by, excluded)) {
      return refuse(
        'not-eligible',
        'Somebody else has to lower the severity: not who reported it, owns the app or rated it last.',
      );
    }
  }
  return accept({
    ...incident,
    severities: [...severities, { severity: to, by: by.ref, at }],
  });
}

/**
 * Whether somebody may answer for an incident in the name of the security
 * team: take it on, rate it lower, hold the post-mortem, decide on suspension,
 * close it. Nobody does that for an app of her own.
 *
 * @param options.roles - approver roles that the person holds for this app
 * @param options.owners - of the app, as the directory knows them
 * @public
 */
export function mayHandleIncident(options: {
  person: Person;
  roles: readonly ApproverRole[];
  owners: readonly Person[];
}): Result<true> {
  const { person, roles, owners } = options;
  if (!roles.includes('security')) {
    return refuse(
      'not-eligible',
      'This is for the security team. Ask one of them.',
    );
  }
  return isOneOf(person, owners)
    ? refuse(
        'not-eligible',
        'You own this app. Somebody else of the security team has to do this.',
      )
    : accept(true);
}

/** How far back somebody can say that something was noticed, in days. */
const LONGEST_AGO = 365;

/**
 * When something was noticed, as somebody says it, within what can be so: not
 * in the future, and not longer than a year ago. Its clocks run from then on.
 *
 * @param options.now - ISO instant of the server, UTC
 * @returns the instant in one spelling
 * @public
 */
export function detectedWithin(options: {
  detectedAt: string;
  now: string;
}): Result<string> {
  const [detected, now] = [
    instantOf(options.detectedAt),
    instantOf(options.now),
  ];
  // Written so that what cannot be read is refused.
  if (!(detected <= now)) {
    return refuse(
      'invalid-input',
      'It cannot have been noticed in the future. Give the time when somebody first saw it.',
    );
  }
  return detected >= now - LONGEST_AGO * DAY
    ? accept(new Date(detected).toISOString())
    : refuse(
        'invalid-input',
        'It cannot have been noticed more than a year ago. Check the date.',
      );
}

/** What has to be done before an incident can be closed, in this order. @public */
export const INCIDENT_DUTIES = [
  'escalation',
  'root-cause',
  'post-mortem',
  'suspension-decision',
] as const;
/** @public */
export type IncidentDuty = (typeof INCIDENT_DUTIES)[number];

const DUTY_WORDS: Readonly<Record<IncidentDuty, string>> = {
  escalation: 'pass it on to the security team',
  'root-cause': 'write down the causes and what will be done',
  'post-mortem': 'hold the post-mortem',
  'suspension-decision': 'decide whether the app is suspended',
};

function isOpenDuty(duty: IncidentDuty, incident: Incident): boolean {
  const high = worstSeverity(incident) === 'high';
  switch (duty) {
    case 'escalation':
      return incident.escalatedAt === undefined;
    case 'root-cause':
      return incident.rootCauseReceivedAt.length === 0;
    case 'post-mortem':
      return high && incident.postMortemAt === undefined;
    default:
      return high && incident.suspensionDecidedAt === undefined;
  }
}

/** The duties that are left before an incident can be closed. @public */
export function incidentDuties(incident: Incident): readonly IncidentDuty[] {
  return INCIDENT_DUTIES.filter(duty => isOpenDuty(duty, incident));
}

/** What is left to do before an incident can be closed, in plain words. @public */
export function openDuties(incident: Incident): readonly string[] {
  return incidentDuties(incident).map(duty => DUTY_WORDS[duty]);
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
