import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import type { MicroAppFilter } from '@micro-apps/plugin-micro-apps-node';
import type { Knex } from 'knex';
import { REQUESTS } from '../gates/requestRecords';
import type { Settings } from '../kernel/settings';
import type { Connection } from '../registry/AppStore';
import { APPS } from '../registry/DatabaseAppStore';
import { rolesHeldBy } from './DatabaseAppResource';

/** Which apps somebody's permission covers. */
export type AppCriteria = PermissionCriteria<MicroAppFilter>;

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
          .whereIn('owner', [...filter.claims])
          // Without a second owner the comparison is NULL, and so is its NOT.
          .orWhere(second =>
            second
              .whereNotNull('successor')
              .whereIn('successor', [...filter.claims]),
          ),
      );
      return;
    case 'reviewer': {
      const roles = rolesHeldBy(filter.claims, settings);
      builder.whereIn(
        'id',
        connection(REQUESTS)
          .select('app_id')
          .whereNotNull('open_key')
          .andWhere(asked => {
            asked.whereRaw('1 = 0');
            for (const role of roles) {
              asked.orWhere('requirements', 'like', `%"role":"${role}"%`);
            }
          }),
      );
      return;
    }
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
