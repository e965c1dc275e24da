import { controlById } from '../controls/catalogue';
import type { Finding } from '../findings/finding';
import { instantOf } from '../time/instants';
import type { ExceptionLimits, GrantedException } from './exception';
import { realEnd } from './exceptionChain';

/**
 * The exception from a control that is in force at an instant, by comparison
 * and not by a job: it has begun, has not ended, was not revoked, and the proof
 * of what makes up for it has not ended. At its end it is over, to the
 * millisecond. Every enforcer asks this. Source: requirements R10; reliability B1.
 *
 * @param options.exceptions - of one app, ended ones too
 * @param options.now - ISO instant of the database, UTC
 * @returns the one that lasts longest, or `undefined`
 * @public
 */
export function activeException(options: {
  exceptions: readonly GrantedException[];
  controlId: string;
  now: string;
  limits?: ExceptionLimits;
}): GrantedException | undefined {
  const { exceptions, controlId, limits } = options;
  const control = controlById(controlId);
  if (!control || control.neverExcepted) return undefined;
  const now = instantOf(options.now);
  const [longest] = exceptions
    .filter(item => {
      const { evidenceIds, evidenceExpiresAt } = item.compensation;
      return (
        item.controlId === controlId &&
        instantOf(item.startsAt) <= now &&
        now < realEnd(item, limits) &&
        evidenceIds.length > 0 &&
        (evidenceExpiresAt === undefined || now < instantOf(evidenceExpiresAt))
      );
    })
    .sort((a, b) => realEnd(b, limits) - realEnd(a, limits));
  return longest;
}

/** Whether what makes up for an exception is proven among the findings. */
function isCompensated(
  { compensation, controlId }: GrantedException,
  findings: readonly Finding[],
): boolean {
  const excepted = findings.find(finding => finding.controlId === controlId);
  const own = compensation.evidenceIds.some(
    id => !excepted?.evidenceIds.includes(id),
  );
  if (compensation.controlId === undefined) return own;
  return findings.some(
    finding =>
      finding.controlId === compensation.controlId &&
      finding.state === 'satisfied',
  );
}

/**
 * The findings with exceptions in force taken into account: what is open and
 * excepted reads `not-applicable`, code `excepted`, until a date. A finding
 * that is met stays met; an exception whose compensation is not proven lifts
 * nothing. Class, score and approvals are not findings: no exception reaches
 * them. Source: requirements R10.
 *
 * @param exceptions - of this app only
 * @param now - ISO instant of the database, UTC
 * @public
 */
export function applyExceptions(
  findings: readonly Finding[],
  exceptions: readonly GrantedException[],
  now: string,
): readonly Finding[] {
  return findings.map(finding => {
    if (finding.state === 'satisfied' || finding.state === 'not-applicable') {
      return finding;
    }
    const exception = activeException({
      exceptions,
      controlId: finding.controlId,
      now,
    });
    if (!exception || !isCompensated(exception, findings)) return finding;
    const until = new Date(realEnd(exception)).toISOString();
    return {
      ...finding,
      state: 'not-applicable',
      code: 'excepted',
      because: `Excepted until ${until}: ${exception.compensation.statement}`,
      expiresAt: until,
      exceptionId: exception.id,
    };
  });
}

/**
 * How many exceptions are in force, and how many of them nothing makes up for;
 * for the circumstances of `deriveControls`.
 * @public
 */
export function exceptionCircumstances(
  findings: readonly Finding[],
  exceptions: readonly GrantedException[],
  now: string,
): { activeExceptions: number; uncompensatedExceptions: number } {
  const controlIds = new Set(exceptions.map(({ controlId }) => controlId));
  const active = [...controlIds].flatMap(controlId => {
    const exception = activeException({ exceptions, controlId, now });
    return exception ? [exception] : [];
  });
  return {
    activeExceptions: active.length,
    uncompensatedExceptions: active.filter(
      exception => !isCompensated(exception, findings),
    ).length,
  };
}
