import type { BackendDeps } from '../kernel/deps';
import type { ApprovalsPart } from '../kernel/parts';

/** What exceptions need of the rest of the backend. */
export interface ExceptionsDeps extends BackendDeps {
  readonly approvals: Pick<
    ApprovalsPart,
    'endRequest' | 'openRequest' | 'registerKind'
  >;
}
