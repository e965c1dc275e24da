import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { aQuestion } from '@micro-apps/plugin-micro-apps-node/testing';
import {
  bundleFiles,
  EMPTY_MODULE_BYTES,
  keyPair,
  packFiles,
  serve,
  SHIPPED_SETTINGS,
  signed,
  type BundleFiles,
} from '../testing';
import { compareRevisions, isOrdered } from './compareRevisions';
import { createBundleEngine, type BundleEngine } from './createBundleEngine';
import { createBundleSource } from './createBundleSource';

const { privateKey, publicKey } = keyPair();
const KEY = { publicKey, algorithm: 'ES256' } as const;

describe('An organisation with a bundle of its own', () => {
  const logger = mockServices.logger.mock();
  let folder: string;
  let file: string;
  const started: BundleEngine[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bundle-'));
    file = join(folder, 'bundle.tar.gz');
    jest.clearAllMocks();
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map(each => each.stop()));
    rmSync(folder, { recursive: true });
  });

  async function put(files: BundleFiles): Promise<void> {
    writeFileSync(file, await packFiles(files));
  }

  async function start(
    options: { pinnedRevision?: string; key?: typeof KEY | 'none' } = {},
  ): Promise<BundleEngine> {
    const { key = KEY, pinnedRevision } = options;
    const engine = await createBundleEngine({
      source: createBundleSource({
        from: { file },
        keepIn: join(folder, 'kept', 'last-good.tar.gz'),
      }),
      key: key === 'none' ? undefined : key,
      pinnedRevision,
      readSettings: () => SHIPPED_SETTINGS,
      logger,
      timeoutMs: 5_000,
    });
    started.push(engine);
    return engine;
  }

  const good = async (revision: string) =>
    await signed(bundleFiles({ revision }), { privateKey });

  it('decides with it, and with the next one', async () => {
    await put(await good('2026.11.9'));
    const engine = await start();
    expect((await engine.decide(aQuestion())).revision).toBe('2026.11.9');
    await put(await good('2026.11.10'));
    await engine.refresh();
    const { decision, revision } = await engine.decide(aQuestion());
    expect(revision).toBe('2026.11.10');
    expect(decision.allowed).toBe(true);
    expect(logger.error).not.toHaveBeenCalled();
  });

  it.each<[string, () => Promise<BundleFiles>]>([
    ['unsigned', async () => bundleFiles({ revision: '2026.12' })],
    [
      'wrongly signed',
      async () =>
        await signed(bundleFiles({ revision: '2026.12' }), {
          privateKey: keyPair().privateKey,
        }),
    ],
    [
      'stripped of its signature',
      async () => {
        const { '/.signatures.json': _, ...rest } = await good('2026.12');
        return rest;
      },
    ],
    ['older', async () => await good('2026.10.30')],
    [
      'of the same revision with other content',
      async () =>
        await signed(
          { ...bundleFiles({ revision: '2026.11.9' }), '/x.rego': 'package x' },
          { privateKey },
        ),
    ],
    ['of a revision without order', async () => await good('a1b2c3d')],
    [
      'empty of rules',
      async () =>
        await signed(
          bundleFiles({ revision: '2026.12', wasm: EMPTY_MODULE_BYTES }),
          { privateKey },
        ),
    ],
  ])('keeps the last good one when the next is %s', async (_, next) => {
    await put(await good('2026.11.9'));
    const engine = await start();
    await put(await next());
    await engine.refresh();
    await engine.refresh();
    expect((await engine.decide(aQuestion())).revision).toBe('2026.11.9');
    expect((await engine.describe()).problem).toBeDefined();
    expect(logger.error).toHaveBeenCalledTimes(1);
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining('2026.11.9 stays in use'),
    );
    await put(await good('2026.12.1'));
    await engine.refresh();
    expect((await engine.describe()).problem).toBeUndefined();
    expect(engine.revision).toBe('2026.12.1');
  });

  it('has the last good one after a restart, and refuses an older one then', async () => {
    await put(await good('2026.11.9'));
    await start();
    await put(await good('2026.11.8'));
    const again = await start();
    expect(again.revision).toBe('2026.11.9');
    expect((await again.describe()).problem?.because).toContain('older');
    rmSync(file);
    const offline = await start();
    expect((await offline.decide(aQuestion())).decision.allowed).toBe(true);
  });

  it('answers nothing while there is no good one', async () => {
    await put(bundleFiles());
    const engine = await start();
    expect(engine.revision).toBe('none yet');
    await expect(engine.decide(aQuestion())).rejects.toThrow('no usable');
    expect((await engine.describe()).problem?.because).toContain('not signed');
  });

  it('goes back to an older one by a pin, and takes no other', async () => {
    await put(await good('2026.11.9'));
    await start();
    await put(await good('2026.11.8'));
    const engine = await start({ pinnedRevision: '2026.11.8' });
    expect(engine.revision).toBe('2026.11.8');
    expect((await engine.describe()).pinnedRevision).toBe('2026.11.8');
    await put(await good('2026.11.10'));
    await engine.refresh();
    expect(engine.revision).toBe('2026.11.8');
  });

  it('takes any sound one where no key is set', async () => {
    await put(bundleFiles({ revision: 'a1b2c3d' }));
    const engine = await start({ key: 'none' });
    await put(bundleFiles({ revision: '0000000' }));
    await engine.refresh();
    expect(engine.revision).toBe('0000000');
  });

  it('comes from an address, with its token, and not by a redirect', async () => {
    const packed = await packFiles(await good('5'));
    const server = await serve((req, res) => {
      const allowed = req.headers.authorization === 'Bearer t-secret';
      res.writeHead(allowed ? 200 : 401);
      res.end(packed);
    });
    const there = { url: server.url, token: 't-secret' };
    const fetched = await createBundleSource({ from: there }).fetch();
    expect(Buffer.from(fetched).equals(packed)).toBe(true);
    const detour = await serve((_req, res) => {
      res.writeHead(302, { location: server.url.href });
      res.end();
    });
    await expect(
      createBundleSource({ from: { ...there, url: detour.url } }).fetch(),
    ).rejects.toThrow('302');
    await server.stop();
    await detour.stop();
  });
});

describe('compareRevisions', () => {
  it('orders by numbers, not by letters', () => {
    const given = ['2026.11.10', 'v1.4', '2026.11.9', '2026.11.10-1', '12'];
    expect([...given].sort(compareRevisions)).toEqual([
      'v1.4',
      '12',
      '2026.11.9',
      '2026.11.10',
      '2026.11.10-1',
    ]);
  });

  it('knows what has no order', () => {
    expect(['a1b2c3d', '', '1..2', 'latest', '1.x'].filter(isOrdered)).toEqual(
      [],
    );
    expect(
      ['1', 'v1.2.3', '2026-11-24T10:00:00Z', '2026.11+1a2b'].every(isOrdered),
    ).toBe(true);
    expect(compareRevisions('2026.11+ff99', '2026.11+0011')).toBe(0);
  });
});
