import { mockCredentials } from '@backstage/backend-test-utils';
import { aRegistration } from '@micro-apps/governance-core/testing';
import type { AppSummary } from '@micro-apps/plugin-micro-apps-common';
import { noRules } from '../policy/noRules';
import {
  APP,
  approved,
  change,
  detail,
  HIGH,
  IVAN,
  MAYA,
  MEDIUM,
  NOAH,
  PAT,
  registered,
  requested,
  RITA,
  SAM,
  state,
  usePortals,
  voted,
  withCode,
  withEvidence,
} from '../__testUtils__';

const start = usePortals();

describe('who sees what', () => {
  it('shows registration facts to every signed-in person and the rest to the few', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    const commit = await withCode(portal);
    await withEvidence(portal, { commit });
    const asked = await requested(portal);
    await voted(portal.as(SAM), asked, {
      choice: 'ask-for-changes',
      reason: 'A very private reason',
      items: ['A very private point'],
    }).expect(200);
    const seen = await detail(portal, NOAH);
    expect(seen).toMatchObject({
      registration: { purpose: aRegistration().purpose },
      band: 'high',
      viewer: { canRead: false, canEdit: false, isOwner: false, roles: [] },
      gate: { violations: [], obligations: [] },
    });
    expect(seen.request).toBeUndefined();
    expect(seen.lastScan).toBeUndefined();
    expect(seen.findings.length).toBeGreaterThan(5);
    expect(
      seen.findings.every(({ evidenceIds }) => evidenceIds.length === 0),
    ).toBe(true);
    expect(JSON.stringify(seen)).not.toContain('very private');
    await portal.as(NOAH).get(`/apps/${APP}/history`).expect(403);
    for (const ref of [MAYA, RITA, SAM, PAT, IVAN]) {
      const mine = await detail(portal, ref);
      expect(mine.viewer.canRead).toBe(true);
      expect(JSON.stringify(mine.request)).toContain('very private');
      await portal.as(ref).get(`/apps/${APP}/history`).expect(200);
    }
    expect((await detail(portal, RITA)).viewer).toMatchObject({
      canEdit: true,
      canAttest: false,
    });
    expect((await detail(portal, SAM)).viewer).toMatchObject({
      canEdit: false,
      canReview: true,
    });
  });

  it('gives the catalog’s list to services only, and no person’s secrets with it', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    const path = '/catalog/apps';
    for (const [caller, status] of [
      [portal.as(MAYA), 403],
      [portal.withToken(undefined), 401],
    ] as const) {
      await caller.get(path).expect(status);
    }
    const service = portal.withToken(mockCredentials.service.token());
    const { body } = await service.get(path).expect(200);
    expect(body.items).toMatchObject([
      { id: APP, band: 'medium', lifecycle: 'experimental', links: [] },
    ]);
    await service.get(`${path}?limit=0`).expect(400);
    await service.get(`${path}?id=%00`).expect(400);
  });
});

describe('a preview', () => {
  it.each([
    {},
    MEDIUM,
    HIGH,
    { scopes: ['crm:write'], audience: 'public', successor: undefined },
    { libraries: ['payfast'], hosting: 'external' },
    { endpoints: ['https://api.mapland.example'] },
  ] as const)('says what registering will say: %j', async changes => {
    const portal = await start();
    const before = await state(portal);
    const { body: preview } = await portal
      .as(MAYA)
      .post('/preview', { registration: aRegistration(changes) })
      .expect(200);
    expect(await state(portal)).toEqual(before);
    const made = await registered(portal, changes);
    expect(preview.score).toEqual(made.risk);
    expect(preview.effectiveClass).toEqual(made.effectiveClassDetail);
    expect(preview.required).toEqual(made.required);
    const model = await portal.as(MAYA).get('/model').expect(200);
    expect(made.risk.modelRevision).toBe(model.body.riskModel.revision);
  });

  it('refuses what registering refuses', async () => {
    const portal = await start();
    for (const changes of [
      { name: '' },
      { scopes: ['nobody-knows:it'] },
      { retentionDays: 0 },
    ]) {
      const { status, body } = await portal
        .as(MAYA)
        .post('/preview', { registration: aRegistration(changes) });
      const real = await portal
        .as(MAYA)
        .post('/apps', { registration: aRegistration(changes) });
      expect([status, body.error]).toEqual([real.status, real.body.error]);
    }
  });

  it('shows the company rules, and is closed when they do not answer', async () => {
    const portal = await start({
      policy: {
        ...noRules,
        revision: 'broken',
        decide: () => Promise.reject(new Error('no rules')),
      },
    });
    const { body } = await portal
      .as(MAYA)
      .post('/preview', { registration: aRegistration() })
      .expect(200);
    expect(body.decision).toMatchObject({
      allowed: false,
      violations: [{ code: 'policy-unavailable' }],
    });
  });
});

describe('the list of apps', () => {
  it('is narrowed by owner, text, band and standing, and pages through all', async () => {
    const portal = await start();
    await registered(portal);
    await registered(portal, { name: '100% lunch_menu', ...MEDIUM });
    await registered(portal, { name: 'Third app' });
    const list = async (query: string): Promise<string[]> => {
      const { body } = await portal.as(NOAH).get(`/apps?${query}`).expect(200);
      return body.items.map(({ id }: AppSummary) => id).sort();
    };
    expect(await list('')).toHaveLength(3);
    expect(await list('owner=me')).toEqual([]);
    expect(await list('owner=User:Default/Maya')).toHaveLength(3);
    expect(await list('band=medium')).toEqual(['100-lunch-menu']);
    expect(await list('standing=retired')).toEqual([]);
    expect(await list('q=LUNCH_')).toEqual(['100-lunch-menu']);
    expect(await list('q=100%25')).toEqual(['100-lunch-menu']);
    expect(await list('q=%25')).toEqual(['100-lunch-menu']);
    expect(await list(`q=${encodeURIComponent(`\\' OR 1=1 --`)}`)).toEqual([]);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await portal.as(NOAH).get(`/apps?limit=1${cursor}`);
      expect(body.total).toBe(3);
      seen.push(...body.items.map(({ id }: AppSummary) => id));
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
    } while (cursor);
    expect(new Set(seen).size).toBe(3);
    expect(seen).toHaveLength(3);
  });

  it('answers odd questions with 400 and none with an error of its own', async () => {
    const portal = await start();
    await registered(portal);
    const cursor = (place: unknown) =>
      Buffer.from(JSON.stringify(place)).toString('base64url');
    for (const [path, status] of [
      ['/apps?limit=0', 400],
      ['/apps?limit=101', 400],
      ['/apps?limit=1e1', 400],
      ['/apps?limit=1&limit=2', 400],
      ['/apps?band=odd', 400],
      ['/apps?standing=odd', 400],
      ['/apps?unknown=1', 400],
      ['/apps?q[a]=b', 400],
      ['/apps?q=%00', 400],
      ['/apps?owner=%00', 200],
      ['/apps?cursor=nothing', 200],
      [`/apps?cursor=${cursor(['\u0000', '\u0000'])}`, 200],
      [`/apps?cursor=${cursor([1, 2])}`, 200],
      [`/requests?cursor=${cursor(['\u0000', '1'])}`, 400],
      [`/apps/${APP}/history?cursor=${cursor(['\u0000'])}`, 200],
      [`/apps/${APP}/history?limit=0`, 400],
    ] as const) {
      const answer = await portal.as(MAYA).get(path);
      expect([path, answer.status]).toEqual([path, status]);
    }
  });

  it('says 404 or 400 of an app that is not there, on every address', async () => {
    const portal = await start();
    for (const [id, status] of [
      ['nothing', 404],
      ['%00', 400],
      ['a%00b', 400],
      ['%F0%9F%8D%95', 400],
      ['x'.repeat(300), 400],
    ] as const) {
      for (const path of [
        '',
        '/history',
        '/evidence',
        '/repository',
        '/sandbox',
        '/sandbox/logs',
        '/scans',
        '/deployments',
      ]) {
        const answer = await portal.as(MAYA).get(`/apps/${id}${path}`);
        expect([path, answer.status]).toEqual([path, status]);
      }
    }
    await portal.as(MAYA).get('/requests/%00').expect(400);
    await portal.as(MAYA).get('/requests/nothing').expect(404);
    await portal.as(MAYA).get('/nothing').expect(404);
    expect((await portal.as(MAYA).get('/apps/%E0%A4%A')).status).toBe(400);
  });
});

describe('the history', () => {
  it('pages from the newest to the first entry of this app alone', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    await registered(portal, { name: 'Another app' });
    await approved(portal);
    await change(portal, { retentionDays: 10 });
    const seen: { seq: number; action: string }[] = [];
    let cursor = '';
    do {
      const { body } = await portal
        .as(MAYA)
        .get(`/apps/${APP}/history?limit=2${cursor}`)
        .expect(200);
      seen.push(...body.items);
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
    } while (cursor);
    expect(seen.map(({ action }) => action)).toEqual([
      'request.void',
      'app.changed',
      'request.voted',
      'request.opened',
      'app.registered',
    ]);
  });
});
