import type { AppStanding, ChangeRequestState } from './transitionTable';

/** Where people see an app to be; derived, never stored. @public */
export type AppStage =
  | 'draft'
  | 'sandbox'
  | 'in-review'
  | 'approved'
  | 'production'
  | 'retired';

/**
 * The step of the stepper that an app is at. Source: architecture "The model".
 *
 * @param facts.request - state of the newest request for this envelope
 * @param facts.productionDeployed - something runs in an environment with real
 *   data or with users other than the makers
 * @public
 */
export function stageOf(facts: {
  standing: AppStanding;
  hasSandbox: boolean;
  request?: ChangeRequestState;
  productionDeployed: boolean;
}): AppStage {
  const { standing, request } = facts;
  if (standing === 'retired' || standing === 'disposed') return 'retired';
  if (standing === 'draft') return 'draft';
  if (facts.productionDeployed) return 'production';
  if (request === 'approved') return 'approved';
  if (request === 'open' || request === 'changes-requested') {
    return 'in-review';
  }
  return facts.hasSandbox ? 'sandbox' : 'draft';
}
