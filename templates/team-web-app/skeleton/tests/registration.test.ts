import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseMicroApp, readMicroApp } from '../src/microApp.ts';
import { MANAGER, MEMBER, REGISTRATION, startApp } from './support/startApp.ts';
import type { RunningApp } from './support/startApp.ts';

const ROOT = join(import.meta.dirname, '..');

describe('the registration in micro-app.json', () => {
  it('the one of this app can be read', () => {
    const file = ['micro-app.json', 'micro-app.example.json']
      .map(name => join(ROOT, name))
      .find(existsSync);
    assert.ok(readMicroApp(file ?? '').name);
  });

  it('a missing file stops the start with one sentence', () => {
    assert.throws(
      () => readMicroApp(join(ROOT, 'nowhere.json')),
      /missing or is not JSON/,
    );
  });

  it('a wrong value stops the start and is named', () => {
    for (const [change, name] of [
      [{ id: 'Tea Round' }, 'id'],
      [{ retentionDays: 0 }, 'retentionDays'],
      [{ retentionDays: '30' }, 'retentionDays'],
      [{ scopes: 'people:read' }, 'scopes'],
      [{ owner: undefined }, 'owner'],
    ] as const) {
      assert.throws(
        () => parseMicroApp({ ...REGISTRATION, ...change }),
        new RegExp(`micro-app.json cannot be used: ${name}`),
      );
    }
  });
});

describe('an app that is registered for no scopes', () => {
  let app: RunningApp;
  before(async () => {
    app = await startApp({ registration: { scopes: [] } });
    app.service.people = [{ id: 'sub-kim', displayName: 'Kim Example' }];
  });
  after(() => app.stop());

  it('asks for sign-in and nothing more', async () => {
    await app.visitor(MEMBER);
    const asked = app.service.asked.at(-1);
    assert.equal(asked?.get('scope'), 'openid profile roles');
    assert.equal(asked.has('resource'), false);
  });

  it('says on the page of colleagues why it is empty', async () => {
    const visitor = await app.visitor(MEMBER);
    const page = await visitor.get('/people');
    assert.equal(page.status, 200);
    assert.match(page.body, /not registered to read the list of colleagues/);
    assert.doesNotMatch(page.body, /Kim/);
  });

  it('saves no colleagues', async () => {
    const visitor = await app.visitor(MEMBER);
    const form = { person: 'sub-kim', consent: 'yes' };
    assert.equal((await visitor.post('/people', { form })).status, 403);
    assert.doesNotMatch(app.stored(), /sub-kim/);
  });

  it('everything else works, without names', async () => {
    const manager = await app.visitor(MANAGER);
    const form = { title: 'Sencha', rating: '3', consent: 'yes' };
    assert.equal((await manager.post('/entries', { form })).status, 303);
    const visitor = await app.visitor(MEMBER);
    const { body } = await visitor.get('/entries');
    assert.match(body, /Sencha/);
    assert.match(body, /Added by <bdi>a colleague<\/bdi>/);
    assert.doesNotMatch(body, /href="\/people"|Colleagues I ticked/);
  });
});

describe('an app that may read colleagues', () => {
  let app: RunningApp;
  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  it('shows them to tick', async () => {
    app.service.people = [{ id: 'sub-kim', displayName: 'Kim Example' }];
    const visitor = await app.visitor(MEMBER);
    const { body } = await visitor.get('/people');
    assert.match(body, /<bdi>Kim Example<\/bdi>/);
  });

  it('says so when they cannot be reached, and shows the list all the same', async () => {
    app.service.people = undefined;
    const visitor = await app.visitor(MEMBER);
    const page = await visitor.get('/people');
    assert.equal(page.status, 200);
    assert.match(page.body, /cannot be reached at present/);
    assert.equal((await visitor.get('/entries')).status, 200);
    const form = { person: 'sub-kim', consent: 'yes' };
    assert.equal((await visitor.post('/people', { form })).status, 503);
  });

  it('says so when her access has ended', async () => {
    app.service.people = [{ id: 'sub-kim', displayName: 'Kim Example' }];
    const visitor = await app.visitor(MEMBER);
    app.service.issued.length = 0;
    // The app may show what it read a minute ago.
    app.later(61_000);
    const { body } = await visitor.get('/people');
    assert.match(body, /Sign out and in again/);
  });
});
