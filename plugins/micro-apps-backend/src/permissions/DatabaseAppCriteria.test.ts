import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  APP_STANDING_TABLE,
  BANDS,
  DATA_CLASSES,
} from '@micro-apps/governance-core';
import { aRegistration } from '@micro-apps/governance-core/testing';
import {
  microAppRules,
  type MicroAppFilter,
  type MicroAppResource,
} from '@micro-apps/plugin-micro-apps-node';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { SETTINGS } from '../flows/testing';
import { REQUESTS } from '../gates/requestRecords';
import type { Settings } from '../kernel/settings';
import { assess } from '../registry/assess';
import { APPS, insertApp } from '../registry/DatabaseAppStore';
import { askedBy, whereVisible } from './DatabaseAppCriteria';
import { readAppResources } from './DatabaseAppResource';
import { useDatabases } from '../__testUtils__/databases';

const databases = useDatabases();
const PEOPLE = ['user:default/maya', 'user:default/rita', 'user:default/noah'];
const UNITS = ['group:default/product', 'group:default/bank'];
/** The bank has security reviewers of its own, and everybody's for the rest. */
const WITH_UNITS: Settings = {
  ...SETTINGS,
  approversByBusinessUnit: {
    'group:default/bank': { security: ['group:default/bank-security'] },
  },
};
const GROUPS = [
  ...Object.values(SETTINGS.approvers).flat(),
  'group:default/bank-security',
];

/** One app of every mixture of owner, band, class, standing and request. */
async function manyApps(knex: Knex): Promise<readonly string[]> {
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@micro-apps/plugin-micro-apps-backend',
      'migrations',
    ),
  });
  const ids: string[] = [];
  await knex.transaction(async tx => {
    for (let n = 0; n < 48; n += 1) {
      const id = `app-${n}`;
      const registration = aRegistration({
        owner: PEOPLE[n % 3],
        successor: n % 4 === 0 ? undefined : PEOPLE[(n + 1) % 3],
        businessUnit: UNITS[n % 5 === 0 ? 1 : 0],
      });
      await insertApp(tx, {
        id,
        registration,
        lookAlikes: [],
        standing: APP_STANDING_TABLE.states[n % 7],
        assessment: assess({ registration, integrations: [], now: new Date() }),
        createdBy: PEOPLE[0],
        at: '2026-11-25T10:00:00.000Z',
      });
      await tx(APPS)
        .where({ id })
        .update({
          band: BANDS[n % 3],
          effective_class: DATA_CLASSES[n % 4],
          // Bound to nobody yet, to whoever bears the name, or to one before.
          owner_subject: [null, 'sub-maya', 'sub-earlier'][n % 5] ?? null,
          successor_subject: [null, 'sub-earlier', 'sub-maya'][n % 4] ?? null,
        });
      if (n % 2 === 0) await ask(tx, id, n % 3 === 0 ? 'security' : 'privacy');
      ids.push(id);
    }
  });
  return ids;
}

async function ask(tx: Knex.Transaction, appId: string, role: string) {
  const at = '2026-11-25T10:00:00.000Z';
  await tx(REQUESTS).insert({
    id: `request-${appId}`,
    app_id: appId,
    open_key: appId,
    version: 1,
    envelope_hash: 'h',
    envelope: '{}',
    effective_class: 'internal',
    state: 'open',
    band: 'medium',
    score: 4,
    automatic: false,
    requirements: JSON.stringify([{ role, count: 1, because: 'why' }]),
    requested_by: PEOPLE[0],
    requested_at: at,
    round: 1,
    submitted_at: at,
    queue_order: `0 ${at}`,
    row_version: 1,
  });
}

/** A rule with its parameters: how it looks at one app, and as a filter. */
interface Leaf {
  readonly holds: (app: MicroAppResource) => boolean;
  readonly filter: PermissionCriteria<MicroAppFilter>;
}

const { isOwner, isReviewer, hasBand, hasStanding, hasClass } = microAppRules;
const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  fc.subarray(PEOPLE).map(claims => ({
    holds: (app: MicroAppResource) => isOwner.apply(app, { claims }),
    filter: isOwner.toQuery({ claims }),
  })),
  fc.subarray(GROUPS).map(claims => ({
    holds: (app: MicroAppResource) => isReviewer.apply(app, { claims }),
    filter: isReviewer.toQuery({ claims }),
  })),
  fc.subarray([...BANDS]).map(bands => ({
    holds: (app: MicroAppResource) => hasBand.apply(app, { bands }),
    filter: hasBand.toQuery({ bands }),
  })),
  fc.subarray([...APP_STANDING_TABLE.states]).map(standings => ({
    holds: (app: MicroAppResource) => hasStanding.apply(app, { standings }),
    filter: hasStanding.toQuery({ standings }),
  })),
  fc.subarray([...DATA_CLASSES]).map(classes => ({
    holds: (app: MicroAppResource) => hasClass.apply(app, { classes }),
    filter: hasClass.toQuery({ classes }),
  })),
);
const { tree } = fc.letrec<{ tree: Leaf }>(again => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaf,
    again('tree').map(
      ({ holds, filter }): Leaf => ({
        holds: app => !holds(app),
        filter: { not: filter },
      }),
    ),
    fc.tuple(again('tree'), again('tree')).map(
      ([a, b]): Leaf => ({
        holds: app => a.holds(app) && b.holds(app),
        filter: { allOf: [a.filter, b.filter] },
      }),
    ),
    fc.tuple(again('tree'), again('tree')).map(
      ([a, b]): Leaf => ({
        holds: app => a.holds(app) || b.holds(app),
        filter: { anyOf: [a.filter, b.filter] },
      }),
    ),
  ),
}));

describe('whereVisible', () => {
  it('keeps in SQL exactly what the rules keep app by app', async () => {
    const knex = await databases.init();
    const ids = await manyApps(knex);
    const asker = { ref: 'User:MAYA', subject: 'sub-maya' };
    const resources = (
      await readAppResources(knex, { ids, settings: WITH_UNITS, asker })
    ).flatMap(app => app ?? []);
    expect(resources.filter(({ owner }) => owner === '')).not.toEqual([]);
    expect(resources).toHaveLength(ids.length);
    expect(new Set(resources.map(({ reviewers }) => reviewers[0])).size).toBe(
      4,
    );
    await fc.assert(
      fc.asyncProperty(tree, async ({ holds, filter }) => {
        const query = knex(APPS).select('id');
        whereVisible(query, {
          connection: knex,
          settings: WITH_UNITS,
          criteria: askedBy(filter, asker),
        });
        const kept: { id: string }[] = await query;
        expect(kept.map(({ id }) => id).sort()).toEqual(
          resources
            .filter(holds)
            .map(({ id }) => id)
            .sort(),
        );
      }),
      { numRuns: 150 },
    );
  });
});
