import {
  canonicalJson,
  type GateDecision,
  type PolicyInput,
} from '@micro-apps/governance-core';
import {
  readGateDecision,
  type PolicyEnginePort,
} from '@micro-apps/plugin-micro-apps-node';
import { sha256 } from '../audit/appendAuditEntry';

/**
 * An engine takes 100 ms for one decision at most; this is the time in which a
 * question has to come back, waiting in line included.
 */
export const POLICY_TIMEOUT_MS = 1_000;

/** What company rules said of one question, and what it rests on. */
export interface PolicyVerdict {
  readonly decision: GateDecision;
  readonly revision: string;
  readonly engine: string;
  /** SHA-256 of the canonical question. */
  readonly inputDigest: string;
  /** False when the engine gave no clear answer, and the gate is closed for it. */
  readonly answered: boolean;
}

/**
 * Asks the organisation's rules. An engine that rejects, hangs or answers
 * something else than one decision on this gate keeps the gate closed
 * (reliability D1).
 */
export async function askPolicy(options: {
  policy: PolicyEnginePort;
  input: PolicyInput;
  timeoutMs?: number;
}): Promise<PolicyVerdict> {
  const { policy, input, timeoutMs = POLICY_TIMEOUT_MS } = options;
  let revision = 'unknown';
  let engine = 'unknown';
  const closed = (code: string, what: string): PolicyVerdict => ({
    decision: closedBecause(input, code, what),
    revision,
    engine,
    // Worked out by whoever keeps it: most who only ask do not.
    get inputDigest() {
      return digestOf(input);
    },
    answered: false,
  });
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'late'>(resolve => {
    timer = setTimeout(() => resolve('late'), timeoutMs);
    timer.unref();
  });
  try {
    revision = String(policy.revision);
    engine = String(policy.engine);
    // An engine that throws before it returns a promise is caught as well.
    const asked = Promise.resolve().then(() => policy.decide(input));
    const answer = await Promise.race([asked, timeout]);
    if (answer === 'late') return closed('policy-timeout', 'are slow');
    const decision = readGateDecision(answer?.decision, input.gate);
    if (!decision || typeof answer.revision !== 'string') {
      return closed('policy-unclear', 'gave no clear answer');
    }
    return {
      decision,
      revision: answer.revision,
      engine,
      get inputDigest() {
        return digestOf(answer.asked ?? input);
      },
      answered: true,
    };
  } catch {
    return closed('policy-unavailable', 'do not answer');
  } finally {
    clearTimeout(timer);
  }
}

/** Names exactly what was asked, whatever the order of its fields. */
export function digestOf(input: PolicyInput): string {
  return sha256(canonicalJson(JSON.parse(JSON.stringify(input))));
}

function closedBecause(
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
