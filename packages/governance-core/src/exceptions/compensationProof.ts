import { CONTROL_CATALOGUE, controlById } from '../controls/catalogue';
import type { ControlDefinition } from '../controls/control';
import type { Evidence } from '../evidence/evidence';
import type { Finding } from '../findings/finding';
import { accept, refuse } from '../refusal/refusal';
import type { Result } from '../refusal/refusal';
import { DAY, instantOf } from '../time/instants';
import type { ExceptionRequest, GrantedException } from './exception';

/** Clocks of two machines may differ by this much. */
const CLOCK_SKEW = 60 * 1000;

/** Against what the proof of a compensation is held. @public */
export interface ProofContext {
  /** Commit that would ship; proof of another one does not count. */
  readonly commit?: string;
  readonly envelopeHash: string;
  /** ISO instant, UTC. */
  readonly now: string;
}

/** When a proof stops counting, ms; the shortest freshness of what it proves. */
function countsUntil({ kind, receivedAt, expiresAt }: Evidence): number {
  const received = instantOf(receivedAt);
  const ends = CONTROL_CATALOGUE.flatMap(({ evidenceKinds, freshnessDays }) =>
    freshnessDays !== undefined && evidenceKinds.includes(kind)
      ? [received + freshnessDays * DAY]
      : [],
  );
  if (expiresAt !== undefined) ends.push(instantOf(expiresAt));
  return Math.min(...ends);
}

/**
 * Why something on record proves nothing for an exception from a control, or
 * `undefined` when it does: it has to have passed, come from more than the
 * maker's own report, be about something else than the control that is lifted,
 * and be of this code or this envelope, and fresh.
 * Source: requirements R5, R10.
 *
 * @param evidence - on record for the same app
 * @public
 */
export function proofProblem(
  evidence: Evidence,
  control: ControlDefinition,
  context: ProofContext,
): string | undefined {
  const { kind, provenance, outcome, commit, envelopeHash } = evidence;
  if (control.evidenceKinds.includes(kind)) {
    return `it is about "${control.title}" itself`;
  }
  if (provenance === 'self-reported') {
    return 'it is a report of your own; the portal or another person has to check it';
  }
  if (evidence.setAside) {
    return 'it is shown and does not count; its reason stands beside it';
  }
  if (outcome !== 'pass') return 'it did not pass';
  if (commit !== undefined) {
    if (commit !== context.commit) return 'it is about other code';
  } else if (
    envelopeHash !== undefined &&
    envelopeHash !== context.envelopeHash
  ) {
    return 'it was given before the registration changed';
  }
  const now = instantOf(context.now);
  // Written so that an instant that cannot be read does not count.
  if (!(instantOf(evidence.receivedAt) <= now + CLOCK_SKEW)) {
    return 'its time cannot be true';
  }
  return countsUntil(evidence) > now ? undefined : 'it is too old';
}

function no<T>(message: string): Result<T> {
  return refuse<T>('invalid-input', message, [
    { path: 'compensation', message },
  ]);
}

function controlProblem(
  id: string,
  findings: readonly Finding[],
  evidence: readonly Evidence[],
): string | undefined {
  const control = controlById(id);
  const finding = findings.find(({ controlId }) => controlId === id);
  if (!control || !finding) {
    return 'What makes up for it has to be a control of this app. Choose one that is met, or describe in words what you do instead.';
  }
  if (finding.state !== 'satisfied') {
    return `"${control.title}" is not met itself, so it makes up for nothing. Choose one that is met.`;
  }
  return evidence.some(({ kind }) => control.evidenceKinds.includes(kind))
    ? undefined
    : `Bring the proof of "${control.title}".`;
}

/**
 * Whether what is named as compensation is proven now: every proof is on
 * record for this app and counts, and a control that is named is met. Ask when
 * the exception is asked for, and again when it is granted.
 * Source: requirements R10.
 *
 * @param options.findings - of the app, before exceptions are applied
 * @param options.evidence - those of the named proofs that this app has
 * @returns when the proof ends; nothing where a control is checked anew anyway
 * @public
 */
export function checkCompensation(options: {
  request: Pick<ExceptionRequest, 'controlId' | 'compensation'>;
  findings: readonly Finding[];
  evidence: readonly Evidence[];
  context: ProofContext;
}): Result<{ readonly evidenceExpiresAt?: string }> {
  const { request, findings, evidence, context } = options;
  const { evidenceIds, controlId } = request.compensation;
  const excepted = controlById(request.controlId);
  if (!excepted) return no('There is no such control.');
  const named = evidence.filter(({ id }) => evidenceIds.includes(id));
  if (named.length < new Set(evidenceIds).size) {
    return no(
      'A proof that you name is not on record for this app. Choose from its own.',
    );
  }
  for (const item of named) {
    const problem = proofProblem(item, excepted, context);
    if (problem !== undefined) {
      return no(`"${item.summary}" does not count here: ${problem}.`);
    }
  }
  if (controlId !== undefined) {
    const problem = controlProblem(controlId, findings, named);
    return problem === undefined ? accept({}) : no(problem);
  }
  const end = Math.max(...named.map(countsUntil));
  return accept(
    Number.isFinite(end)
      ? { evidenceExpiresAt: new Date(end).toISOString() }
      : {},
  );
}

/**
 * Exceptions as they are to be used now: a proof that no longer counts (of
 * other code, of another envelope, too old, gone) is left out, and without any
 * the exception is not in force. Where a control makes up for it, its verdict
 * of now decides instead. Source: requirements R10.
 *
 * @param options.evidence - of this app: those that the exceptions name
 * @public
 */
export function withStandingProofs(options: {
  exceptions: readonly GrantedException[];
  evidence: readonly Evidence[];
  context: ProofContext;
}): readonly GrantedException[] {
  const { exceptions, evidence, context } = options;
  return exceptions.map(exception => {
    const { compensation } = exception;
    const control = controlById(exception.controlId);
    if (compensation.controlId !== undefined || !control) return exception;
    const evidenceIds = compensation.evidenceIds.filter(id => {
      const item = evidence.find(each => each.id === id);
      return item !== undefined && !proofProblem(item, control, context);
    });
    return { ...exception, compensation: { ...compensation, evidenceIds } };
  });
}
