import type { Person } from '../approvals/approval';
import { samePerson } from '../approvals/samePerson';
import { accept, refuse } from '../refusal/refusal';
import type { Result } from '../refusal/refusal';
import type {
  ExceptionApprover,
  ExceptionLimits,
  ExceptionRequest,
  GrantedException,
} from './exception';
import { planException } from './planException';

/**
 * Grants a request, as of now: everything is checked again, nobody grants what
 * she asked for or what her own app needs, and from the second of a chain on
 * the higher approver has to. Source: requirements R10.
 *
 * @param options.involved - requester and owners of the app
 * @param options.grantor.role - the highest role she holds at this moment
 * @returns the row of the ledger; refusals of {@link planException}, or
 *   `not-eligible`
 * @public
 */
export function grantException(options: {
  id: string;
  request: ExceptionRequest;
  earlier: readonly GrantedException[];
  grantor: { readonly person: Person; readonly role: ExceptionApprover };
  involved: readonly Person[];
  now: string;
  limits?: ExceptionLimits;
}): Result<GrantedException> {
  const { id, request, grantor, involved, now } = options;
  const plan = planException(options);
  if (!plan.ok) return plan;
  if (plan.value.approver === 'it-lead' && grantor.role !== 'it-lead') {
    return refuse(
      'not-eligible',
      'It follows another exception, so whoever leads IT has to grant it.',
    );
  }
  const requester = { ref: request.requestedBy, groups: [] };
  if (
    [requester, ...involved].some(person => samePerson(person, grantor.person))
  ) {
    return refuse(
      'not-eligible',
      'You have a part in this app, so somebody else has to grant it.',
    );
  }
  return accept({
    ...request,
    id,
    renewal: plan.value.renewal,
    grantedBy: grantor.person.ref,
    grantedAs: grantor.role,
    grantedAt: now,
  });
}
