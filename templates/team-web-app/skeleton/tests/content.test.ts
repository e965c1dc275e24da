import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { csvText } from '../src/csv.ts';
import { displayText, html } from '../src/html.ts';
import { MANAGER, MEMBER, startApp } from './support/startApp.ts';
import type { RunningApp } from './support/startApp.ts';

const MARKUP = `"><img src=x onerror=alert(1)>'&\``;

describe('text that people typed', () => {
  let app: RunningApp;
  before(async () => {
    app = await startApp({
      registration: {
        name: `${MARKUP} App`,
        purpose: `Purpose ${MARKUP}`,
        owner: `user:default/${MARKUP}`,
        audience: MARKUP,
        dataTypes: [{ category: MARKUP, volume: MARKUP }],
      },
    });
    app.service.people = [
      { id: MARKUP, displayName: `Kim ${MARKUP}` },
      { id: MANAGER.sub, displayName: `Robin ${MARKUP}` },
    ];
    const manager = await app.visitor({ ...MANAGER, name: `Robin ${MARKUP}` });
    await manager.post('/entries', {
      form: { title: MARKUP, note: MARKUP, rating: '5', consent: 'yes' },
    });
  });
  after(() => app.stop());

  it('is shown as text on every page, names of people included', async () => {
    const visitor = await app.visitor({
      ...MANAGER,
      sub: 'sub-other',
      name: `Alex ${MARKUP}`,
    });
    const paths = ['/', '/privacy', '/entries', '/people', '/my-data'];
    for (const path of [...paths, '/manage', '/nowhere']) {
      const { body } = await visitor.get(path);
      assert.doesNotMatch(body, /<img src=x|"><img/);
      assert.match(body, /&lt;img src=x onerror=alert\(1\)&gt;/);
    }
    const list = (await visitor.get('/entries')).body;
    assert.match(list, /Added by <bdi>Robin &quot;&gt;&lt;img/);
  });

  it('stays text where a form shows it again', async () => {
    const visitor = await app.visitor(MEMBER);
    const form = {
      title: `${MARKUP} again`,
      note: '</textarea><b>',
      rating: '',
    };
    const { body, status } = await visitor.post('/entries', { form });
    assert.equal(status, 422);
    assert.match(body, /value="&quot;&gt;&lt;img/);
    assert.match(body, /&lt;\/textarea&gt;&lt;b&gt;/);
  });

  it('in an address is not shown at all', async () => {
    const visitor = await app.visitor(MEMBER);
    for (const name of ['done', 'show', 'q', 'next', 'error_description']) {
      const query = new URLSearchParams({ [name]: `<i>${MARKUP}` });
      for (const path of ['/entries', '/callback', '/nowhere']) {
        const { body } = await visitor.get(`${path}?${query}`);
        assert.doesNotMatch(body, /<i>|&lt;i&gt;/);
      }
    }
  });

  it('loses marks that turn it round or hide it, and never its meaning', () => {
    assert.equal(displayText('a\u202eb\u0000c\u200b', 10), 'abc');
    assert.equal(displayText('x\ud800', 10), 'x\ufffd');
    assert.equal(displayText('👩‍🚀 Zoë', 10), '👩‍🚀 Zoë');
    assert.equal(displayText('abcdef', 4), 'abc…');
  });

  it('is escaped by the html template, nested pieces once', () => {
    const inner = html`<b>${'<i>'}</b>`;
    assert.equal(
      html`${inner}${[inner]}${false}${undefined}${1}`.text,
      ['<b>&lt;i&gt;</b>', '<b>&lt;i&gt;</b>', '1'].join(''),
    );
  });
});

describe('CSV', () => {
  it('text that a spreadsheet would run is defused', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) {
      assert.equal(csvText([[text]]), `"'${text}"\r\n`);
    }
  });

  it('quotes are doubled and numbers stay numbers', () => {
    assert.equal(csvText([['a "b"', -3]]), '"a ""b""",-3\r\n');
  });

  it('the numbers for managers name no person', async () => {
    const app = await startApp();
    try {
      const manager = await app.visitor(MANAGER);
      const answer = await manager.get('/manage/counts.csv');
      assert.match(String(answer.headers['content-type']), /^text\/csv/);
      assert.match(String(answer.headers['content-disposition']), /attachment/);
      for (const line of answer.body.trim().split('\r\n').slice(1)) {
        assert.match(line, /^"[A-Z][A-Za-z ]+",\d+$/);
      }
    } finally {
      await app.stop();
    }
  });
});
