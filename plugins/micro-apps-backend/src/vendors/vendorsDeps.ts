import type { BackendDeps } from '../kernel/deps';
import type { ApprovalsPart, ProvisioningPart } from '../kernel/parts';

/** What the life of vendors stands on. */
export interface VendorsDeps extends BackendDeps {
  readonly approvals: Pick<
    ApprovalsPart,
    'openRequest' | 'endRequest' | 'registerKind'
  >;
  readonly provisioning: Pick<ProvisioningPart, 'liveLinks'>;
}
