import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { routeKey } from '../src/routeTable.ts';
import { MANAGER, MEMBER, ROUTES, startApp } from './support/startApp.ts';
import type { RunningApp } from './support/startApp.ts';
import type { Answer } from './support/visitor.ts';

const ENTRY = { title: 'Oolong', rating: '4', consent: 'yes' };

function assertSecure({ headers }: Answer): void {
  const policy = String(headers['content-security-policy']);
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.match(policy, /base-uri 'none'/);
  assert.match(policy, /form-action 'self'/);
  assert.doesNotMatch(policy, /unsafe|\*|script-src/);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['x-frame-options'], 'DENY');
  assert.equal(headers['referrer-policy'], 'same-origin');
  assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
  assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
  assert.match(String(headers['permissions-policy']), /camera=\(\)/);
  assert.equal(headers['x-powered-by'], undefined);
  assert.match(String(headers['cache-control']), /no-store|public/);
}

describe('browser protection', () => {
  let app: RunningApp;
  before(async () => {
    app = await startApp({ environment: 'scan' });
  });
  after(() => app.stop());

  for (const route of ROUTES) {
    it(`${routeKey(route)} carries every security header`, async () => {
      const path = route.path.replace(/:[A-Za-z]\w*/g, 'made-up');
      for (const visitor of [
        await app.visitor(),
        await app.visitor(MEMBER),
        await app.visitor(MANAGER),
      ]) {
        const answer =
          route.method === 'GET'
            ? await visitor.get(path)
            : await visitor.post(path);
        assert.ok(answer.status < 500);
        assertSecure(answer);
      }
    });
  }

  it('pages for signed-in people are not kept by caches', async () => {
    const visitor = await app.visitor(MEMBER);
    for (const path of ['/entries', '/my-data', '/my-data/export']) {
      const { headers } = await visitor.get(path);
      assert.equal(headers['cache-control'], 'no-store');
    }
  });

  it('errors carry every security header and show no code', async () => {
    const visitor = await app.visitor(MEMBER);
    const answers = [
      await visitor.get('/nowhere'),
      await visitor.get('/..%2f..%2fpackage.json'),
      await visitor.post('/entries/%/remove'),
      await visitor.post('/entries', { form: `title=${'x'.repeat(20_000)}` }),
    ];
    assert.deepEqual(
      answers.map(answer => answer.status),
      [404, 404, 400, 413],
    );
    for (const answer of answers) {
      assertSecure(answer);
      assert.doesNotMatch(answer.body, /node_modules|\.ts:|Error:/);
    }
  });

  it('no page has a script or a style of its own', async () => {
    const visitor = await app.visitor(MANAGER);
    for (const path of ['/', '/entries', '/people', '/my-data', '/manage']) {
      const { body } = await visitor.get(path);
      assert.doesNotMatch(body, /<script|<style|\sstyle=|\son[a-z]+=/i);
    }
  });
});

describe('requests that did not come from the app', () => {
  let app: RunningApp;
  before(async () => {
    app = await startApp({ environment: 'scan' });
  });
  after(() => app.stop());

  it('a form that another site sent is refused', async () => {
    const visitor = await app.visitor(MEMBER);
    const before = app.stored();
    for (const origin of ['https://elsewhere.invalid', 'null', '']) {
      const answer = await visitor.post('/entries', {
        form: ENTRY,
        headers: { origin },
      });
      assert.equal(answer.status, 403);
    }
    assert.equal(app.stored(), before);
  });

  it('another host name is refused', async () => {
    const visitor = await app.visitor(MEMBER);
    for (const host of ['elsewhere.invalid', '127.0.0.1', 'localhost']) {
      const answer = await visitor.get('/entries', { headers: { host } });
      assert.equal(answer.status, 421);
    }
  });

  it('a body that is not a form is refused', async () => {
    const visitor = await app.visitor(MEMBER);
    const answer = await visitor.post('/entries', {
      form: JSON.stringify(ENTRY),
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(answer.status, 415);
  });

  it('absurd forms are refused with a sentence and store nothing', async () => {
    const visitor = await app.visitor(MEMBER);
    const before = app.stored();
    const forms = [
      {},
      { ...ENTRY, title: ' \u202e ' },
      { ...ENTRY, title: 'x'.repeat(81) },
      { ...ENTRY, note: 'x'.repeat(501) },
      { ...ENTRY, rating: '6' },
      { ...ENTRY, rating: '1.5' },
      { ...ENTRY, rating: 'NaN' },
      { ...ENTRY, title: ['a', 'b'] },
    ];
    for (const form of forms) {
      const answer = await visitor.post('/entries', { form });
      assert.equal(answer.status, 422);
      assert.match(answer.body, /role="alert"/);
    }
    assert.equal(app.stored(), before);
  });
});

describe('rate limits', () => {
  it('a person may ask 900 times a minute, another is not held up', async () => {
    const app = await startApp();
    try {
      const visitor = await app.visitor(MEMBER);
      // Signing in has shown the list: that was the first.
      for (let asked = 1; asked < 900; asked++) {
        assert.equal((await visitor.get('/health')).status, 200);
      }
      const answer = await visitor.get('/health');
      assert.equal(answer.status, 429);
      assert.match(answer.body, /Wait a minute/);
      const other = await app.visitor(MANAGER);
      assert.equal((await other.get('/health')).status, 200);
    } finally {
      await app.stop();
    }
  });

  it('sign-in is limited to 120 steps a minute', async () => {
    const app = await startApp();
    try {
      const visitor = await app.visitor();
      const answers = [];
      for (let asked = 0; asked < 121; asked++) {
        answers.push((await visitor.get('/callback')).status);
      }
      assert.equal(answers.at(-2), 400);
      assert.equal(answers.at(-1), 429);
    } finally {
      await app.stop();
    }
  });

  it('a security scan is let through', async () => {
    const app = await startApp({ environment: 'scan' });
    try {
      const visitor = await app.visitor();
      for (let asked = 0; asked < 1_000; asked++) {
        assert.equal((await visitor.get('/health')).status, 200);
      }
    } finally {
      await app.stop();
    }
  });
});
