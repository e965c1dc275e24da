import type { Finding } from '../findings/finding';
import type { AppStanding } from '../lifecycle/transitionTable';
import type { Band } from '../risk/risk';
import type { Gate, GateDecision, Violation } from './decision';

/** State of the approval of exactly the envelope that would ship. @public */
export type ApprovalState =
  | 'not-needed'
  | 'missing'
  | 'open'
  | 'approved'
  | 'rejected'
  | 'changes-requested'
  | 'void';

const HELD: Readonly<Record<string, Violation>> = {
  draft: {
    code: 'app-draft',
    because: 'The registration is a draft that its owner has not confirmed',
    next: 'Complete the registration',
  },
  restricted: {
    code: 'app-restricted',
    because: 'The app is restricted',
    next: 'See the history for the reason, mend it, and ask for release',
  },
  quarantined: {
    code: 'app-quarantined',
    because: 'The app is in quarantine',
    next: 'Follow the steps that the quarantine names',
  },
  suspended: {
    code: 'app-suspended',
    because: 'The app is suspended',
    next: 'Speak with the security team',
  },
};
const ENDED: Readonly<Record<string, Violation>> = {
  retired: {
    code: 'app-retired',
    because: 'The app is retired',
    next: 'Register a new app',
  },
  disposed: {
    code: 'app-disposed',
    because: 'The app and its data are gone',
    next: 'Register a new app',
  },
};

function standingViolation(
  gate: Gate,
  standing: AppStanding,
): Violation | undefined {
  if (Object.hasOwn(ENDED, standing)) return ENDED[standing];
  if (Object.hasOwn(HELD, standing)) {
    // Mending the registration, or giving up, is the way out of being held.
    return gate === 'register' || gate === 'retire'
      ? undefined
      : HELD[standing];
  }
  if (standing === 'active') return undefined;
  return {
    code: 'standing-unknown',
    because: 'The state of the app is not known',
    next: 'Ask your platform team',
  };
}

const APPROVALS: Readonly<Record<string, Violation>> = {
  missing: {
    code: 'approval-missing',
    because: 'Nobody has approved it yet',
    next: 'Ask for approval',
  },
  'not-needed': {
    code: 'approval-missing',
    because: 'Nobody has approved it yet',
    next: 'Ask for approval',
  },
  open: {
    code: 'approval-open',
    because: 'The approval is still being decided',
    next: 'Wait for the reviewers; you will be told',
  },
  rejected: {
    code: 'approval-rejected',
    because: 'The reviewers said no',
    next: 'Read their reason, change the app, and ask again',
  },
  'changes-requested': {
    code: 'approval-changes-requested',
    because: 'The reviewers ask for changes',
    next: 'Answer the points of the reviewers',
  },
  void: {
    code: 'approval-void',
    because: 'The app has changed beyond what was approved',
    next: 'Ask for approval of the change',
  },
};

function approvalViolation(
  band: Band,
  approval: ApprovalState | 'unknown',
): Violation | undefined {
  if (approval === 'approved') return undefined;
  // A "no" of a person stands, even where nobody had to be asked.
  const saidNo = approval === 'rejected' || approval === 'changes-requested';
  const known = Object.hasOwn(APPROVALS, approval);
  if (band === 'low' && known && !saidNo) return undefined;
  return known
    ? APPROVALS[approval]
    : {
        code: 'approval-unknown',
        because: 'It is not known whether it was approved',
        next: 'Ask for approval',
      };
}

/** Required controls of a gate that are not met. @public */
export function openFindings(
  findings: readonly Finding[],
  gate: Gate,
): readonly Finding[] {
  return findings.filter(
    ({ state, control }) =>
      control.gates.includes(gate) &&
      state !== 'satisfied' &&
      state !== 'not-applicable',
  );
}

function findingViolation(finding: Finding): Violation {
  const { control, title, because, code, state } = finding;
  return {
    code: state === 'not-satisfied' ? 'control-not-met' : `control-${code}`,
    controlId: finding.controlId,
    because: `${title}: ${because}`,
    next: control.howToSatisfy,
  };
}

/**
 * What the core's own rules say at a gate, before company rules are asked.
 * Fails closed: every required control of the gate must be satisfied, Medium
 * and High need an approval, a held or ended app does not pass, and what is
 * not known counts against the app. Retiring is open to whoever may; the
 * controls of its gate become obligations. Source: requirements R3, R5;
 * architecture "Gates".
 *
 * @param options.approval - `unknown` where nobody can tell, as at a desk
 * @param options.environmentIsProduction - real data, or users other than the
 *   makers; only a plain `false` leaves out checks and approval
 * @public
 */
export function floorDecision(options: {
  gate: Gate;
  findings: readonly Finding[];
  band: Band;
  approval: ApprovalState | 'unknown';
  standing: AppStanding;
  environmentIsProduction: boolean;
}): GateDecision {
  const { gate, findings, band, approval, standing } = options;
  const productionUse = options.environmentIsProduction !== false;
  const shipping = gate === 'promote' || gate === 'renew';
  const violations: Violation[] = [];

  const held = standingViolation(gate, standing);
  if (held) violations.push(held);
  if (gate !== 'retire') {
    if (band !== 'low' && band !== 'medium' && band !== 'high') {
      violations.push({
        code: 'band-unknown',
        because: 'The risk of the app is not known',
        next: 'Complete the registration',
      });
    }
    const relevant = findings.filter(
      ({ control }) =>
        control.gates.includes(gate) &&
        (productionUse || control.satisfiedBy === 'facts'),
    );
    if (shipping && productionUse && relevant.length === 0) {
      violations.push({
        code: 'nothing-checked',
        because: 'Nothing has been checked',
        next: 'Run the checks',
      });
    }
    violations.push(...openFindings(relevant, gate).map(findingViolation));
    const unapproved =
      shipping && productionUse ? approvalViolation(band, approval) : undefined;
    if (unapproved) violations.push(unapproved);
  }
  return {
    gate,
    allowed: violations.length === 0,
    violations,
    // An end is never forbidden; what it leaves behind has to be cleared up.
    obligations:
      gate === 'retire'
        ? openFindings(findings, gate).map(({ controlId, title, because }) => ({
            code: controlId,
            because: `${title}: ${because}`,
          }))
        : [],
  };
}
