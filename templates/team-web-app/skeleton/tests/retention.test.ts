import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { keepRetention } from '../src/keepRetention.ts';
import { daysKept } from '../src/retention.ts';
import { prepareSamples } from '../src/samples.ts';
import { MEMBER, startApp } from './support/startApp.ts';
import type { RunningApp } from './support/startApp.ts';

const DAY = 86_400_000;
const AGREED = { title: 'Oolong', rating: '4', consent: 'yes' };

let app: RunningApp;
afterEach(() => app.stop());

async function withEntry(
  options: Parameters<typeof startApp>[0],
): Promise<void> {
  app = await startApp(options);
  const visitor = await app.visitor(MEMBER);
  await visitor.post('/entries', { form: AGREED });
  assert.match(app.stored(), /Oolong/);
}

function lastRun(): Record<string, unknown> | undefined {
  return app.log().findLast(line => line['event'] === 'retention');
}

describe('retention', () => {
  it('beta keeps records for the registered days and not longer', async () => {
    await withEntry({
      environment: 'beta',
      registration: { retentionDays: 30 },
    });
    app.later(29 * DAY);
    keepRetention(app.context);
    assert.match(app.stored(), /Oolong/);
    assert.match(String(lastRun()?.['msg']), /after 30 days, as registered/);
    app.later(2 * DAY);
    keepRetention(app.context);
    assert.doesNotMatch(app.stored(), /Oolong|sub-alex/);
    assert.deepEqual(lastRun()?.['deleted'], {
      entries: 1,
      ticks: 0,
      consents: 1,
    });
  });

  it('the sandbox deletes test data after a week, whatever was registered', async () => {
    await withEntry({ registration: { retentionDays: 90 } });
    app.later(6 * DAY);
    keepRetention(app.context);
    assert.match(app.stored(), /Oolong/);
    app.later(2 * DAY);
    keepRetention(app.context);
    assert.doesNotMatch(app.stored(), /Oolong|sub-alex/);
    assert.equal(lastRun()?.['days'], 7);
    assert.match(
      String(lastRun()?.['msg']),
      /after 7 days: this is test data, kept shorter than the registered 90 days/,
    );
  });

  it('a shorter registered window holds in the sandbox too', async () => {
    await withEntry({ registration: { retentionDays: 1 } });
    const rule = { retentionDays: 1, environment: 'sandbox' } as const;
    assert.equal(daysKept(rule), 1);
    app.later(2 * DAY);
    keepRetention(app.context);
    assert.doesNotMatch(app.stored(), /Oolong/);
    assert.match(String(lastRun()?.['msg']), /after 1 day, as registered/);
  });

  it('consent stays as long as a record needs it', async () => {
    await withEntry({ environment: 'beta' });
    app.later(20 * DAY);
    const visitor = await app.visitor(MEMBER);
    await visitor.post('/entries', { form: { title: 'Sencha', rating: '3' } });
    app.later(15 * DAY);
    keepRetention(app.context);
    assert.doesNotMatch(app.stored(), /Oolong/);
    assert.match(app.stored(), /Sencha/);
    assert.equal(app.context.store.read().consents.length, 1);
  });

  it('the log of a deletion holds numbers and no content', async () => {
    await withEntry({});
    app.later(8 * DAY);
    keepRetention(app.context);
    assert.doesNotMatch(app.logText(), /Oolong|sub-alex/);
  });

  it('invented samples fill an empty sandbox and leave before beta', async () => {
    app = await startApp();
    const { store } = app.context;
    prepareSamples({ store, environment: 'sandbox', now: Date.now() });
    assert.equal(store.read().entries.length, 3);
    prepareSamples({ store, environment: 'beta', now: Date.now() });
    assert.equal(store.read().entries.length, 0);
    prepareSamples({ store, environment: 'beta', now: Date.now() });
    assert.equal(store.read().entries.length, 0);
  });
});
