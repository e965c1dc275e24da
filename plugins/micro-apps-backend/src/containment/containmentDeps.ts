import type { BackendDeps } from '../kernel/deps';
import type { ProvisioningPart } from '../kernel/parts';

/** What containment needs of the rest of the backend. */
export interface ContainmentDeps extends BackendDeps {
  readonly provisioning: Pick<
    ProvisioningPart,
    'appHeld' | 'appReleased' | 'stopTakingBack'
  >;
}
