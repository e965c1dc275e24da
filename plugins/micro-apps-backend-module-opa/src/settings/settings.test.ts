import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { mockServices } from '@backstage/backend-test-utils';
import { aQuestion } from '@micro-apps/plugin-micro-apps-node/testing';
import { createEngine } from '../createEngine';
import { readConfig } from '../readConfig';

const REASON = 'Our data centre keeps archives for five years by law';

function read(policy?: JsonObject) {
  return readConfig(new ConfigReader(policy ? { microApps: { policy } } : {}));
}

async function start(policy?: JsonObject) {
  return await createEngine(read(policy), mockServices.logger.mock());
}

describe('microApps.policy', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'policy-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function file(text: string): string {
    const path = join(folder, 'rules.yaml');
    writeFileSync(path, text);
    return path;
  }

  it('is the shipped pack in this process unless told', async () => {
    const { engine, stop, refresh } = await start();
    const described = await engine.describe();
    expect(described).toMatchObject({ engine: 'embedded', weakenings: [] });
    expect(described.acknowledgement).toBeUndefined();
    expect(described.reapprovalDays).toBe(30);
    expect(described.reviewEveryDays).toBe(365);
    expect(refresh).toBeUndefined();
    await stop();
  });

  it('changes numbers without a new build, and the revision with them', async () => {
    const shipped = await start();
    const stricter = await start({
      settings: { rules: { 'retention-window': { maxDays: 30 } } },
    });
    expect(stricter.engine.revision).toMatch(/~[0-9a-f]{8}$/);
    expect(stricter.engine.revision).toContain(shipped.engine.revision);
    const { decision } = await stricter.engine.decide(aQuestion());
    expect(decision.violations).toMatchObject([{ code: 'retention-window' }]);
    expect((await shipped.engine.decide(aQuestion())).decision.allowed).toBe(
      true,
    );
    await stricter.stop();
    await shipped.stop();
  });

  it('lets a rule only observe, where it has a reason to', async () => {
    const rules = { 'retention-window': { maxDays: 30, mode: 'observe' } };
    await expect(start({ settings: { rules } })).rejects.toThrow(
      'microApps.policy.settings.rules.retention-window.mode',
    );
    const { engine, stop } = await start({
      settings: { rules },
      acknowledgeWeakening: REASON,
    });
    const { decision } = await engine.decide(aQuestion());
    expect(decision).toMatchObject({
      allowed: true,
      observations: [{ code: 'retention-window', mode: 'observe' }],
    });
    const described = await engine.describe();
    expect(described.acknowledgement).toBe(REASON);
    expect(described.weakenings.map(({ path }) => path)).toEqual([
      'rules.retention-window.mode',
    ]);
    await stop();
  });

  it('names file, line and reason of what is wrong in a file', async () => {
    const settingsFile = file(
      'rules:\n  retention-window:\n    mode: enforce\n    maxDays: many\n',
    );
    await expect(start({ settingsFile })).rejects.toThrow(
      `${settingsFile}:4: rules.retention-window.maxDays`,
    );
  });

  it('names file and line of a file that is no YAML', () => {
    const settingsFile = file('rules:\n  a: 1\n  a: 2\n');
    expect(() => read({ settingsFile })).toThrow(`${settingsFile}:3`);
    expect(() => read({ settingsFile: join(folder, 'none.yaml') })).toThrow(
      'cannot be read',
    );
  });

  it('refuses a loose value in a file without a reason, by its line', async () => {
    const settingsFile = file(
      'rules:\n  pii-heavy-retention:\n    maxDays: 400\n',
    );
    await expect(start({ settingsFile })).rejects.toThrow(
      `${settingsFile}:3: rules.pii-heavy-retention.maxDays`,
    );
    const { engine, stop } = await start({
      settingsFile,
      acknowledgeWeakening: REASON,
    });
    expect((await engine.describe()).weakenings).toHaveLength(1);
    await stop();
  });

  it('lets app-config win over the file', async () => {
    const settingsFile = file('rules:\n  retention-window:\n    maxDays: 30\n');
    const settings = { rules: { 'retention-window': { maxDays: 100 } } };
    const { engine, stop } = await start({ settingsFile, settings });
    expect((await engine.decide(aQuestion())).decision.allowed).toBe(true);
    await stop();
  });

  it.each<[string, JsonObject]>([
    ['engine', { engine: 'magic' }],
    ['opa.url', { engine: 'opa' }],
    ['opa.url', { engine: 'opa', opa: { url: 'http://opa.example.com' } }],
    ['settings', { engine: 'opa', settings: { review: { everyDays: 1 } } }],
    ['bundle', { engine: 'bundle' }],
    ['bundle', { engine: 'bundle', bundle: { file: 'a', url: 'https://b' } }],
    ['bundle.url', { engine: 'bundle', bundle: { url: 'http://b.example' } }],
    [
      'bundle.key',
      { engine: 'bundle', bundle: { file: 'a', key: { algorithm: 'HS256' } } },
    ],
    ['bundle.key', { engine: 'bundle', bundle: { file: 'a', key: {} } }],
    [
      'bundle.pollSeconds',
      { engine: 'bundle', bundle: { file: 'a', pollSeconds: 0 } },
    ],
  ])('refuses a wrong %s at start', (setting, policy) => {
    expect(() => read(policy)).toThrow(`microApps.policy.${setting}`);
  });

  it.each<[string, JsonObject]>([
    ['a setting that nobody knows', { rules: { 'no-such-rule': {} } }],
    ['a mode that nobody knows', { rules: { 'company-rule': { mode: 'x' } } }],
    ['another kind of value', { rules: 'none' }],
    ['a name that means something to JavaScript', { constructor: { x: 1 } }],
  ])('refuses %s', async (_, settings) => {
    await expect(start({ settings })).rejects.toThrow('microApps.policy');
  });
});
