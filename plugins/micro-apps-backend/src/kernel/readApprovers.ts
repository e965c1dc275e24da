import type { RootConfigService } from '@backstage/backend-plugin-api';
import {
  APPROVER_ROLES,
  normaliseRef,
  type ApproverRole,
} from '@micro-apps/governance-core';
import type { ApproverGroups, Settings } from './settings';

const APPROVERS = 'microApps.approvers';
const UNITS = `${APPROVERS}.byBusinessUnit`;

/** What the settings call each role. */
export const ROLE_KEYS: Readonly<Record<ApproverRole, string>> = {
  security: 'security',
  privacy: 'privacy',
  it: 'it',
  'it-lead': 'itLead',
};

/**
 * Reads a list of group references.
 * @throws when one of them names something else
 */
export function readGroups(
  config: Pick<RootConfigService, 'getOptionalStringArray'>,
  key: string,
): readonly string[] {
  return (config.getOptionalStringArray(key) ?? []).map(ref =>
    groupRef(ref, key),
  );
}

/** Reads `microApps.approvers`: who decides, and for which business unit. */
export function readApprovers(
  config: RootConfigService,
): Pick<Settings, 'approvers' | 'approversByBusinessUnit'> {
  const groups = (role: ApproverRole) =>
    readGroups(config, `${APPROVERS}.${ROLE_KEYS[role]}`);
  return {
    approvers: {
      security: groups('security'),
      privacy: groups('privacy'),
      it: groups('it'),
      'it-lead': groups('it-lead'),
    },
    approversByBusinessUnit: readUnits(config),
  };
}

/**
 * Unit names hold colons and slashes, which the configuration reads as part of
 * one key, so they are read as data. A word that is no role is a mistake: its
 * groups would never be asked.
 */
function readUnits(
  config: RootConfigService,
): Settings['approversByBusinessUnit'] {
  const given: unknown = config.getOptional(UNITS);
  if (given === undefined) return undefined;
  const units: Record<string, Partial<ApproverGroups>> = {};
  for (const [unit, roles] of entriesOf(given, UNITS)) {
    const where = `${UNITS}.${unit}`;
    const groups: Partial<Record<ApproverRole, readonly string[]>> = {};
    for (const [key, refs] of entriesOf(roles, where)) {
      const role = roleOfKey(key, where);
      if (!Array.isArray(refs)) {
        throw new Error(`${where}.${key} has to be a list of groups`);
      }
      groups[role] = refs.map(ref => groupRef(String(ref), `${where}.${key}`));
    }
    units[groupRef(unit, UNITS)] = groups;
  }
  return units;
}

/**
 * The role that the settings call so.
 * @throws when there is none
 */
export function roleOfKey(key: string, where: string): ApproverRole {
  const role = APPROVER_ROLES.find(each => ROLE_KEYS[each] === key);
  if (role) return role;
  throw new Error(
    `${where} names ${key}, which is no role: use ${Object.values(
      ROLE_KEYS,
    ).join(', ')}`,
  );
}

function entriesOf(value: unknown, where: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${where} has to name groups by role`);
  }
  return Object.entries(value);
}

function groupRef(ref: string, key: string): string {
  const group = normaliseRef(ref, 'group');
  if (!group.startsWith('group:')) {
    throw new Error(`${key} names ${ref}, which is no group`);
  }
  return group;
}
