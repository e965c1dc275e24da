import { EVIDENCE_KINDS } from '@micro-apps/governance-core';
import {
  APP,
  audited,
  detail,
  HIGH,
  MAYA,
  NOAH,
  registered,
  SAM,
  usePortals,
  withCode,
  withEvidence,
} from '../__testUtils__';

const start = usePortals();

/** A log that says that a tool ran to its end and found nothing. */
const CLEAN = {
  version: '2.1.0',
  runs: [
    {
      tool: { driver: { name: 'Some scanner', version: '1.0' } },
      invocations: [{ executionSuccessful: true }],
      results: [],
    },
  ],
};

describe('a report of one’s own', () => {
  it('is kept and shown, and meets no control, whatever it calls itself', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    const commit = await withCode(portal);
    const before = await detail(portal);
    for (const kind of EVIDENCE_KINDS) {
      const { body } = await portal
        .as(MAYA)
        .post(`/apps/${APP}/evidence`, { kind, commit, sarif: CLEAN })
        .expect(201);
      expect(body).toMatchObject({
        kind,
        provenance: 'self-reported',
        outcome: 'pass',
        by: MAYA,
        commit,
      });
    }
    const after = await detail(portal);
    const states = ({ findings }: typeof after) =>
      findings.map(({ controlId, state }) => [controlId, state]);
    expect(states(after)).toEqual(states(before));
    expect(after.findings.map(({ code }) => code)).toContain('self-reported');
    expect(after.gate.allowed).toBe(false);
    expect(
      (await audited(portal)).filter(action => action === 'evidence.received'),
    ).toHaveLength(EVIDENCE_KINDS.length);
  });

  it('pushes out none of the portal’s own results, however often it is sent', async () => {
    const portal = await start();
    await registered(portal);
    const commit = await withCode(portal);
    await withEvidence(portal, { commit });
    const before = (await detail(portal)).findings;
    const failing = {
      ...CLEAN,
      runs: [
        {
          ...CLEAN.runs[0],
          results: [{ level: 'error', message: { text: 'Old' } }],
        },
      ],
    };
    await portal
      .as(MAYA)
      .post(`/apps/${APP}/evidence`, {
        kind: 'component-scan',
        commit,
        sarif: failing,
      })
      .expect(201);
    const sent = await portal
      .knex('micro_apps_evidence')
      .where({ provenance: 'self-reported' })
      .first();
    for (let i = 0; i < 150; i += 1) {
      await portal
        .knex('micro_apps_evidence')
        .insert({ ...sent, id: `report-${i}` });
    }
    const states = (await detail(portal)).findings.map(({ state }) => state);
    expect(states).toEqual(before.map(({ state }) => state));
    const { body } = await portal.as(SAM).get(`/apps/${APP}/evidence`);
    expect(
      body.items.filter(
        ({ provenance }: { provenance: string }) =>
          provenance === 'portal-runner',
      ).length,
    ).toBeGreaterThan(1);
  });

  it('is taken from the owner’s side only', async () => {
    const portal = await start();
    await registered(portal);
    const body = {
      kind: 'component-scan',
      commit: 'c'.repeat(40),
      sarif: CLEAN,
    };
    await portal.as(NOAH).post(`/apps/${APP}/evidence`, body).expect(403);
    await portal.as(SAM).post(`/apps/${APP}/evidence`, body).expect(403);
    await portal.as(MAYA).post('/apps/nothing/evidence', body).expect(404);
    expect(await portal.knex('micro_apps_evidence')).toEqual([]);
  });

  it('cannot choose its provenance, date, author or envelope', async () => {
    const portal = await start();
    const { envelopeHash } = await registered(portal);
    const sound = {
      kind: 'component-scan',
      commit: 'c'.repeat(40),
      sarif: CLEAN,
    };
    for (const extra of [
      { provenance: 'portal-runner' },
      { receivedAt: '2020-01-01T00:00:00.000Z' },
      { by: 'user:default/sam' },
      { envelopeHash },
      { outcome: 'pass' },
      { scanId: 'x' },
    ]) {
      const { status, body } = await portal
        .as(MAYA)
        .post(`/apps/${APP}/evidence`, { ...sound, ...extra });
      expect(status).toBe(400);
      expect(body.error.message).toContain(Object.keys(extra)[0]);
    }
    for (const broken of [
      { ...sound, kind: 'whatever' },
      { ...sound, commit: 'HEAD' },
      { ...sound, sarif: [] },
      { ...sound, sarif: undefined },
    ]) {
      await portal.as(MAYA).post(`/apps/${APP}/evidence`, broken).expect(400);
    }
    expect(await portal.knex('micro_apps_evidence')).toEqual([]);
  });

  it('names its tool and its problems as text', async () => {
    const portal = await start();
    await registered(portal);
    const hostile = '<img src=x onerror=alert(1)>\u0000\ud800';
    const sarif = {
      ...CLEAN,
      $schema: 'http://127.0.0.1:1/schema.json',
      runs: [
        {
          ...CLEAN.runs[0],
          tool: { driver: { name: hostile } },
          externalPropertyFileReferences: {
            results: [{ location: { uri: 'http://127.0.0.1:1/results' } }],
          },
          results: [
            {
              ruleId: hostile,
              message: { text: hostile },
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'file:///etc/../etc/passwd' },
                    region: { startLine: 3 },
                  },
                },
              ],
            },
          ],
        },
      ],
    };
    const { body } = await portal
      .as(MAYA)
      .post(`/apps/${APP}/evidence`, {
        kind: 'component-scan',
        commit: 'c'.repeat(40),
        sarif,
      })
      .expect(201);
    const read = await portal.as(SAM).get(`/apps/${APP}/evidence/${body.id}`);
    expect(read.body.problems).toMatchObject([
      { location: 'file:///etc/../etc/passwd:3', level: 'warning' },
    ]);
    expect(read.body.tool.name).toContain('<img');
  });
});

describe('results that the portal made itself', () => {
  it('count for the commit that was scanned and for no other', async () => {
    const portal = await start();
    await registered(portal);
    await withCode(portal);
    await withEvidence(portal, { commit: 'd'.repeat(40) });
    const { findings, gate } = await detail(portal);
    expect(gate.allowed).toBe(false);
    const scans = findings.filter(({ control }) => control.actor === 'runner');
    expect(new Set(scans.map(({ code }) => code))).toEqual(
      new Set(['other-commit']),
    );
  });
});
