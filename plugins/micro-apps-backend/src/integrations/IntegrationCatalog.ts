import type {
  Integration,
  Registration,
  Result,
} from '@micro-apps/governance-core';

/** What apps may use: scopes, APIs and vendors of the software catalog. */
export interface IntegrationCatalog {
  /** Everything, sorted by kind and name. Refuses `directory-unavailable`. */
  list(): Promise<Result<readonly Integration[]>>;
  /** The ones the registration names; unknown names are simply absent. */
  forRegistration(
    registration: Registration,
  ): Promise<Result<readonly Integration[]>>;
}
