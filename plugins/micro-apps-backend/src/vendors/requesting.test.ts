import {
  ANNOTATION_MINIMUM_CLASS,
  ANNOTATION_VENDOR_KIND,
} from '@micro-apps/plugin-micro-apps-common';
import {
  APP,
  audited,
  IVAN,
  MAYA,
  NOAH,
  registered,
  RITA,
  SAM,
  usePortals,
} from '../__testUtils__';
import {
  asked,
  decide,
  LUNCH,
  openRequest,
  vendor,
} from './__testUtils__/vendorSteps';

const start = usePortals();

describe('asking for a vendor', () => {
  it('opens a request that the reviewers find in their queue', async () => {
    const portal = await start();
    const { status, body } = await portal.as(MAYA).post('/vendors', LUNCH);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: 'lunch-board',
      state: 'requested',
      joined: false,
      decidedIn: 'registry',
      minimumClass: 'public',
      facts: LUNCH,
      asked: LUNCH,
      viewer: { isRequester: true, mayWithdraw: false, mayRequest: false },
    });
    expect(body.history).toEqual([
      { at: expect.any(String), event: 'requested', by: MAYA },
    ]);
    const queue = await portal.as(SAM).get('/requests').expect(200);
    expect(queue.body.items).toEqual([
      expect.objectContaining({
        id: body.openRequestId,
        kind: 'vendor',
        subjectId: 'lunch-board',
        title: 'Lunch Board',
        waitingFor: ['security'],
        mayVote: true,
      }),
    ]);
    const actions = await audited(portal);
    expect(actions.slice(-2)).toEqual(['request.opened', 'vendor.requested']);
  });

  it('tells the reviewers who have to look at it', async () => {
    const portal = await start();
    await portal
      .as(MAYA)
      .post('/vendors', { ...LUNCH, kind: 'hr' })
      .expect(201);
    const told = await portal
      .knex('micro_apps_outbox')
      .where({ topic: 'notice' })
      .orderBy('id')
      .pluck('payload');
    const toldOfAsking = told
      .map(text => JSON.parse(text))
      .filter(({ kind }) => kind === 'request.opened');
    expect(toldOfAsking).toMatchObject([
      { to: { role: 'security' }, link: '/micro-apps/vendors/lunch-board' },
      { to: { role: 'it' } },
    ]);
  });

  it('shows line by line what is asked for', async () => {
    const portal = await start();
    await asked(portal);
    const { difference } = await openRequest(portal.as(SAM), 'lunch-board');
    expect(difference).toContainEqual({
      field: 'Hosts',
      before: 'not known',
      after: 'api.lunchboard.example',
    });
  });

  it('meets the request that is open: the second one joins it', async () => {
    const portal = await start();
    const first = await asked(portal);
    const { status, body } = await portal
      .as(RITA)
      .post('/vendors', { ...LUNCH, title: 'lunch  BOARD', kind: 'crm' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      joined: true,
      openRequestId: first.openRequestId,
      kind: 'general',
      viewer: { isRequester: true },
    });
    expect(await portal.knex('micro_apps_requests')).toHaveLength(1);
    // Asking once more changes nothing.
    await portal.as(RITA).post('/vendors', LUNCH).expect(200);
    const { history } = await vendor(portal, 'lunch-board');
    expect(history.map(({ event }) => event)).toEqual(['joined', 'requested']);
  });

  it('is one request when two people ask at the same moment', async () => {
    const portal = await start();
    const answers = await Promise.all(
      [MAYA, RITA, NOAH].map(ref => portal.as(ref).post('/vendors', LUNCH)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    expect(await portal.knex('micro_apps_requests')).toHaveLength(1);
    expect(await portal.knex('micro_apps_vendor_requesters')).toHaveLength(3);
  });

  it('begins anew when who asked asks for something else', async () => {
    const portal = await start();
    const first = await asked(portal);
    const second = await asked(portal, { hosts: ['eu.lunchboard.example'] });
    expect(second.openRequestId).not.toBe(first.openRequestId);
    const states = await portal
      .knex('micro_apps_requests')
      .orderBy('seq')
      .pluck('state');
    expect(states).toEqual(['void', 'open']);
  });

  it.each([
    // A Cyrillic letter.
    ['Lunсh Board', 'name-taken', 409],
    ['Lunch B0ard', 'name-taken', 409],
    ['Lunch Board 日本', 'name-taken', 409],
    ['Μapland', 'name-taken', 409],
    ['日本', 'invalid-input', 400],
  ])('refuses the name %s', async (title, code, status) => {
    const portal = await start();
    await asked(portal);
    const answer = await portal.as(RITA).post('/vendors', {
      ...LUNCH,
      title,
      hosts: ['api.other.example'],
      sdkPackages: [],
    });
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(await portal.knex('micro_apps_vendors')).toHaveLength(1);
  });

  it.each<[string, Record<string, string>]>([
    ['a personnel system', { [ANNOTATION_VENDOR_KIND]: 'hr' }],
    ['a service of a kind that nobody told', {}],
  ])(
    'is how IT comes to authorise %s that the catalog holds',
    async (_, annotations) => {
      const portal = await start();
      portal.company.publish({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Resource',
        metadata: {
          name: 'peoplecloud',
          namespace: 'default',
          title: 'PeopleCloud',
          annotations: {
            [ANNOTATION_MINIMUM_CLASS]: 'confidential',
            ...annotations,
          },
        },
        spec: { type: 'vendor', owner: 'group:default/platform' },
      });
      expect(await vendor(portal, 'peoplecloud')).toMatchObject({
        state: 'approved',
        lacksAuthorisation: true,
        viewer: { mayRequest: true },
      });
      await asked(portal, {
        title: 'PeopleCloud',
        kind: 'hr',
        hosts: ['api.peoplecloud.example'],
        sdkPackages: [],
      });
      await decide(portal, 'peoplecloud');
      await decide(portal, 'peoplecloud', { by: IVAN });
      expect(await vendor(portal, 'peoplecloud')).toMatchObject({
        kind: 'hr',
        state: 'approved',
        lacksAuthorisation: false,
        viewer: { mayRequest: false },
      });
    },
  );

  it('is not needed for what is approved, and keeps the kind that is known', async () => {
    const portal = await start();
    const ask = (title: string, kind: string) =>
      portal.as(MAYA).post('/vendors', { ...LUNCH, title, kind });
    const approved = await ask('Mapland', 'general');
    expect(approved.status).toBe(409);
    expect(approved.body.error.message).toBe(
      'Mapland is approved already. Choose it in the form',
    );
    const other = await ask('Payfast', 'general');
    expect(other.status).toBe(400);
    expect(other.body.error.message).toContain('known as payment');
  });

  it.each([
    [{ hosts: ['api.payfast.example'] }, 'belongs to Payfast'],
    [{ sdkPackages: ['mapland-sdk'] }, 'belongs to Mapland'],
    [{ hosts: ['localhost'] }, 'Write each host'],
    [{ hosts: ['10.0.0.1'] }, 'Write each host'],
    [{ hosts: ['db.internal'] }, 'Write each host'],
    [{ hosts: ['*.acme.example'] }, 'Write each host'],
    [{ hosts: [], sdkPackages: [] }, 'at least one host or package'],
    [{ dataClasses: [] }, 'which data flows'],
    [{ terms: 'data:text/html,hello' }, 'https://'],
    [{ website: 'https://me@evil.example' }, 'https://'],
    [{ kind: 'space' }, 'Choose what the service deals with'],
    [{ surprise: 1 }, 'not known here'],
    [{ appId: 'nobodys' }, 'one of your own apps'],
  ])('refuses %j', async (changes, words) => {
    const portal = await start();
    const { status, body } = await portal
      .as(MAYA)
      .post('/vendors', { ...LUNCH, ...changes });
    expect([status, body.error.message]).toEqual([
      400,
      expect.stringContaining(words),
    ]);
  });

  it('reads a host out of an address', async () => {
    const portal = await start();
    const { facts } = await asked(portal, {
      hosts: ['https://API.LunchBoard.example:443/v2?x'],
    });
    expect(facts.hosts).toEqual(['api.lunchboard.example']);
  });

  it('names an app only for those who may change it, so that nobody shuts a reviewer out', async () => {
    const portal = await start();
    await registered(portal);
    const ask = (ref: string) =>
      portal.as(ref).post('/vendors', { ...LUNCH, appId: APP });
    expect((await ask(NOAH)).status).toBe(400);
    expect((await ask(MAYA)).status).toBe(201);
  });
});

describe('the list of vendors', () => {
  it('holds those of the catalog and those of the registry, each once, in one order', async () => {
    const portal = await start();
    await asked(portal);
    await asked(portal, {
      title: 'Zebra',
      hosts: ['z.example'],
      sdkPackages: [],
    });
    const names: string[] = [];
    let cursor = '';
    do {
      const { body } = await portal
        .as(MAYA)
        .get(`/vendors?limit=1${cursor && `&cursor=${cursor}`}`)
        .expect(200);
      expect(body.total).toBe(4);
      names.push(...body.items.map(({ name }: { name: string }) => name));
      cursor = body.nextCursor ?? '';
    } while (cursor);
    expect(names).toEqual(['lunch-board', 'mapland', 'payfast', 'zebra']);
  });

  it.each([
    ['state=requested', ['lunch-board']],
    ['state=approved', ['mapland', 'payfast']],
    ['state=withdrawn', []],
    ['kind=payment', ['payfast']],
    ['q=BOARD.example', ['lunch-board']],
    ['q=pay', ['payfast']],
    ['q=%25', []],
  ])('can be narrowed by %s', async (query, expected) => {
    const portal = await start();
    await asked(portal);
    const { body } = await portal.as(MAYA).get(`/vendors?${query}`).expect(200);
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(
      expected,
    );
    expect(body.total).toBe(expected.length);
  });

  it('knows no vendor of another name', async () => {
    const portal = await start();
    await portal.as(IVAN).get('/vendors/nobody').expect(404);
  });
});
