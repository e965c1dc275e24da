import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as oidc from 'openid-client';
import { askPeople, microApp, portalApp, signIn } from './testing/apps.ts';
import { Browser } from './testing/browser.ts';
import { startTestProvider } from './testing/index.ts';

async function withStateDir(work: (stateDir: string) => Promise<void>) {
  const stateDir = await mkdtemp(join(tmpdir(), 'identity-provider-'));
  try {
    await work(stateDir);
  } finally {
    await rm(stateDir, { recursive: true, force: true });
  }
}

async function keyIds(issuer: string): Promise<string[]> {
  const response = await fetch(`${issuer}/jwks`);
  const { keys } = (await response.json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
}

async function startFailure(
  environment: Record<string, string | undefined>,
  port?: number,
): Promise<string> {
  try {
    const provider = await startTestProvider({ environment, port });
    await provider.stop();
  } catch (error) {
    return (error as Error).message;
  }
  return assert.fail('it started');
}

test('keys, clients, tokens and sessions survive a restart', async () => {
  await withStateDir(async stateDir => {
    const first = await startTestProvider({ stateDir });
    const keys = await keyIds(first.issuer);
    const app = await microApp(first, { app: 'stays', environment: 'beta' });
    const browser = new Browser(first.issuer);
    const portal = await portalApp(first);
    await signIn({ app: portal, browser, provider: first, username: 'maya' });
    const tokens = await signIn({
      app,
      browser,
      provider: first,
      username: 'maya',
    });
    assert.equal(await first.stop(), 0);

    const again = await startTestProvider({ stateDir, port: first.port });
    try {
      assert.deepEqual(await keyIds(again.issuer), keys);
      const people = await askPeople(again, { token: tokens.access_token });
      assert.equal(people.status, 200);
      const renewed = await oidc.refreshTokenGrant(
        app.configuration,
        String(tokens.refresh_token),
      );
      assert.ok(renewed.access_token);
      // The empty password shows that the session still counts.
      const silent = await signIn({
        app,
        browser,
        provider: { ...again, passwords: {} },
        username: 'maya',
      });
      assert.equal(silent.claims()?.sub, 'sub-maya');
    } finally {
      await again.stop();
    }
  });
});

test('the database is for its owner only', async () => {
  await withStateDir(async stateDir => {
    const provider = await startTestProvider({ stateDir });
    const { mode } = await stat(join(stateDir, 'identity-provider.sqlite'));
    await provider.stop();
    assert.equal(mode % 0o1000, 0o600);
  });
});

test('the health page answers, and only under names of this machine', async () => {
  const provider = await startTestProvider();
  try {
    const healthy = await fetch(`http://127.0.0.1:${provider.port}/healthz`);
    assert.deepEqual(await healthy.json(), {
      status: 'ok',
      issuer: provider.issuer,
    });
    const discovery = await fetch(
      `http://127.0.0.1:${provider.port}/.well-known/openid-configuration`,
    );
    const { token_endpoint } = (await discovery.json()) as {
      token_endpoint: string;
    };
    assert.equal(token_endpoint, `${provider.issuer}/token`);
  } finally {
    await provider.stop();
  }
});

test('it does not start in production', async () => {
  const message = await startFailure({ NODE_ENV: 'production' });
  assert.match(message, /development and demos only/);
  assert.doesNotMatch(message, /\n {4}at /);
});

test('a port in use is one sentence, and the running one is not disturbed', async () => {
  await withStateDir(async stateDir => {
    const running = await startTestProvider({ stateDir });
    try {
      const message = await startFailure(
        {
          MICRO_APPS_STATE_DIR: stateDir,
          MICRO_APPS_INITIAL_ACCESS_TOKEN: 'another-initial-access-token',
        },
        running.port,
      );
      assert.match(message, /Port \d+ is already in use/);
      assert.doesNotMatch(message, /\n {4}at /);
      await microApp(running, { app: 'still', environment: 'sandbox' });
    } finally {
      await running.stop();
    }
  });
});

for (const name of [
  'MICRO_APPS_STATE_DIR',
  'MICRO_APPS_PERSONA_PASSWORDS',
  'MICRO_APPS_SCAN_PASSWORD',
  'MICRO_APPS_PORTAL_CLIENT_SECRET',
  'MICRO_APPS_INITIAL_ACCESS_TOKEN',
  'MICRO_APPS_IDP_ADMIN_TOKEN',
]) {
  test(`it does not start without ${name} and says so`, async () => {
    const message = await startFailure({ [name]: undefined });
    assert.match(
      message,
      new RegExp(`missing or wrong: ${name} \\(missing\\)`),
    );
  });
}

test('a wrong value is named but never repeated', async () => {
  const message = await startFailure({
    MICRO_APPS_PERSONA_PASSWORDS: '{"maya":"short',
    MICRO_APPS_SCAN_PASSWORD: 'tiny',
  });
  assert.match(message, /MICRO_APPS_PERSONA_PASSWORDS/);
  assert.match(message, /MICRO_APPS_SCAN_PASSWORD/);
  assert.doesNotMatch(message, /tiny|short/);
});
