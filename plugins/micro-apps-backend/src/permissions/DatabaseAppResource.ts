import {
  normaliseRef,
  type ApprovalRequirement,
} from '@micro-apps/governance-core';
import type { MicroAppResource } from '@micro-apps/plugin-micro-apps-node';
import { REQUESTS, type RequestRecord } from '../gates/requestRecords';
import { PEOPLE, type PersonRecord } from '../gates/DatabaseSuccessionLedger';
import { approverGroups, type Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import type { Connection } from '../registry/AppStore';
import { APPS, toAppRow, type AppRecord } from '../registry/DatabaseAppStore';

/**
 * Apps as conditions see them, in the order asked for; `undefined` for one
 * that is not there. A name that somebody else bears now is nobody's here (E4).
 *
 * @param options.asker - whose own name is compared with whom the app is bound
 *   to; where nobody tells, with whom the directory was last seen to have
 */
export async function readAppResources(
  connection: Connection,
  options: {
    ids: readonly string[];
    settings: Settings;
    asker?: Pick<Actor, 'ref' | 'subject'>;
  },
): Promise<readonly (MicroAppResource | undefined)[]> {
  const { ids, settings, asker } = options;
  const records = await connection<AppRecord>(APPS).whereIn('id', [...ids]);
  const asked = await connection<RequestRecord>(REQUESTS)
    .select('app_id', 'requirements')
    .whereIn('app_id', [...ids])
    .whereNotNull('open_key');
  const apps = new Map(records.map(toAppRow).map(app => [app.id, app]));
  const bearers = asker
    ? new Map([[normaliseRef(asker.ref), asker.subject]])
    : await bearersOf(connection, records);
  const still = (ref: string, bound: string | undefined) =>
    bound === undefined || !bearers.has(ref) || bearers.get(ref) === bound;
  return ids.map(id => {
    const app = apps.get(id);
    if (!app) return undefined;
    const { businessUnit } = app.registration;
    const owner = normaliseRef(app.registration.owner);
    const successor =
      app.registration.successor && normaliseRef(app.registration.successor);
    const roles = asked
      .filter(row => row.app_id === id)
      .flatMap(row => JSON.parse(row.requirements) as ApprovalRequirement[])
      .map(({ role }) => role);
    return {
      id,
      owner: still(owner, app.ownerSubject) ? owner : '',
      successor:
        successor && still(successor, app.successorSubject)
          ? successor
          : undefined,
      reviewers: roles.flatMap(role =>
        approverGroups(settings, role, businessUnit),
      ),
      band: app.band,
      standing: app.standing,
      effectiveClass: app.effectiveClass,
    };
  });
}

/** Subjects that the directory was last seen to have under owners' names. */
async function bearersOf(
  connection: Connection,
  apps: readonly Pick<AppRecord, 'owner' | 'successor'>[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const refs = apps.flatMap(({ owner, successor }) =>
    successor ? [owner, successor] : [owner],
  );
  const people = await connection<PersonRecord>(PEOPLE)
    .select('ref', 'subject', 'next_subject')
    .whereIn('ref', [...new Set(refs)]);
  return new Map(
    people.flatMap(({ ref, subject, next_subject: next }) => {
      const now = next ?? subject;
      return now === null ? [] : [[ref, now] as const];
    }),
  );
}
