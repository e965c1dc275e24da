import type {
  ApprovalRequirement,
  ExceptionApprover,
} from '@micro-apps/governance-core';

/** Who has to agree, as the approval engine takes it (requirements R10). */
export function approverRequirement(
  approver: ExceptionApprover,
): ApprovalRequirement {
  return {
    role: approver,
    count: 1,
    because:
      approver === 'it'
        ? 'IT grants an exception'
        : 'It follows another exception, so whoever leads IT grants it',
  };
}
