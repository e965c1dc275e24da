import { gzipSync } from 'node:zlib';
import { signDelivery } from '@micro-apps/plugin-micro-apps-node';
import {
  APP,
  audited,
  detail,
  MAYA,
  registered,
  sarifOf,
  SECRETS,
  usePortals,
  withCode,
  type Portal,
} from '../../__testUtils__';

const start = usePortals();
const [NEW, OLD] = SECRETS;

const CONFIG = { scanners: { secrets: [NEW, OLD] } };

function bodyOf(changes: object = {}): string {
  return JSON.stringify({
    appId: APP,
    kind: 'vulnerability-scan',
    sarif: sarifOf(),
    ...changes,
  });
}

/** Sends a delivery as a scanner does; each part can be made wrong. */
function deliver(
  portal: Portal,
  options: {
    id?: string;
    body?: string | Buffer;
    signed?: string | Buffer;
    secrets?: readonly string[];
    at?: Date;
    headers?: Record<string, string>;
  } = {},
) {
  const { id = 'd-1', body = bodyOf(), at = new Date() } = options;
  const headers = signDelivery({
    body: options.signed ?? body,
    id,
    secrets: options.secrets ?? [NEW],
    at,
  });
  return portal
    .withToken(undefined)
    .raw('/deliveries/evidence')
    .type('application/json')
    .set({ ...headers, ...options.headers })
    .serialize(sent => sent)
    .send(body);
}

const minutes = (count: number) => new Date(Date.now() + count * 60_000);

describe('a delivery of a scanner', () => {
  it('is kept and shown, and counts for nothing', async () => {
    const portal = await start({ microApps: CONFIG });
    await registered(portal);
    const commit = await withCode(portal);
    const { status, body } = await deliver(portal, {
      body: bodyOf({ commit }),
    });
    expect([status, body.provenance, body.setAside.code, body.commit]).toEqual([
      201,
      'self-reported',
      'scanner-delivery',
      commit,
    ]);
    const { findings } = await detail(portal);
    expect(
      findings.find(({ controlId }) => controlId === 'known-vulnerabilities'),
    ).toMatchObject({ state: 'unknown', code: 'set-aside' });
    const { body: list } = await portal.as(MAYA).get(`/apps/${APP}/evidence`);
    expect(list.items).toMatchObject([{ id: body.id }]);
    expect((await audited(portal)).at(-1)).toBe('evidence.received');
  });

  it('is stored once, however often it arrives', async () => {
    const portal = await start({ microApps: CONFIG });
    await registered(portal);
    const at = new Date();
    const first = await deliver(portal, { at });
    const replayed = await deliver(portal, { at });
    const retried = await deliver(portal, { at: new Date() });
    expect([first, replayed, retried].map(({ status }) => status)).toEqual([
      201, 200, 200,
    ]);
    const other = bodyOf({ kind: 'dynamic-scan' });
    const { status, body } = await deliver(portal, { body: other });
    expect([status, body.error.code]).toEqual([409, 'not-in-this-state']);
    expect(await portal.knex('micro_apps_evidence')).toHaveLength(1);
    await deliver(portal, { id: 'd-2', body: other }).expect(201);
  });

  it.each<[string, Parameters<typeof deliver>[1]]>([
    ['delayed by six minutes', { at: minutes(-6) }],
    ['dated in the future', { at: minutes(6) }],
    ['with an altered body', { signed: bodyOf({ commit: 'c'.repeat(40) }) }],
    ['with a space more', { body: `${bodyOf()} `, signed: bodyOf() }],
    ['under another id', { headers: { 'micro-apps-delivery': 'd-9' } }],
    ['under a secret of somebody else', { secrets: ['x'.repeat(32)] }],
    ['without a signature', { headers: { 'micro-apps-signature': '' } }],
  ])('%s is refused', async (_, options) => {
    const portal = await start({ microApps: CONFIG });
    await registered(portal);
    const { status, body } = await deliver(portal, options);
    expect([status, body.error.code]).toEqual([401, 'not-authenticated']);
    expect(await portal.knex('micro_apps_evidence')).toEqual([]);
    expect((await audited(portal)).at(-1)).toBe('evidence.refused');
  });

  it('is taken under the old secret until it is gone', async () => {
    const portal = await start({ microApps: CONFIG });
    await registered(portal);
    await deliver(portal, { secrets: [OLD] }).expect(201);
    await deliver(portal, { id: 'd-2', secrets: [NEW] }).expect(201);
    const rotated = await start({
      microApps: { scanners: { secrets: [NEW] } },
    });
    await registered(rotated);
    await deliver(rotated, { secrets: [OLD] }).expect(401);
    await deliver(rotated, { secrets: [NEW] }).expect(201);
  });

  it('is signed as it is sent: over the packed bytes', async () => {
    const portal = await start({ microApps: CONFIG });
    await registered(portal);
    const body = gzipSync(bodyOf());
    const headers = { 'content-encoding': 'gzip' };
    await deliver(portal, { body, headers }).expect(201);
    await deliver(portal, {
      id: 'd-2',
      body,
      signed: bodyOf(),
      headers,
    }).expect(401);
  });

  it('of an app that nobody knows, or without one, is refused', async () => {
    const portal = await start({ microApps: CONFIG });
    await deliver(portal, { body: bodyOf({ appId: 'nothing' }) }).expect(404);
    await deliver(portal, { body: bodyOf({ appId: undefined }) }).expect(400);
  });

  it('is not asked for where no secret is set', async () => {
    const portal = await start();
    await registered(portal);
    await deliver(portal).expect(404);
  });

  it('keeps a portal from starting with a secret that can be guessed', async () => {
    await expect(
      start({ microApps: { scanners: { secrets: ['short'] } } }),
    ).rejects.toThrow(/at least 32 characters/);
  });
});
