import type { BackendDeps } from '../kernel/deps';
import type { ApprovalsPart } from '../kernel/parts';

/** What annual reviews need of the rest of the backend. */
export interface ReviewsDeps extends BackendDeps {
  readonly approvals: Pick<ApprovalsPart, 'openRequest' | 'registerKind'>;
}
