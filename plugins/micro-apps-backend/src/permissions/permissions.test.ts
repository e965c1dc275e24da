import {
  AuthorizeResult,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { aRegistration } from '@micro-apps/governance-core/testing';
import {
  microAppsAppReadPermission,
  microAppsAppUpdatePermission,
  microAppsEvidenceReadPermission,
  microAppsRequestDecidePermission,
} from '@micro-apps/plugin-micro-apps-common';
import {
  createMicroAppConditionalDecision as onlyIf,
  microAppConditions as conditions,
} from '@micro-apps/plugin-micro-apps-node';
import {
  APP,
  ballot,
  detail,
  HIGH,
  MAYA,
  MEDIUM,
  NOAH,
  ownersLookedUp,
  PEOPLE,
  registered,
  requested,
  RITA,
  SAM,
  SECURITY,
  usePortals,
  voted,
  type Portal,
} from '../__testUtils__';
import { SETTINGS } from '../flows/testing';
import { readAppResources } from './DatabaseAppResource';
import { LUNCH } from '../vendors/__testUtils__/vendorSteps';

const start = usePortals();

/** A policy that answers for one permission and allows the rest. */
function deciding(about: Permission, decision: PolicyDecision) {
  return {
    permitted: ({ name }: Permission) =>
      name === about.name ? decision : undefined,
  };
}

type Criteria = Parameters<typeof onlyIf>[1];

const reading = (condition: Criteria) =>
  deciding(
    microAppsAppReadPermission,
    onlyIf(microAppsAppReadPermission, condition),
  );

/** Maya's confidential app, which Rita is second owner of, and Noah's. */
async function twoApps(portal: Portal) {
  await registered(portal, MEDIUM);
  await portal
    .as(NOAH)
    .post('/apps', {
      registration: aRegistration({
        name: 'Car park',
        owner: NOAH,
        successor: undefined,
      }),
    })
    .expect(201);
}

async function listed(portal: Portal, ref = MAYA, query = '') {
  const { body } = await portal.as(ref).get(`/apps${query}`).expect(200);
  const { items, total }: { items: { id: string }[]; total: number } = body;
  return { ids: items.map(({ id }) => id).sort(), total };
}

describe('permissions of one app', () => {
  const narrowing: [string, Criteria, string[]][] = [
    ['the owner', conditions.isOwner({ claims: [MAYA] }), [APP]],
    ['the second owner', conditions.isOwner({ claims: [RITA] }), [APP]],
    [
      'the owner in another spelling',
      conditions.isOwner({ claims: ['User:MAYA'] }),
      [APP],
    ],
    ['a band', conditions.hasBand({ bands: ['low'] }), ['car-park']],
    ['a class', conditions.hasClass({ classes: ['confidential'] }), [APP]],
    [
      'a standing',
      conditions.hasStanding({ standings: ['active'] }),
      ['car-park', APP],
    ],
    ['no standing', conditions.hasStanding({ standings: [] }), []],
    ['nobody', conditions.isOwner({ claims: [] }), []],
    ['no owner', { not: conditions.isOwner({ claims: [MAYA] }) }, ['car-park']],
    [
      'two at once',
      {
        allOf: [
          conditions.hasBand({ bands: ['medium'] }),
          conditions.isOwner({ claims: [NOAH] }),
        ],
      },
      [],
    ],
  ];
  it.each(narrowing)(
    'narrow the list to %s, and each app alike',
    async (_, condition, ids) => {
      const portal = await start(reading(condition));
      await twoApps(portal);
      expect(await listed(portal)).toEqual({ ids, total: ids.length });
      for (const id of [APP, 'car-park']) {
        await portal
          .as(MAYA)
          .get(`/apps/${id}`)
          .expect(ids.includes(id) ? 200 : 404);
      }
    },
  );

  it('show reviewers what waits for a group of theirs', async () => {
    const groups = [`group:default/${SECURITY}`];
    const portal = await start(
      reading(conditions.isReviewer({ claims: groups })),
    );
    await twoApps(portal);
    expect(await listed(portal, SAM)).toEqual({ ids: [], total: 0 });
    await portal
      .as(MAYA)
      .post(`/apps/${APP}/requests`, { expectedVersion: 1 })
      .expect(201);
    expect(await listed(portal, SAM)).toEqual({ ids: [APP], total: 1 });
    await portal.as(SAM).get(`/apps/${APP}`).expect(200);
    await portal.as(SAM).get('/apps/car-park').expect(404);
  });

  it('leave requests of hidden apps out of the queue', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    await requested(portal);
    const queue = async (claims: string[]) => {
      const narrowed = await start({
        ...reading(conditions.isOwner({ claims })),
        knex: portal.knex,
      });
      const { body } = await narrowed.as(SAM).get('/requests').expect(200);
      return [body.items.length, body.total];
    };
    expect(await queue([MAYA])).toEqual([1, 1]);
    expect(await queue([NOAH])).toEqual([0, 0]);
    // What is about no app has a permission of its own.
    await portal.as(MAYA).post('/vendors', LUNCH).expect(201);
    expect(await queue([NOAH])).toEqual([1, 1]);
  });

  it('hide what is read and refuse what is done', async () => {
    const portal = await start(
      deciding(
        microAppsAppUpdatePermission,
        onlyIf(
          microAppsAppUpdatePermission,
          conditions.hasBand({ bands: ['low'] }),
        ),
      ),
    );
    await registered(portal, HIGH);
    const { version, registration, viewer } = await detail(portal);
    expect(viewer.canEdit).toBe(false);
    const { body } = await portal
      .as(MAYA)
      .put(`/apps/${APP}/registration`, {
        registration,
        expectedVersion: version,
      })
      .expect(403);
    expect(JSON.stringify(body)).toContain('portal administrator');
  });

  it('give fewer facts where evidence may not be read, and no error', async () => {
    const portal = await start(
      deciding(microAppsEvidenceReadPermission, {
        result: AuthorizeResult.DENY,
      }),
    );
    await registered(portal, MEDIUM);
    await requested(portal);
    const seen = await detail(portal);
    expect(seen.viewer).toMatchObject({ isOwner: true, canRead: false });
    expect(seen.request).toBeUndefined();
    await portal.as(MAYA).get(`/apps/${APP}/evidence`).expect(403);
  });

  it('let nobody vote whom the policy keeps from this app', async () => {
    const decide = (bands: ('low' | 'medium' | 'high')[]) =>
      deciding(
        microAppsRequestDecidePermission,
        onlyIf(microAppsRequestDecidePermission, conditions.hasBand({ bands })),
      );
    const portal = await start(decide(['low', 'high']));
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    await voted(portal.as(SAM), asked).expect(403);
    const other = await start({ ...decide(['medium']), knex: portal.knex });
    await other
      .as(SAM)
      .post(`/requests/${asked.id}/votes`, ballot(asked))
      .expect(200);
  });

  it('count a condition as a no where no app is named', async () => {
    const portal = await start(reading(conditions.isOwner({ claims: [MAYA] })));
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    await portal.as(MAYA).get(`/requests/${asked.id}`).expect(200);
    await portal.as(MAYA).get('/requests/none-of-these').expect(403);
    await portal.as(MAYA).get('/apps/none-of-these').expect(404);
  });

  it('give nothing to the next one of an owner’s name (E4)', async () => {
    const portal = await start(
      reading(
        // As policies do: whatever belongs to whoever asks.
        conditions.isOwner({ claims: [MAYA, RITA, 'group:default/product'] }),
      ),
    );
    await registered(portal, MEDIUM);
    const mine = (ref: string) => listed(portal, ref, '?owner=me');
    expect(await mine(MAYA)).toEqual({ ids: [APP], total: 1 });
    portal.company.hire('maya', { ...PEOPLE.maya, subject: 'sub-other-maya' });
    const later = await start({
      ...reading(conditions.isOwner({ claims: [MAYA] })),
      knex: portal.knex,
      company: portal.company,
    });
    expect(await listed(later)).toEqual({ ids: [], total: 0 });
    await later.as(MAYA).get(`/apps/${APP}`).expect(404);
    const open = await start({ knex: portal.knex, company: portal.company });
    expect(await listed(open, MAYA, '?owner=me')).toEqual({
      ids: [],
      total: 0,
    });
    // Others still find it under the name.
    expect(await listed(open, RITA, `?owner=${MAYA}`)).toEqual({
      ids: [APP],
      total: 1,
    });
  });

  it('are told apart from a directory that is away', async () => {
    const portal = await start(reading(conditions.isOwner({ claims: [MAYA] })));
    await registered(portal, MEDIUM);
    portal.company.goAway();
    await portal.as(NOAH).get('/apps').expect(503);
  });

  it('know no owner of a name that the directory has given to somebody else', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    await ownersLookedUp(portal);
    const owners = async () => {
      const [app] = await readAppResources(portal.knex, {
        ids: [APP],
        settings: SETTINGS,
      });
      return [app?.owner, app?.successor];
    };
    expect(await owners()).toEqual([MAYA, RITA]);
    portal.company.hire('maya', { ...PEOPLE.maya, subject: 'sub-other-maya' });
    await ownersLookedUp(portal);
    expect(await owners()).toEqual(['', RITA]);
  });
});
