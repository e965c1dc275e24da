import {
  coversRequirements,
  stricterRequirements,
  type ApprovalRequirement,
} from '@micro-apps/governance-core';
import type { Settings } from '../kernel/settings';
import type { AppRow, Connection } from '../registry/AppStore';
import type { Assessment } from './assessApp';
import { requestsOf } from './DatabaseApprovals';
import type { ApprovalState } from './PromoteGate';
import type { RequestRow } from './requestRecords';
import { requirementsNow } from './requirements';

/** Where the approval of exactly this envelope stands. */
export interface ApprovalSituation {
  readonly state: ApprovalState;
  /** The request that the state comes from. */
  readonly request?: RequestRow;
  /** Who has to agree now. */
  readonly requirements: readonly ApprovalRequirement[];
}

/**
 * Reads where the approval stands. An approval counts only while it covers
 * what is required now: one that the rules gave to a Low app is void when the
 * app has become Medium, even inside the same envelope.
 */
export async function approvalSituation(options: {
  connection: Connection;
  app: AppRow;
  assessment: Pick<Assessment, 'band' | 'effectiveClass'>;
  settings: Settings;
  /** What company rules ask for besides; when they were asked. */
  duties?: readonly ApprovalRequirement[];
}): Promise<ApprovalSituation> {
  const { connection, app, assessment, settings, duties } = options;
  const { decisive: request, lastApproved } = await requestsOf(connection, app);
  const facts = { ...assessment, settings, lastApproved };
  const today = requirementsNow({ ...facts, duties });
  switch (request?.state) {
    case 'open':
    case 'changes-requested':
    case 'rejected': {
      // People were asked; what they said is not undone by a lower band.
      const requirements = stricterRequirements(today, request.requirements);
      return { state: request.state, request, requirements };
    }
    case 'approved':
      return {
        // A newer rule of the company voids no approval (requirements R12).
        state: coversRequirements(request.requirements, requirementsNow(facts))
          ? 'approved'
          : 'void',
        request,
        requirements: today,
      };
    default:
      return {
        state: notDecided(today, lastApproved),
        request,
        requirements: today,
      };
  }
}

function notDecided(
  requirements: readonly ApprovalRequirement[],
  lastApproved: RequestRow | undefined,
): ApprovalState {
  if (requirements.length === 0) return 'not-needed';
  return lastApproved ? 'void' : 'missing';
}
