import type { BackendDeps } from '../kernel/deps';
import type { ProvisioningPart } from '../kernel/parts';
import type { Connection } from '../registry/AppStore';

/** What containment needs of the rest of the backend. */
export interface ContainmentDeps extends BackendDeps {
  readonly provisioning: Pick<
    ProvisioningPart,
    'appHeld' | 'appReleased' | 'stopTakingBack'
  >;
  /**
   * Whether an incident of high severity is open for an app: then it does not
   * release itself. Left out: this portal keeps no incidents.
   */
  readonly highIncidentOpen?: (
    connection: Connection,
    appId: string,
  ) => Promise<boolean>;
}
