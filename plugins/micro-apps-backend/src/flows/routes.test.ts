import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { accept } from '@micro-apps/governance-core';
import express from 'express';
import request from 'supertest';
import { createRouter } from '../createRouter';
import { createPipeline } from '../kernel/commands';
import { provisioningRoutes } from './provisioningRoutes';
import {
  APP,
  createStack,
  file,
  MAYA,
  NOAH,
  withRepository,
  withScans,
  type Stack,
} from './testing';
import { useDatabases } from '../__testUtils__/databases';

const databases = useDatabases();
const base = `/v1/apps/${APP}`;

async function setUp() {
  const stack = await createStack(await databases.init());
  const portal = stack.portal();
  const asked: string[] = [];
  const pipeline = createPipeline({
    auth: mockServices.auth(),
    httpAuth: mockServices.httpAuth(),
    authorise: async permissions => {
      asked.push(...permissions.map(({ name }) => name));
      return permissions.map(() => ({ allowed: true }));
    },
    appIdOf: async (_, id) => id,
    isolation: { criteriaFor: () => undefined, covers: async () => true },
    clock: stack.now,
    noteRefused: async () => undefined,
    findActor: async ({ ref, direct }) =>
      accept({ ...(ref === MAYA.ref ? MAYA : NOAH), direct }),
  });
  const app = express().use(
    createRouter(
      [router => provisioningRoutes(router, { ...portal.deps, pipeline })],
      portal.deps,
    ),
  );
  const as = (ref: string) => ({
    get: (path: string) =>
      request(app)
        .get(`${base}${path}`)
        .set('authorization', mockCredentials.user.header(ref)),
    send: (method: 'post' | 'put', path: string, body: object = {}) =>
      request(app)
        [method](`${base}${path}`)
        .set('authorization', mockCredentials.user.header(ref))
        .send(body),
  });
  return { stack, portal, asked, maya: as(MAYA.ref), noah: as(NOAH.ref) };
}

const files = [file('src/server.ts', 'start();')];

async function rowsIn({ knex }: Stack): Promise<number> {
  const [{ count }] = await knex('micro_apps_resources').count({ count: '*' });
  return Number(count);
}

describe('the routes of provisioning', () => {
  it('answer as the client of the wire expects', async () => {
    const { portal, asked, maya } = await setUp();
    const empty = await maya.get('/sandbox');
    expect(empty.body).toEqual({ state: 'absent', behind: false });
    const created = await maya.send('post', '/repository', { files });
    expect(created.status).toBe(201);
    expect(created.body.head).toMatch(/^[0-9a-f]{40}$/);
    const ordered = await maya.send('put', '/sandbox');
    expect([ordered.status, ordered.body.state]).toEqual([202, 'preparing']);
    await portal.drain();
    const ready = await maya.send('put', '/sandbox');
    expect([ready.status, ready.body.state]).toEqual([200, 'running']);
    expect((await maya.send('post', '/sandbox/stop')).body.state).toBe(
      'stopped',
    );
    expect((await maya.send('post', '/sandbox/start')).body.state).toBe(
      'running',
    );
    expect((await maya.send('post', '/sandbox/update')).status).toBe(202);
    expect((await maya.get('/sandbox/logs?limit=1')).body.items).toHaveLength(
      1,
    );
    const scan = await maya.send('post', '/scans');
    expect([scan.status, scan.body.state]).toEqual([202, 'queued']);
    await portal.drain();
    const scans = await maya.get('/scans');
    expect(scans.body.items).toMatchObject([{ state: 'done' }]);
    const promoted = await maya.send('post', '/promotions', {
      environment: 'beta',
    });
    expect([promoted.status, promoted.body.state]).toEqual([202, 'requested']);
    await portal.drain();
    const deployments = await maya.get('/deployments');
    expect(deployments.body.items).toMatchObject([
      { environment: 'beta', state: 'running' },
    ]);
    expect(new Set(asked)).toEqual(
      new Set([
        'micro-apps.app.read',
        'micro-apps.app.create',
        'micro-apps.app.run',
        'micro-apps.app.scan',
        'micro-apps.app.promote',
        'micro-apps.evidence.read',
      ]),
    );
  });

  it('answer a closed gate with 409 and every reason', async () => {
    const { stack, portal, maya } = await setUp();
    await withRepository(stack, portal);
    const { status, body } = await maya.send('post', '/promotions', {
      environment: 'beta',
    });
    expect(status).toBe(409);
    expect(body.error).toMatchObject({
      name: 'ConflictError',
      code: 'gate-closed',
      message: expect.stringMatching(/^Not yet: /),
    });
    expect(body.error.details.length).toBeGreaterThan(1);
  });

  it('let nobody change, scan, promote or read the log of a stranger’s app', async () => {
    const { stack, portal, noah } = await setUp();
    await withRepository(stack, portal);
    await withScans(stack, portal);
    const before = await rowsIn(stack);
    for (const [method, path, body] of [
      ['post', '/repository', { files }],
      ['put', '/sandbox', {}],
      ['post', '/sandbox/start', {}],
      ['post', '/sandbox/stop', {}],
      ['post', '/sandbox/update', {}],
      ['post', '/scans', {}],
      ['post', '/promotions', { environment: 'beta' }],
    ] as const) {
      expect((await noah.send(method, path, body)).status).toBe(403);
    }
    for (const path of ['/repository', '/sandbox/logs', '/scans']) {
      expect((await noah.get(path)).status).toBe(403);
    }
    expect(await rowsIn(stack)).toBe(before);
  });

  it('refuse fields and sizes that they do not know', async () => {
    const { maya } = await setUp();
    for (const [path, body] of [
      ['/promotions', {}],
      ['/promotions', { environment: 'beta', commit: 'c'.repeat(40) }],
      ['/repository', { files: [] }],
      ['/repository', { files: [{ path: 'a', contentBase64: '%' }] }],
      ['/repository', { files, author: 'sam' }],
    ] as const) {
      expect((await maya.send('post', path, body)).status).toBe(400);
    }
    expect((await maya.get('/sandbox/logs?limit=501')).status).toBe(400);
    expect((await maya.get('/scans?limit=0')).status).toBe(400);
  });

  it('say 404 of an app that is not there', async () => {
    const { stack, maya } = await setUp();
    await stack.knex('micro_apps_apps').delete();
    for (const path of ['/repository', '/sandbox', '/scans', '/deployments']) {
      expect((await maya.get(path)).status).toBe(404);
    }
  });
});
