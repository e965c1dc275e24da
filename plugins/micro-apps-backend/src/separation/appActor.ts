import {
  APPROVER_ROLES,
  samePerson,
  type ContainmentActor,
  type Person,
  type Result,
} from '@micro-apps/governance-core';
import type { BackendDeps } from '../kernel/deps';
import { approverGroups, type Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import { holds } from '../registry/appAccess';
import type { AppRow, Connection } from '../registry/AppStore';
import { readInvolvement, type Involvement } from './DatabaseInvolvement';
import { findPeople, withPeople, type KnownPeople } from './knownPeople';

/** What somebody may be to an app, apart from owning it. */
export function reviewerOf(
  actor: Actor,
  app: AppRow,
  settings: Settings,
): Omit<ContainmentActor, 'isOwner'> {
  const { businessUnit } = app.registration;
  return {
    roles: APPROVER_ROLES.filter(role =>
      holds(actor, approverGroups(settings, role, businessUnit)),
    ),
    isAdministrator: holds(actor, settings.administrators),
  };
}

/** Asks the directory, before the transaction, who the owners' accounts are. */
export async function findOwners(
  { findActor, database }: Pick<BackendDeps, 'findActor' | 'database'>,
  app: AppRow,
): Promise<Result<KnownPeople>> {
  return await findPeople(findActor, await readOwners(database.knex, app));
}

/**
 * Whether somebody owns the app, or owned it since people last approved it,
 * under any of her accounts: handing it over for the moment frees nobody
 * (reliability A5, A7).
 */
export async function isOwner(
  connection: Connection,
  options: { actor: Actor; app: AppRow; known: KnownPeople },
): Promise<Result<boolean>> {
  const owners = withPeople(
    await readOwners(connection, options.app),
    options.known,
  );
  if (!owners.ok) return owners;
  const me = personOf(options.actor);
  return {
    ok: true,
    value: owners.value.people.some(({ person }) => samePerson(person, me)),
  };
}

/** Somebody as the core compares people. */
export function personOf({ ref, subject, email, groups = [] }: Actor): Person {
  return { ref, subject, email, groups };
}

async function readOwners(
  connection: Connection,
  app: AppRow,
): Promise<Involvement> {
  const { people } = await readInvolvement(connection, app);
  return {
    people: people.filter(
      ({ as: part }) => part === 'owner' || part === 'successor',
    ),
    ownerGroups: [],
  };
}
