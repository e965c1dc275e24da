import { instantOf } from '../time/instants';
import type { VendorDecision, VendorState } from './vendor';

/**
 * Where a vendor stands at an instant. An approval counts until its date and
 * not a moment longer, whether or not anything noticed; a date or a clock that
 * nobody can read counts as over. An approval that still runs outweighs a
 * request to renew it. Source: requirements R6, reliability B1.
 *
 * @param now - ISO instant, UTC
 * @public
 */
export function vendorStateAt(
  vendor: Pick<VendorDecision, 'decision' | 'approvedUntil' | 'review'>,
  now: string,
): VendorState {
  const { decision, approvedUntil, review } = vendor;
  const runs =
    decision === 'approved' && instantOf(approvedUntil) > instantOf(now);
  if (runs) return 'approved';
  if (review !== 'none') return review;
  switch (decision) {
    case 'approved':
      return 'expired';
    case 'rejected':
    case 'withdrawn':
      return decision;
    default:
      return 'taken-back';
  }
}
