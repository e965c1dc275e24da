import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import type { BackendDeps } from '../kernel/deps';
import { SYSTEM_ACTOR } from '../kernel/types';
import {
  getResource,
  listResources,
  putResource,
} from '../provisioning/DatabaseResources';

const LOST =
  'Its sign-in is gone from the identity provider. Starting it again registers a new one.';

/**
 * Notes the OAuth clients that the identity provider no longer has: revoked
 * there, or after the backup that the registry was restored from. None is
 * registered again by itself: what was revoked stays revoked (reliability H5)
 * until somebody starts the app and the issue-client gate lets it.
 *
 * The rows are read before the provider is asked, so that a client which is
 * registered meanwhile is not taken for lost.
 */
export async function lostClients(deps: BackendDeps): Promise<void> {
  const { oauthClients, database, clock, logger } = deps;
  if (!oauthClients) return;
  const rows = await listResources(database.knex, 'client');
  const found = new Set(
    (await oauthClients.list()).map(({ clientId }) => clientId),
  );
  for (const row of rows) {
    const { appId, environment, externalId } = row;
    if (externalId === undefined || found.has(externalId)) continue;
    await database.transaction(async tx => {
      await lockApp(tx, appId);
      const now = await getResource(tx, row);
      if (now?.externalId !== externalId) return;
      logger.warn(`OAuth client of ${appId} in ${environment} is gone`);
      const at = clock();
      const lost = { appId, environment, kind: 'client' } as const;
      await putResource(tx, { ...lost, state: 'failed', reason: LOST }, at);
      await appendAuditEntry(tx, {
        at,
        actor: SYSTEM_ACTOR,
        action: 'client.lost',
        appId,
        summary: `Sign-in for ${environment} is gone from the identity provider`,
        details: { environment, clientId: externalId },
      });
    });
  }
}
