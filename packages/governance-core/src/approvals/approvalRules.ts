import { APPROVER_ROLES, type ApproverRole } from './approval';

/** What decides who has to agree: the band, and regulated data besides. @public */
export const APPROVAL_CASES = ['low', 'medium', 'high', 'regulated'] as const;
/** @public */
export type ApprovalCase = (typeof APPROVAL_CASES)[number];

/** Who has to agree, and in which order. Source: requirements R3, R7. @public */
export interface ApprovalRules {
  /** How many people of a role; a role that is left out is not asked. */
  readonly counts: Readonly<
    Record<ApprovalCase, Readonly<Partial<Record<ApproverRole, number>>>>
  >;
  /**
   * Roles in the order in which they are asked, those of one step at the same
   * time. Roles that no step names are asked from the beginning.
   */
  readonly steps: readonly (readonly ApproverRole[])[];
}

/** What is shipped. @public */
export const DEFAULT_APPROVAL_RULES: ApprovalRules = {
  counts: {
    low: {},
    medium: { security: 1 },
    high: { security: 1 },
    regulated: { privacy: 1 },
  },
  steps: [],
};

/** The step in which a role is asked, from 1. @public */
export function stepOf(
  role: ApproverRole,
  { steps }: Pick<ApprovalRules, 'steps'>,
): number {
  const index = steps.findIndex(roles => roles.includes(role));
  return index < 0 ? 1 : index + 1;
}

/**
 * Where fewer people are asked than shipped; such rules need a reason.
 * Source: requirements R12.
 *
 * @returns paths within the rules, with both numbers in a sentence
 * @public
 */
export function approvalWeakenings(
  rules: ApprovalRules,
): readonly { readonly path: string; readonly because: string }[] {
  return APPROVAL_CASES.flatMap(each =>
    APPROVER_ROLES.flatMap(role => {
      const shipped = DEFAULT_APPROVAL_RULES.counts[each][role] ?? 0;
      const given = rules.counts[each][role] ?? 0;
      return given >= shipped
        ? []
        : [
            {
              path: `${each}.${role}`,
              because: `${given} is fewer than the shipped ${shipped}`,
            },
          ];
    }),
  );
}
