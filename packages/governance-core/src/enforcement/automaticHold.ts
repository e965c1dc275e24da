import type { HoldAction } from '../containment/containment';
import type { ControlDefinition } from '../controls/control';
import type { Finding } from '../findings/finding';
import type { RuleMode } from './ruleModes';

/** Of which control the failing holds an app without anybody asking. @public */
export interface AutomaticRule {
  readonly controlId: string;
  readonly action: HoldAction;
  readonly mode: RuleMode;
}

/**
 * Whether an automatic rule may name a control: something has to prove that it
 * fails. What is read off the registration or the portal's records is no proof.
 * The promote gate has to ask for it, because that is what ends a hold.
 * @public
 */
export function provesFailing({
  satisfiedBy,
  waitsFor,
  evidenceKinds,
  gates,
}: ControlDefinition): boolean {
  return (
    satisfiedBy === 'evidence' &&
    gates.includes('promote') &&
    waitsFor === undefined &&
    evidenceKinds.length > 0
  );
}

/**
 * When a control was proven to fail, if it is: a result that is there, counts
 * and says so. What is missing, cannot be told, is a fact or is excepted proves
 * nothing, and holds no app by itself. Source: requirements R11.
 *
 * @returns the instant of the proof
 * @public
 */
export function provenFailedAt({
  code,
  checkedAt,
}: Finding): string | undefined {
  return code === 'scan-failed' ? checkedAt : undefined;
}
