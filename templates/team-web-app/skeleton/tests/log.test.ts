import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createLogger, pseudonym } from '../src/log.ts';
import { MANAGER, MEMBER, startApp } from './support/startApp.ts';
import type { RunningApp } from './support/startApp.ts';

function logged(fields: Record<string, unknown>, message?: string): string {
  let text = '';
  const logger = createLogger({
    base: { app: 'tea-round' },
    stream: { write: line => void (text += line) },
  });
  logger.info(fields, message);
  return text;
}

describe('the log', () => {
  it('hides fields that hold personal data or secrets, however deep', () => {
    const secret = 'do-not-show';
    const fields = {
      name: secret,
      email: secret,
      cookie: secret,
      authorization: secret,
      access_token: secret,
      id_token: secret,
    };
    const text = logged({
      ...fields,
      person: fields,
      request: { headers: { ...fields, 'set-cookie': secret } },
    });
    assert.doesNotMatch(text, new RegExp(secret));
    assert.match(text, /\[redacted\]/);
  });

  it('hides addresses and tokens in free text', () => {
    const message =
      'alex@mail.example sent Bearer abc.def and eyJhbGciOiJub25l.eyJzdWIiOiIxIn0.x';
    const text = logged({ reason: message, list: [message] }, message);
    assert.doesNotMatch(text, /alex@|abc\.def|eyJ/);
  });

  it('keeps of an error its kind and message, scrubbed, and no stack', () => {
    const text = logged({
      err: new TypeError('no mail for alex@mail.example'),
    });
    assert.match(text, /TypeError/);
    assert.doesNotMatch(text, /alex@|stack|\.ts:/);
  });

  it('names people by pseudonyms that another app cannot link', () => {
    const first = pseudonym({ subject: 'sub-alex', key: 'one' });
    assert.equal(pseudonym({ subject: 'sub-alex', key: 'one' }), first);
    assert.notEqual(pseudonym({ subject: 'sub-alex', key: 'two' }), first);
    assert.doesNotMatch(first, /alex/);
  });
});

describe('the log of a visit', () => {
  let app: RunningApp;
  before(async () => {
    app = await startApp();
    app.service.people = [{ id: 'sub-kim', displayName: 'Kim Example' }];
    for (const person of [MEMBER, MANAGER]) {
      const visitor = await app.visitor(person);
      await visitor.post('/entries', {
        form: {
          title: 'Earl Grey',
          note: 'for kim@mail.example',
          rating: '5',
          consent: 'yes',
        },
      });
      for (const path of ['/people', '/my-data', '/manage', '/entries?q=kim']) {
        await visitor.get(path);
      }
      const session = visitor.cookies.get(app.context.cookies.session);
      assert.ok(session !== undefined && !app.logText().includes(session));
      await visitor.post('/logout');
    }
  });
  after(() => app.stop());

  it('has no name, address, account id, entry or token', () => {
    assert.ok(app.log().length > 20);
    for (const token of app.service.issued) {
      assert.ok(!app.logText().includes(token));
    }
    assert.doesNotMatch(app.logText(), /Example|@|sub-|Earl Grey|q=kim/);
  });

  it('has one line per request, with its id, route, status and duration', async () => {
    const visitor = await app.visitor();
    const answer = await visitor.get('/privacy');
    const line = app
      .log()
      .find(({ requestId }) => requestId === answer.headers['x-request-id']);
    assert.equal(line?.['event'], 'request');
    assert.equal(line['route'], '/privacy');
    assert.equal(line['status'], 200);
    assert.equal(typeof line['durationMs'], 'number');
    for (const each of app.log()) {
      assert.equal(each['app'], 'tea-round');
      assert.equal(each['environment'], 'sandbox');
      assert.equal(each['commit'], 'abc1234');
    }
  });

  it('says when colleagues were read, and how many', () => {
    const read = app.log().find(line => line['event'] === 'data-access');
    assert.equal(read?.['scope'], 'people:read');
    assert.equal(read['records'], 1);
    assert.match(String(read['subject']), /^[0-9a-f]{16}$/);
  });

  it('names sign-in, consent and sign-out', () => {
    const events = new Set(app.log().map(line => line['event']));
    for (const event of ['sign-in', 'consent-given', 'sign-out', 'egress']) {
      assert.ok(events.has(event), event);
    }
  });
});
