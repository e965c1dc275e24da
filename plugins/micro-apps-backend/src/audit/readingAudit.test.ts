import {
  createChainVerifier,
  readAuditRow,
  type ChainReport,
} from '@micro-apps/governance-core';
import {
  approved,
  audited,
  IVAN,
  MAYA,
  MEDIUM,
  NOAH,
  registered,
  SAM,
  usePortals,
  type Portal,
} from '../__testUtils__';
import { refuseAuditEntries } from '../__testUtils__/databases';
import { sha256 } from './sha256';

const start = usePortals();
const ENTRIES = '/audit/entries';
const AUDITORS = { audit: { auditors: ['group:default/sales'] } };

async function withStory(options?: Parameters<typeof start>[0]) {
  const portal = await start(options);
  await registered(portal, MEDIUM);
  await approved(portal);
  return portal;
}

async function entries(portal: Portal, query = '', ref = IVAN) {
  const { body } = await portal
    .as(ref)
    .get(`${ENTRIES}?limit=100${query}`)
    .expect(200);
  return body.items;
}

describe('reading the audit log', () => {
  it('shows facts, and tells people apart by names that say nothing', async () => {
    const portal = await withStory();
    const items = await entries(portal);
    expect(items.map(({ action }: { action: string }) => action)).toEqual([
      'request.voted',
      'request.opened',
      'app.registered',
    ]);
    const [voted, opened, first] = items;
    expect(first.person).toBe(opened.person);
    expect(first.person).not.toBe(voted.person);
    expect(voted.details).toMatchObject({
      choice: 'approve',
      role: 'security',
    });
    expect(JSON.stringify(items)).not.toMatch(/user:|sub-|Looked at it/);
  });

  it('shows names and words to an administrator who asks for them', async () => {
    const portal = await withStory();
    const [voted] = await entries(portal, '&people=shown');
    expect(voted).toMatchObject({
      actor: SAM,
      summary: expect.stringContaining('Looked at it'),
    });
  });

  it('is noted before anything is told, with what was looked for', async () => {
    const portal = await withStory();
    await entries(portal, `&people=shown&actor=${MAYA}&action=app.registered`);
    const [read] = await entries(portal, '&action=audit.read&people=shown');
    expect(read).toMatchObject({
      actor: IVAN,
      details: { action: 'app.registered', people: 'shown', entries: 1 },
      personal: { actor: MAYA },
    });
    await refuseAuditEntries(portal.knex);
    for (const path of [ENTRIES, '/audit/export', '/apps/where2eat/bundle']) {
      const { status, text } = await portal.as(IVAN).get(path);
      expect([path, status]).toEqual([path, 500]);
      expect(text).not.toContain('app.registered');
    }
  });

  it('narrows by app, action, person and time, page by page', async () => {
    const portal = await withStory();
    const all = await entries(portal);
    const maya = all[1].person;
    for (const [query, expected] of [
      ['&appId=where2eat', 3],
      ['&appId=another', 0],
      ['&action=request.voted', 1],
      [`&actor=person:${maya}`, 2],
      [`&actor=${MAYA}`, 2],
      [`&from=${all[0].at}&action=request.voted`, 1],
      [`&to=${all[2].at}`, 0],
    ] as const) {
      const found = await entries(portal, query);
      expect([query, found.length]).toEqual([query, expected]);
    }
    const seen: number[] = [];
    let cursor = '';
    do {
      const { body } = await portal
        .as(IVAN)
        .get(`${ENTRIES}?limit=2&appId=where2eat${cursor}`)
        .expect(200);
      seen.push(...body.items.map(({ seq }: { seq: number }) => seq));
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
    } while (cursor);
    expect(seen).toEqual([3, 2, 1]);
  });

  it('is for administrators and auditors; names are for those who may see them', async () => {
    const portal = await withStory({ microApps: AUDITORS });
    for (const path of [ENTRIES, '/audit/export', '/audit/heads']) {
      await portal.as(MAYA).get(path).expect(403);
      await portal.as(SAM).get(path).expect(403);
      await portal.as(NOAH).get(path).expect(200);
    }
    for (const query of ['people=shown', `actor=${MAYA}`]) {
      await portal.as(NOAH).get(`${ENTRIES}?${query}`).expect(403);
    }
    await portal.as(NOAH).get('/audit/export?people=shown').expect(403);
    const seeing = await withStory({
      microApps: { audit: { ...AUDITORS.audit, auditorsSeePeople: true } },
    });
    await seeing.as(NOAH).get(`${ENTRIES}?people=shown`).expect(200);
  });

  it.each([
    'actor=maya',
    'action=A%20B',
    'from=yesterday',
    'to=2026-13-45T10:00:00Z',
    'people=all',
    'limit=1000',
    'appId=A',
  ])('refuses %s', async query => {
    const portal = await start();
    await portal.as(IVAN).get(`${ENTRIES}?${query}`).expect(400);
  });
});

async function exported(portal: Portal, query = '') {
  const { text } = await portal
    .as(IVAN)
    .get(`/audit/export${query}`)
    .expect('content-type', /ndjson/)
    .expect(200);
  const [first, ...rows] = text.trim().split('\n');
  return { first: JSON.parse(first), rows, text };
}

function followed(
  lines: readonly string[],
  known: readonly { seq: number; hash: string; chain?: string }[],
): ChainReport {
  const verifier = createChainVerifier({ sha256, known, allowWithheld: true });
  for (const line of lines) {
    const row = readAuditRow(JSON.parse(line));
    verifier.add(row ?? { seq: 0, unreadable: true });
  }
  const verdict = verifier.finish();
  if ('broken' in verdict) throw new Error(verdict.broken.because);
  return verdict.report;
}

describe('the exported log', () => {
  it('verifies against a head that was taken earlier, with and without people', async () => {
    const portal = await withStory();
    const { body: head } = await portal
      .as(IVAN)
      .get('/audit/heads')
      .expect(200);
    expect(head).toMatchObject({ seq: 3, at: expect.any(String) });
    for (const [query, withheld] of [
      ['', 8],
      ['?people=shown', 0],
    ] as const) {
      const { first, rows, text } = await exported(portal, query);
      const report = followed(rows, [head, first.head]);
      expect(report).toMatchObject({ seq: first.head.seq, erased: 0 });
      expect([query, /user:default|sub-maya|Looked at/.test(text)]).toEqual([
        query,
        withheld === 0,
      ]);
      expect([query, report.withheld > 0]).toEqual([query, withheld > 0]);
    }
    expect(await audited(portal)).toContain('audit.exported');
  });

  it('has a head for every entry, and none for others', async () => {
    const portal = await start();
    const { body: empty } = await portal
      .as(IVAN)
      .get('/audit/heads')
      .expect(200);
    expect(empty).toEqual({ seq: 0, hash: '0'.repeat(64) });
    await registered(portal, MEDIUM);
    await approved(portal);
    const { body } = await portal
      .as(IVAN)
      .get('/audit/heads?seq=2')
      .expect(200);
    const { hash } = await portal
      .knex('micro_apps_audit')
      .where({ seq: 2 })
      .first();
    expect(body).toMatchObject({ seq: 2, hash });
    await portal.as(IVAN).get('/audit/heads?seq=99').expect(404);
  });
});
