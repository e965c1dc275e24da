import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { noticeVersion } from '../src/consent.ts';
import { parseMicroApp } from '../src/microApp.ts';
import { MANAGER, MEMBER, REGISTRATION, startApp } from './support/startApp.ts';
import type { RunningApp } from './support/startApp.ts';

const ENTRY = { title: 'Oolong', note: 'Not too long', rating: '4' };
const AGREED = { ...ENTRY, consent: 'yes' };

describe('privacy', () => {
  let app: RunningApp;
  before(async () => {
    app = await startApp({ environment: 'scan' });
    app.service.people = [
      { id: MEMBER.sub, displayName: MEMBER.name },
      { id: MANAGER.sub, displayName: MANAGER.name },
      { id: 'sub-kim', displayName: 'Kim Example' },
    ];
  });
  after(() => app.stop());

  it('everybody can read the notice, and it names the days from the registration', async () => {
    const notice = await (await app.visitor()).get('/privacy');
    assert.equal(notice.status, 200);
    assert.match(notice.body, /\b30\s+days\b/);
    assert.match(notice.body, /test data is deleted after 7\s+days/);
    assert.match(notice.body, /Preferences/);
  });

  it('nothing about a person is stored before consent', async () => {
    const visitor = await app.visitor(MEMBER);
    const before = app.stored();
    const entry = await visitor.post('/entries', { form: ENTRY });
    assert.equal(entry.status, 422);
    assert.match(entry.body, /agree before anything is stored/);
    assert.match(entry.body, /value="Oolong"/);
    const tick = await visitor.post('/people', { form: { person: 'sub-kim' } });
    assert.equal(tick.status, 422);
    assert.equal(app.stored(), before);
  });

  it('consent is never ticked beforehand', async () => {
    const visitor = await app.visitor(MEMBER);
    for (const path of ['/entries', '/people']) {
      const { body } = await visitor.get(path);
      const [field = ''] = /<input[^>]*name="consent"[^>]*>/.exec(body) ?? [];
      assert.match(field, /required/);
      assert.doesNotMatch(field, /checked/);
    }
  });

  it('an entry is stored with consent, by account id and without a name', async () => {
    const visitor = await app.visitor(MEMBER);
    const answer = await visitor.post('/entries', { form: AGREED });
    assert.equal(answer.status, 303);
    const form = { person: [MANAGER.sub, 'sub-kim'] };
    assert.equal((await visitor.post('/people', { form })).status, 303);
    assert.match(app.stored(), /Oolong/);
    assert.match(app.stored(), /sub-kim/);
    assert.doesNotMatch(app.stored(), /Example|@/);
    assert.doesNotMatch((await visitor.get('/entries')).body, /name="consent"/);
  });

  it('only people whom one may see can be ticked, and nobody ticks herself', async () => {
    const visitor = await app.visitor(MEMBER);
    const form = { person: ['sub-kim', 'sub-stranger', MEMBER.sub] };
    await visitor.post('/people', { form });
    const ticks = app.context.store.read().ticks.map(tick => tick.personId);
    assert.deepEqual(ticks, ['sub-kim']);
  });

  it('whom she ticks is told to nobody else', async () => {
    const manager = await app.visitor(MANAGER);
    for (const path of ['/manage', '/people', '/my-data/export']) {
      const { body } = await manager.get(path);
      assert.doesNotMatch(body, /checked|"personId"/);
    }
  });

  it('the copy of her records holds hers and nobody else’s', async () => {
    const manager = await app.visitor(MANAGER);
    const form = { ...AGREED, title: 'Sencha' };
    await manager.post('/entries', { form });
    const visitor = await app.visitor(MEMBER);
    const copy = await visitor.get('/my-data/export');
    assert.match(String(copy.headers['content-disposition']), /attachment/);
    assert.match(copy.body, /Oolong/);
    assert.doesNotMatch(copy.body, /Sencha/);
  });

  it('nobody removes the entry of another member', async () => {
    const entry = app.context.store
      .read()
      .entries.find(({ title }) => title === 'Sencha');
    const visitor = await app.visitor(MEMBER);
    const path = `/entries/${entry?.id ?? ''}/remove`;
    assert.equal((await visitor.post(path)).status, 404);
    assert.match(app.stored(), /Sencha/);
  });

  it('somebody who never agreed sees that she was ticked, and can delete it', async () => {
    const member = await app.visitor(MEMBER);
    await member.post('/people', { form: { person: 'sub-kim' } });
    const kim = await app.visitor({ ...MEMBER, sub: 'sub-kim', name: 'Kim' });
    const page = (await kim.get('/my-data')).body;
    assert.match(page, /Colleagues who ticked you<\/dt>\s*<dd>1<\/dd>/);
    const copy = (await kim.get('/my-data/export')).body;
    assert.match(copy, /"ticksOnYou":1/);
    assert.doesNotMatch(copy, /sub-alex/);
    await kim.post('/my-data/withdraw');
    assert.doesNotMatch(app.stored(), /sub-kim/);
  });

  it('withdrawal deletes everything about her, ticks of others on her included', async () => {
    const manager = await app.visitor(MANAGER);
    await manager.post('/people', { form: { person: MEMBER.sub } });
    const visitor = await app.visitor(MEMBER);
    assert.match(app.stored(), new RegExp(MEMBER.sub));
    const answer = await visitor.post('/my-data/withdraw');
    assert.equal(answer.status, 303);
    assert.doesNotMatch(app.stored(), new RegExp(MEMBER.sub));
    assert.match(app.stored(), /Sencha/);
    const again = await visitor.post('/entries', { form: ENTRY });
    assert.equal(again.status, 422);
  });
});

describe('consent and a changed notice', () => {
  it('is asked again when the app is registered for other data', () => {
    const microApp = parseMicroApp(REGISTRATION);
    const changes = [
      { retentionDays: 31 },
      { scopes: [] },
      { audience: 'company' },
      { purpose: 'Something else' },
      { dataTypes: [{ category: 'names', volume: 'under-100' }] },
    ];
    for (const change of changes) {
      assert.notEqual(
        noticeVersion({ ...microApp, ...change }),
        noticeVersion(microApp),
      );
    }
    assert.equal(
      noticeVersion({ ...microApp, name: 'New name' }),
      noticeVersion(microApp),
    );
  });
});
