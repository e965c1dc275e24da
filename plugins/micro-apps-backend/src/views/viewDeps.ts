import type { BackendDeps } from '../kernel/deps';
import type { ApprovalsPart, ProvisioningPart } from '../kernel/parts';
import type { CatalogVisibility } from './catalogVisibility';

/** What screens are put together from. */
export interface ViewDeps extends BackendDeps {
  readonly approvals: ApprovalsPart;
  readonly provisioning: ProvisioningPart;
  readonly visibility: CatalogVisibility;
}
