import type { GateDecision } from '@micro-apps/governance-core';
import type {
  PolicyEnginePort,
  PolicyInput,
} from '@micro-apps/plugin-micro-apps-node';

/** The engine's answer, or a closed gate that says why there is none. */
export interface PolicyAnswer {
  readonly decision: GateDecision;
  readonly revision: string;
}

/**
 * Asks the organisation's rules. An engine that rejects, hangs or answers
 * something else than a decision keeps the gate closed (reliability D1).
 */
export async function askPolicy(options: {
  policy: PolicyEnginePort;
  input: PolicyInput;
  timeoutMs: number;
}): Promise<PolicyAnswer> {
  const { policy, input, timeoutMs } = options;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'late'>(resolve => {
    timer = setTimeout(() => resolve('late'), timeoutMs);
    timer.unref();
  });
  let revision = 'unknown';
  try {
    revision = String(policy.revision);
    // An engine that throws before it returns a promise is caught as well.
    const asked = Promise.resolve().then(() => policy.decide(input));
    const answer: unknown = await Promise.race([asked, timeout]);
    if (answer === 'late') {
      return {
        decision: closed(input, 'policy-timeout', 'are slow'),
        revision,
      };
    }
    if (!isDecision(answer)) {
      const decision = closed(input, 'policy-unclear', 'gave no clear answer');
      return { decision, revision };
    }
    return { decision: answer, revision };
  } catch {
    const decision = closed(input, 'policy-unavailable', 'do not answer');
    return { decision, revision };
  } finally {
    clearTimeout(timer);
  }
}

function closed(
  { gate }: PolicyInput,
  code: string,
  what: string,
): GateDecision {
  return {
    gate,
    allowed: false,
    violations: [
      {
        code,
        because: `The company rules ${what}`,
        next: 'Try again in a minute; if it stays, tell your platform team',
      },
    ],
    obligations: [],
  };
}

/** Another gate's or a contradictory answer is left to the core's merge. */
function isDecision(answer: unknown): answer is GateDecision {
  if (typeof answer !== 'object' || answer === null) return false;
  const { gate, allowed, violations, obligations } =
    answer as Partial<GateDecision>;
  return (
    typeof gate === 'string' &&
    typeof allowed === 'boolean' &&
    areReasons(violations) &&
    areReasons(obligations)
  );
}

function areReasons(given: unknown): boolean {
  return (
    Array.isArray(given) &&
    given.every(
      item =>
        typeof item === 'object' &&
        item !== null &&
        typeof item.code === 'string' &&
        typeof item.because === 'string',
    )
  );
}
