import {
  accept,
  matchIntegrations,
  withVendorDecisions,
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
      const all = await list(connection);
      if (!all.ok) return all;
      const { used } = matchIntegrations({
        registration,
        integrations: all.value,
      });
      return accept(used.map(({ integration }) => integration));
    },
    async asDecidedNow(integrations, connection) {
      return withVendorDecisions({
        integrations,
        decisions: await decisions(connection),
      });
    },
  };
}
