import { normaliseRef, type ApproverRole } from '@micro-apps/governance-core';
import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import type { MicroAppFilter } from '@micro-apps/plugin-micro-apps-node';
import type { Knex } from 'knex';
import { REQUESTS } from '../gates/requestRecords';
import type { Settings } from '../kernel/settings';
import type { Actor } from '../kernel/types';
import type { Connection } from '../registry/AppStore';
import { APPS } from '../registry/DatabaseAppStore';

/** Which apps somebody's permission covers. */
export type AppCriteria = PermissionCriteria<MicroAppFilter>;

/** Criteria as they hold for whoever asks: a name alone is no owner (E4). */
export function askedBy(
  criteria: AppCriteria,
  { ref, subject }: Pick<Actor, 'ref' | 'subject'>,
): AppCriteria {
  const again = (each: AppCriteria) => askedBy(each, { ref, subject });
  if ('allOf' in criteria) return { allOf: eachOf(criteria.allOf, again) };
  if ('anyOf' in criteria) return { anyOf: eachOf(criteria.anyOf, again) };
  if ('not' in criteria) return { not: again(criteria.not) };
  return criteria.of === 'owner'
    ? { ...criteria, asker: { ref: normaliseRef(ref), subject } }
    : criteria;
}

function eachOf<T>(
  [first, ...rest]: readonly [T, ...T[]],
  again: (each: T) => T,
): [T, ...T[]] {
  return [again(first), ...rest.map(again)];
}

/**
 * Narrows a query to rows of apps that somebody may see, in SQL, so that pages
 * and counts are right.
 *
 * @param column - holds the app id in the narrowed query
 */
export function whereVisible(
  query: Knex.QueryBuilder,
  options: {
    connection: Connection;
    settings: Settings;
    /** Left out: everything is visible. */
    criteria?: AppCriteria;
    column?: string;
  },
): void {
  const { connection, settings, criteria, column = 'id' } = options;
  if (!criteria) return;
  query.whereIn(
    column,
    connection(APPS)
      .select('id')
      .where(builder => narrow(builder, criteria, { connection, settings })),
  );
}

interface Around {
  readonly connection: Connection;
  readonly settings: Settings;
}

function narrow(
  builder: Knex.QueryBuilder,
  criteria: AppCriteria,
  around: Around,
): void {
  if ('allOf' in criteria) {
    for (const each of criteria.allOf) {
      builder.andWhere(inner => narrow(inner, each, around));
    }
  } else if ('anyOf' in criteria) {
    for (const each of criteria.anyOf) {
      builder.orWhere(inner => narrow(inner, each, around));
    }
  } else if ('not' in criteria) {
    const { not } = criteria;
    builder.whereNot(inner => narrow(inner, not, around));
  } else {
    narrowTo(builder, criteria, around);
  }
}

function narrowTo(
  builder: Knex.QueryBuilder,
  filter: MicroAppFilter,
  { connection, settings }: Around,
): void {
  switch (filter.of) {
    case 'owner':
      builder.where(own =>
        own
          .where(first => claimed(first, 'owner', filter))
          // Without a second owner the comparison is NULL, and so is its NOT.
          .orWhere(second =>
            claimed(second.whereNotNull('successor'), 'successor', filter),
          ),
      );
      return;
    case 'reviewer':
      builder.where(asked => {
        asked.whereRaw('1 = 0');
        for (const { units, role } of heldBy(filter.claims, settings)) {
          asked.orWhere(of =>
            of
              .whereIn('id', waitingFor(connection, role))
              .modify(apps => ofUnits(apps, units)),
          );
        }
      });
      return;
    case 'businessUnit':
      builder.whereIn('business_unit', [...filter.claims]);
      return;
    case 'band':
      builder.whereIn('band', [...filter.values]);
      return;
    case 'standing':
      builder.whereIn('standing', [...filter.values]);
      return;
    case 'effectiveClass':
      builder.whereIn('effective_class', [...filter.values]);
      return;
    default:
      // A filter that nobody knows shows nothing.
      builder.whereRaw('1 = 0');
  }
}

/** One of the claims; the asker's own name only where the app is hers (E4). */
function claimed(
  builder: Knex.QueryBuilder,
  column: 'owner' | 'successor',
  { claims, asker }: Extract<MicroAppFilter, { of: 'owner' }>,
): void {
  builder.whereIn(column, [...claims]);
  if (!asker) return;
  builder.andWhere(hers =>
    hers
      .whereNot(column, asker.ref)
      .orWhereNull(`${column}_subject`)
      .orWhere(`${column}_subject`, asker.subject ?? ''),
  );
}

/** Undecided requests that ask a role. */
function waitingFor(connection: Connection, role: ApproverRole) {
  return connection(REQUESTS)
    .select('app_id')
    .whereNotNull('open_key')
    .andWhere('requirements', 'like', `%"role":"${role}"%`);
}

type Units = { readonly only: string } | { readonly allBut: readonly string[] };

function ofUnits(apps: Knex.QueryBuilder, units: Units): void {
  if ('only' in units) apps.where('business_unit', units.only);
  else if (units.allBut.length > 0) {
    apps.whereNotIn('business_unit', [...units.allBut]);
  }
}

/** Roles that one of these groups holds, and for the apps of which units. */
function heldBy(
  claims: readonly string[],
  { approvers, approversByBusinessUnit = {} }: Settings,
): readonly { readonly role: ApproverRole; readonly units: Units }[] {
  const holds = (groups: readonly string[] | undefined) =>
    groups?.some(group => claims.includes(group)) ?? false;
  const own = Object.entries(approversByBusinessUnit);
  return (Object.keys(approvers) as ApproverRole[]).flatMap(role => [
    ...(holds(approvers[role])
      ? [
          {
            role,
            units: {
              allBut: own.filter(([, of]) => of[role]).map(([unit]) => unit),
            },
          },
        ]
      : []),
    ...own
      .filter(([, of]) => holds(of[role]))
      .map(([unit]) => ({ role, units: { only: unit } })),
  ]);
}
