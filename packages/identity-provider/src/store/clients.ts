import type { DatabaseSync } from 'node:sqlite';

/** A registered client, as reconciliation needs it. */
export interface RegisteredClient {
  client_id: string;
  software_id?: string;
  micro_app?: string;
  micro_app_environment?: string;
}

/** Lists the registered clients whose `software_id` starts with a prefix. */
export function listClients(
  database: DatabaseSync,
  softwareIdPrefix: string,
): RegisteredClient[] {
  return database
    .prepare("SELECT payload FROM records WHERE model = 'Client' ORDER BY id")
    .all()
    .map(row => JSON.parse(String(row.payload)) as RegisteredClient)
    .filter(client => (client.software_id ?? '').startsWith(softwareIdPrefix))
    .map(({ client_id, software_id, micro_app, micro_app_environment }) => ({
      client_id,
      software_id,
      micro_app,
      micro_app_environment,
    }));
}

/**
 * Deletes everything issued to a client. The provider's own deletion leaves
 * tokens behind, which would then break introspection (recipes, section 2).
 */
export function deleteTokensOfClient(
  database: DatabaseSync,
  clientId: string,
): void {
  database
    .prepare(
      `DELETE FROM records WHERE client_id = ?
       AND model NOT IN ('Client', 'RegistrationAccessToken')`,
    )
    .run(clientId);
}

/** Deletes a client and everything issued to it; false when there is none. */
export function deleteClient(
  database: DatabaseSync,
  clientId: string,
): boolean {
  const { changes } = database
    .prepare("DELETE FROM records WHERE model = 'Client' AND id = ?")
    .run(clientId);
  database.prepare('DELETE FROM records WHERE client_id = ?').run(clientId);
  return Number(changes) > 0;
}
