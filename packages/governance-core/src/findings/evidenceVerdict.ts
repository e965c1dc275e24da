import { normaliseRef } from '../approvals/samePerson';
import type { ControlDefinition, EvidenceKind } from '../controls/control';
import type { Circumstances } from '../controls/controlFacts';
import type { Evidence } from '../evidence/evidence';
import type { Registration } from '../registration/registration';
import type { Verdict } from './factFindings';
import type { FindingState } from './finding';

/** Against what evidence is held. @public */
export interface EvaluationContext {
  /** Commit that would ship; without one nothing bound to a commit counts. */
  readonly commit?: string;
  readonly envelopeHash: string;
  /** ISO instant, UTC. */
  readonly now: string;
  /** What the portal's records say of the running app. */
  readonly circumstances?: Circumstances;
}

export interface KindVerdict extends Verdict {
  readonly evidenceIds: readonly string[];
  readonly checkedAt?: string;
  readonly expiresAt?: string;
}

const DAY = 24 * 60 * 60 * 1000;
/** Clocks of two machines may differ by this much. */
const CLOCK_SKEW = 60 * 1000;
/** Worst first, for proofs that arrived at the same instant. */
const WORST_FIRST: readonly Evidence['outcome'][] = ['fail', 'unknown', 'pass'];
const STATES: readonly FindingState[] = [
  'not-satisfied',
  'unknown',
  'satisfied',
];

const TRUSTED: Readonly<
  Record<ControlDefinition['actor'], readonly Evidence['provenance'][]>
> = {
  // A person's word cannot stand for a check, nor a check for a person's word.
  runner: ['pipeline', 'portal-runner'],
  owner: ['portal-form'],
  security: ['portal-form'],
  privacy: ['portal-form'],
  it: ['portal-form'],
  'nobody-yet': [],
};

/** Where a proof of a control has to come from to count. */
export function trustedProvenances(
  control: ControlDefinition,
): readonly Evidence['provenance'][] {
  return TRUSTED[control.actor];
}

function rankOf(evidence: Evidence): number {
  const rank = WORST_FIRST.indexOf(evidence.outcome);
  return rank < 0 ? 0 : rank;
}

/** Newest first; at the same instant the worst outcome first. */
function newestFirst(a: Evidence, b: Evidence): number {
  const byTime = Date.parse(b.receivedAt) - Date.parse(a.receivedAt);
  return byTime !== 0 ? byTime : rankOf(a) - rankOf(b);
}

/** A failed proof before a missing one, and that before a good one. */
export function worstFirst(
  a: Pick<Verdict, 'state'>,
  b: Pick<Verdict, 'state'>,
): number {
  return STATES.indexOf(a.state) - STATES.indexOf(b.state);
}

/**
 * The newest proof of each line: of each workflow whose runs are numbered
 * together, and of the portal's own runner. Only within a line a newer result
 * takes the place of an older one, because across lines nothing says which of
 * two looked later; a pass that merely arrives late buries no fail
 * (reliability C12). What people hand in is one line.
 */
function newestOfLines(sound: readonly Evidence[]): readonly Evidence[] {
  const lines = new Map<string, Evidence>();
  for (const item of [...sound].sort(newestFirst)) {
    const line = `${item.provenance} ${item.pipeline?.line ?? ''}`;
    if (!lines.has(line)) lines.set(line, item);
  }
  return [...lines.values()];
}

/**
 * The worst of what the lines say, and of what is equally good whatever lasts
 * longest. A result that is too old says nothing where another one does.
 */
function worstOf(verdicts: readonly KindVerdict[]): KindVerdict {
  const current = verdicts.filter(({ code }) => code !== 'evidence-stale');
  const [worst] = [...(current.length > 0 ? current : verdicts)].sort(
    (a, b) =>
      worstFirst(a, b) || (b.expiresAt ?? '').localeCompare(a.expiresAt ?? ''),
  );
  return worst;
}

function notYet(code: string, because: string): KindVerdict {
  return { state: 'unknown', code, because, evidenceIds: [] };
}

function missing(
  control: ControlDefinition,
  ofKind: readonly Evidence[],
): KindVerdict {
  const [newest] = [...ofKind].sort(newestFirst);
  if (newest?.setAside) {
    return notYet(
      'set-aside',
      `The last result does not count. ${newest.setAside.because}`,
    );
  }
  if (ofKind.some(({ provenance }) => provenance === 'self-reported')) {
    return notYet(
      'self-reported',
      'Only a report of your own is there; the portal has to check it itself',
    );
  }
  const byPerson = control.actor !== 'runner';
  return notYet('no-evidence', byPerson ? 'Not done yet' : 'Not run yet');
}

/** Proofs that are the word of somebody who has no part in the app. */
const REVIEWED_KINDS: readonly EvidenceKind[] = [
  'security-review',
  'privacy-impact-assessment',
];

/** The earliest instant at which a proof stops counting, in ms; NaN: unreadable. */
function expiryOf(control: ControlDefinition, evidence: Evidence): number {
  const ends: number[] = [];
  if (control.freshnessDays !== undefined) {
    ends.push(Date.parse(evidence.receivedAt) + control.freshnessDays * DAY);
  }
  if (evidence.expiresAt !== undefined) {
    ends.push(Date.parse(evidence.expiresAt));
  }
  return Math.min(...ends);
}

/**
 * Whether the person behind a proof is the right one: the owner of now
 * confirms (a new owner confirms anew), and nobody reviews her own app.
 * Source: reliability P3, P4.
 */
function byRightPerson(
  { kind, by }: Evidence,
  { owner, successor }: Registration,
): boolean {
  const person = normaliseRef(by ?? '');
  if (kind === 'owner-attestation') return person === normaliseRef(owner);
  if (!REVIEWED_KINDS.includes(kind)) return true;
  const owners = [owner, successor ?? ''].map(ref => normaliseRef(ref));
  return person !== '' && !owners.includes(person);
}

/** What the newest proofs of one kind say about a control, the worst of them. */
export function kindVerdict(options: {
  control: ControlDefinition;
  kind: EvidenceKind;
  registration: Registration;
  evidence: readonly Evidence[];
  context: EvaluationContext;
}): KindVerdict {
  const { control, kind, registration, evidence, context } = options;
  const now = Date.parse(context.now);
  if (Number.isNaN(now)) {
    return notYet('no-clock', 'The time is not known, so nothing counts');
  }
  const ofKind = evidence.filter(item => item.kind === kind);
  const trusted = ofKind.filter(
    item =>
      trustedProvenances(control).includes(item.provenance) &&
      item.setAside === undefined,
  );
  if (control.boundTo === 'commit' && !context.commit) {
    return notYet('no-commit', 'There is no code yet to check');
  }
  if (control.boundTo === 'envelope' && !context.envelopeHash) {
    return notYet('no-envelope', 'It is not known what it would cover');
  }
  const bound = trusted.filter(item => {
    if (control.boundTo === 'commit') return item.commit === context.commit;
    if (control.boundTo === 'envelope') {
      return item.envelopeHash === context.envelopeHash;
    }
    return true;
  });
  if (bound.length === 0 && trusted.length > 0) {
    return control.boundTo === 'commit'
      ? notYet('other-commit', 'Checked for an older version of the code only')
      : notYet('other-envelope', 'Given before the registration changed');
  }
  const sound = bound.filter(item => byRightPerson(item, registration));
  if (sound.length === 0 && bound.length > 0) {
    return REVIEWED_KINDS.includes(kind)
      ? notYet('own-review', 'It needs a reviewer who does not own the app')
      : notYet('other-owner', 'The owner of now has not confirmed it yet');
  }
  if (sound.some(item => Number.isNaN(Date.parse(item.receivedAt)))) {
    return notYet('no-time', 'A result has no readable time');
  }
  if (sound.length === 0) return missing(control, ofKind);
  return worstOf(
    newestOfLines(sound).map(newest => newestVerdict({ control, newest, now })),
  );
}

function newestVerdict(options: {
  control: ControlDefinition;
  newest: Evidence;
  now: number;
}): KindVerdict {
  const { control, newest, now } = options;
  const end = expiryOf(control, newest);
  const seen = {
    evidenceIds: [newest.id],
    checkedAt: newest.receivedAt,
    ...(Number.isFinite(end) && { expiresAt: new Date(end).toISOString() }),
  };
  if (Date.parse(newest.receivedAt) > now + CLOCK_SKEW) {
    return {
      ...seen,
      ...notYet('future-evidence', 'The result is dated in the future'),
      evidenceIds: seen.evidenceIds,
    };
  }
  if (newest.outcome === 'fail') {
    return {
      ...seen,
      state: 'not-satisfied',
      code: 'scan-failed',
      because: newest.summary || 'It did not pass',
    };
  }
  if (newest.outcome !== 'pass') {
    return {
      ...seen,
      state: 'unknown',
      code: 'scan-unknown',
      because: newest.summary || 'The check could not tell',
    };
  }
  // Written so that an unreadable end (NaN) is not fresh.
  if (!(end > now)) {
    return {
      ...seen,
      state: 'unknown',
      code: 'evidence-stale',
      because: 'The result is too old to count',
    };
  }
  return {
    ...seen,
    state: 'satisfied',
    code: 'met',
    because: newest.summary || 'Passed',
  };
}
