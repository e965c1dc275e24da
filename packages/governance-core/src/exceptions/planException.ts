import { controlById } from '../controls/catalogue';
import { normaliseText } from '../names/normaliseText';
import { accept, refuse } from '../refusal/refusal';
import type { Result } from '../refusal/refusal';
import { DAY, instantOf } from '../time/instants';
import { DEFAULT_EXCEPTION_LIMITS } from './exception';
import type {
  ExceptionLimits,
  ExceptionPlan,
  ExceptionRequest,
  GrantedException,
} from './exception';
import { chainBefore, daysOf } from './exceptionChain';

/** Clocks of two machines may differ by this much. */
const CLOCK_SKEW = 60 * 1000;
const SHORTEST_TEXT = 10;

const NEVER: Readonly<Record<string, string>> = {
  'legal-duty': 'it is a duty by law',
  'class-floor': 'it is the least that the class of the data asks for',
  approval: 'people have to agree, and an exception does not do it for them',
  compensation: 'it is what makes up for exceptions',
};

function days(count: number): string {
  const rounded = Math.ceil(count * 100) / 100;
  return rounded === 1 ? '1 day' : `${rounded} days`;
}

function no<T>(path: string, message: string): Result<T> {
  return refuse<T>('invalid-input', message, [{ path, message }]);
}

function compensationProblem(
  request: ExceptionRequest,
  now: string,
): Result<never> | undefined {
  const { compensation, controlId } = request;
  const path = 'compensation';
  if (normaliseText(compensation?.statement).length < SHORTEST_TEXT) {
    return no(path, 'Say in a sentence what makes up for it meanwhile.');
  }
  if (compensation.controlId === controlId) {
    return no(path, 'A control cannot make up for itself.');
  }
  if (
    compensation.controlId !== undefined &&
    controlById(compensation.controlId) === undefined
  ) {
    return no(path, 'There is no such compensating control.');
  }
  const proofs = (compensation.evidenceIds ?? []).filter(id => id !== '');
  if (proofs.length === 0) {
    return no(path, 'Bring the proof of what makes up for it.');
  }
  const { evidenceExpiresAt } = compensation;
  if (
    evidenceExpiresAt !== undefined &&
    !(instantOf(evidenceExpiresAt) > instantOf(now))
  ) {
    return no(path, 'The proof of what makes up for it has ended.');
  }
  return undefined;
}

/**
 * What an exception would mean, or why there can be none: at most 14 days,
 * not in the past, with something that makes up for it and is proven itself,
 * never for a legal duty or what the class of the data asks for at least. One
 * that follows another is counted, goes to a higher approver, and ends with
 * its chain at 28 days. Ask again when it is granted. Source: requirements R10.
 *
 * @param options.earlier - every exception of the app, ended ones too
 * @param options.now - ISO instant of the database, UTC
 * @returns the plan; `invalid-input`, or `not-allowed` for what can never be
 *   granted, with a sentence that names the total of the chain
 * @public
 */
export function planException(options: {
  request: ExceptionRequest;
  earlier: readonly GrantedException[];
  now: string;
  limits?: ExceptionLimits;
}): Result<ExceptionPlan> {
  const { request, earlier, now, limits = DEFAULT_EXCEPTION_LIMITS } = options;
  const control = controlById(request.controlId);
  if (!control) return no('controlId', 'There is no such control.');
  if (control.neverExcepted) {
    return refuse(
      'not-allowed',
      `There is no exception from "${control.title}": ${
        NEVER[control.neverExcepted]
      }.`,
    );
  }
  if (normaliseText(request.reason).length < SHORTEST_TEXT) {
    return no('reason', 'Say in a sentence why it is needed.');
  }
  const start = instantOf(request.startsAt);
  const end = instantOf(request.endsAt);
  const clock = instantOf(now);
  // Written so that an instant that cannot be read is refused.
  if (!(start >= clock - CLOCK_SKEW)) {
    return no('startsAt', 'An exception cannot begin in the past.');
  }
  if (!(start <= clock + limits.longest * DAY)) {
    return no(
      'startsAt',
      `An exception begins within ${days(limits.longest)}.`,
    );
  }
  const asked = (end - start) / DAY;
  if (!(asked > 0)) {
    return no('endsAt', 'An exception ends after it begins.');
  }
  if (asked > limits.longest) {
    return no(
      'endsAt',
      `An exception lasts ${days(
        limits.longest,
      )} at most; this one would last ${days(asked)}.`,
    );
  }
  const problem = compensationProblem(request, now);
  if (problem) return problem;
  const chain = chainBefore({ ...request, earlier, limits });
  const chainDays = daysOf(chain, limits) + asked;
  if (chainDays > limits.chain) {
    return refuse(
      'not-allowed',
      `Exceptions in a row last ${days(
        limits.chain,
      )} at most; with this one it would be ${days(
        chainDays,
      )}. Meet the control, or do without what needs it.`,
    );
  }
  return accept({
    days: asked,
    renewal: chain.length,
    chainDays,
    approver: chain.length === 0 ? 'it' : 'it-lead',
  });
}
