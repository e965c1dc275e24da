import { APPROVER_ROLES, normaliseRef } from '@micro-apps/governance-core';
import { everyApproverGroup, type Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import { holds } from '../registry/appAccess';
import type { Connection } from '../registry/AppStore';
import { APPS } from '../registry/DatabaseAppStore';
import { whereVisible, type AppCriteria } from './DatabaseAppCriteria';

/** Business units that do not see each other's apps (requirements R1). */
export interface Isolation {
  /** Which apps the person may know of; `undefined`: all. */
  criteriaFor(actor: Actor): AppCriteria | undefined;
  /** Whether she may know of this one; what is not there, hides nothing. */
  covers(actor: Actor, appId: string): Promise<boolean>;
}

/**
 * Isolation by business unit, where it is switched on: people see the apps of
 * the units that they belong to and those that they own; reviewers and
 * administrators see all.
 */
export function createIsolation(
  connection: Connection,
  settings: Settings,
): Isolation {
  function criteriaFor(actor: Actor): AppCriteria | undefined {
    if (settings.isolation !== 'businessUnit') return undefined;
    const seesAll = [
      settings.administrators,
      ...APPROVER_ROLES.map(role => everyApproverGroup(settings, role)),
    ].some(groups => holds(actor, groups));
    if (seesAll) return undefined;
    const groups = (actor.groups ?? []).map(ref => normaliseRef(ref, 'group'));
    return {
      anyOf: [
        {
          of: 'owner',
          claims: [normaliseRef(actor.ref), ...groups],
          asker: { ref: normaliseRef(actor.ref), subject: actor.subject },
        },
        { of: 'businessUnit', claims: groups },
      ],
    };
  }
  return {
    criteriaFor,
    async covers(actor, appId) {
      const criteria = criteriaFor(actor);
      if (!criteria) return true;
      const there = await connection(APPS).where({ id: appId }).first('id');
      if (!there) return true;
      const query = connection(APPS).where({ id: appId }).select('id');
      whereVisible(query, { connection, settings, criteria });
      const found: readonly unknown[] = await query;
      return found.length > 0;
    },
  };
}

/** Both have to hold. */
export function bothCriteria(
  one: AppCriteria | undefined,
  other: AppCriteria | undefined,
): AppCriteria | undefined {
  return one && other ? { allOf: [one, other] } : one ?? other;
}
