import type { AppStore, Connection } from '../registry/AppStore';
import {
  readInvolvement,
  type Involved,
  type Involvement,
} from '../separation/DatabaseInvolvement';
import type { VendorRequester } from './DatabaseVendorHistory';

/**
 * Who may not decide on a vendor: everybody who asked for it, and everybody
 * who has a part in an app that it is asked for, as for the app itself
 * (requirements R3, R6, reliability A7).
 */
export async function vendorInvolvement(
  connection: Connection,
  options: { apps: AppStore; requesters: readonly VendorRequester[] },
): Promise<Involvement> {
  const { apps, requesters } = options;
  const people: Involved[] = requesters.map(({ person, subject }) => ({
    person: { ref: person, subject, groups: [] },
    as: 'requester',
  }));
  const ownerGroups = new Set<string>();
  const ids = new Set(requesters.flatMap(({ appId }) => appId ?? []));
  for (const id of ids) {
    const app = await apps.get(connection, id);
    if (!app) continue;
    const involvement = await readInvolvement(connection, app);
    people.push(...involvement.people);
    for (const group of involvement.ownerGroups) ownerGroups.add(group);
  }
  return { people, ownerGroups: [...ownerGroups] };
}
