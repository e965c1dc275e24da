import {
  normaliseRef,
  type ApprovalRequirement,
} from '@micro-apps/governance-core';
import type { MicroAppResource } from '@micro-apps/plugin-micro-apps-node';
import { REQUESTS, type RequestRecord } from '../gates/requestRecords';
import { approverGroups, type Settings } from '../kernel/settings';
import type { Connection } from '../registry/AppStore';
import { APPS, toAppRow, type AppRecord } from '../registry/DatabaseAppStore';

/**
 * Apps as conditions see them, in the order asked for; `undefined` for one
 * that is not there.
 */
export async function readAppResources(
  connection: Connection,
  options: { ids: readonly string[]; settings: Settings },
): Promise<readonly (MicroAppResource | undefined)[]> {
  const { ids, settings } = options;
  const records = await connection<AppRecord>(APPS).whereIn('id', [...ids]);
  const asked = await connection<RequestRecord>(REQUESTS)
    .select('app_id', 'requirements')
    .whereIn('app_id', [...ids])
    .whereNotNull('open_key');
  const apps = new Map(records.map(toAppRow).map(app => [app.id, app]));
  return ids.map(id => {
    const app = apps.get(id);
    if (!app) return undefined;
    const { owner, successor, businessUnit } = app.registration;
    const roles = asked
      .filter(row => row.app_id === id)
      .flatMap(row => JSON.parse(row.requirements) as ApprovalRequirement[])
      .map(({ role }) => role);
    return {
      id,
      owner: normaliseRef(owner),
      successor: successor && normaliseRef(successor),
      reviewers: roles.flatMap(role =>
        approverGroups(settings, role, businessUnit),
      ),
      band: app.band,
      standing: app.standing,
      effectiveClass: app.effectiveClass,
    };
  });
}
