import type {
  Integration,
  Registration,
  Result,
} from '@micro-apps/governance-core';
import type { Connection } from '../registry/AppStore';

/**
 * What apps may use: scopes, APIs and vendors. The software catalog describes
 * them; whether a vendor is approved, people decide in the registry.
 */
export interface IntegrationCatalog {
  /** As the software catalog says. Refuses `directory-unavailable`. */
  described(): Promise<Result<readonly Integration[]>>;
  /**
   * Everything, with what people decided, sorted by kind and name where the
   * software catalog holds it. Refuses `directory-unavailable`.
   *
   * @param connection - the caller's transaction, where it is in one
   */
  list(connection?: Connection): Promise<Result<readonly Integration[]>>;
  /** The ones the registration uses; unknown names are simply absent. */
  forRegistration(
    registration: Registration,
    connection?: Connection,
  ): Promise<Result<readonly Integration[]>>;
  /**
   * The same integrations with what people decided by now: read in the
   * transaction that decides, so that a withdrawal a moment ago counts.
   */
  asDecidedNow(
    integrations: readonly Integration[],
    connection: Connection,
  ): Promise<readonly Integration[]>;
}
