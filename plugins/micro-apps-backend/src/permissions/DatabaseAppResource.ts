import {
  normaliseRef,
  type ApprovalRequirement,
  type ApproverRole,
} from '@micro-apps/governance-core';
import type { MicroAppResource } from '@micro-apps/plugin-micro-apps-node';
import { REQUESTS, type RequestRecord } from '../gates/requestRecords';
import type { Settings } from '../kernel/settings';
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
    const { owner, successor } = app.registration;
    const roles = asked
      .filter(row => row.app_id === id)
      .flatMap(row => JSON.parse(row.requirements) as ApprovalRequirement[])
      .map(({ role }) => role);
    return {
      id,
      owner: normaliseRef(owner),
      successor: successor && normaliseRef(successor),
      reviewers: roles.flatMap(role => settings.approvers[role] ?? []),
      band: app.band,
      standing: app.standing,
      effectiveClass: app.effectiveClass,
    };
  });
}

/** Roles that one of these groups holds. */
export function rolesHeldBy(
  claims: readonly string[],
  { approvers }: Settings,
): readonly ApproverRole[] {
  return (Object.keys(approvers) as ApproverRole[]).filter(role =>
    approvers[role].some(group => claims.includes(group)),
  );
}
