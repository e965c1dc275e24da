import {
  accept,
  matchIntegrations,
  withVendorDecisions,
  type Registration,
  type VendorDecision,
} from '@micro-apps/governance-core';
import type { Connection } from '../registry/AppStore';
import type { IntegrationCatalog } from './IntegrationCatalog';

/**
 * The integration catalog with what people decided about vendors: approved
 * until a date, refused, withdrawn. The catalog may be some seconds old; the
 * decisions are read each time, so that a withdrawal counts at once
 * (requirements R6).
 */
export function createDecidedIntegrations(options: {
  described: Pick<IntegrationCatalog, 'described'>;
  /** Used where the caller is in no transaction. */
  connection: Connection;
  decisions: (connection: Connection) => Promise<readonly VendorDecision[]>;
}): IntegrationCatalog {
  const { described: source, connection: outside, decisions } = options;

  async function list(connection = outside) {
    const described = await source.described();
    if (!described.ok) return described;
    return accept(
      withVendorDecisions({
        integrations: described.value,
        decisions: await decisions(connection),
      }),
    );
  }

  return {
    described: source.described,
    list,
    async forRegistration(registration, connection) {
      const all = mayUseVendors(registration)
        ? await list(connection)
        : await source.described();
      if (!all.ok) return all;
      const { used } = matchIntegrations({
        registration,
        integrations: all.value,
      });
      return accept(used.map(({ integration }) => integration));
    },
    async asDecidedNow(integrations, connection) {
      if (!integrations.some(({ kind }) => kind === 'vendor')) {
        return integrations;
      }
      return withVendorDecisions({
        integrations,
        decisions: await decisions(connection),
      });
    },
  };
}

/**
 * Whether any decision about a vendor can matter: one is used by its name, by
 * the host of an endpoint or by a library.
 */
function mayUseVendors(registration: Registration): boolean {
  const { vendors = [], endpoints = [], libraries = [] } = registration;
  return vendors.length + endpoints.length + libraries.length > 0;
}
