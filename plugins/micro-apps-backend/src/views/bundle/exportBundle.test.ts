import { verifyBundle } from '@micro-apps/governance-core';
import {
  APP,
  approved,
  consideredByTheRules,
  IVAN,
  MAYA,
  MEDIUM,
  NOAH,
  registered,
  RITA,
  SAM,
  sarifOf,
  settled,
  usePortals,
  voted,
  withCode,
  withEvidence,
  requested,
  type Portal,
} from '../../__testUtils__';
import { columnsOf, tablesOf } from '../../__testUtils__/databases';
import { sha256 } from '../../audit/sha256';
import { approvedVendor } from '../../vendors/__testUtils__/vendorSteps';
import { RECORD_TABLES } from './DatabaseBundleRecords';

const start = usePortals();
const PATH = `/apps/${APP}/bundle`;

async function bundleOf(portal: Portal, query = '', ref = MAYA) {
  const { body } = await portal.as(ref).get(`${PATH}${query}`).expect(200);
  return body;
}

/** An app of many that was asked about, sent back, approved and promoted. */
async function withHistory(): Promise<Portal> {
  const portal = await start();
  for (let i = 0; i < 20; i += 1)
    await registered(portal, { name: `App ${i}` });
  await registered(portal, MEDIUM);
  await withCode(portal);
  await withEvidence(portal);
  await voted(portal.as(SAM), await requested(portal), {
    choice: 'ask-for-changes',
    items: [`Ask ${RITA} about it`],
  }).expect(200);
  for (let i = 20; i < 40; i += 1) {
    await registered(portal, { name: `App ${i}` });
  }
  return portal;
}

describe('an evidence bundle', () => {
  it('holds every record of the app and verifies against a head that was kept', async () => {
    const portal = await withHistory();
    const { body: kept } = await portal
      .as(IVAN)
      .get('/audit/heads')
      .expect(200);
    await registered(portal, { name: 'One more' });
    const bundle = await bundleOf(portal, `?people=shown&known=${kept.seq}`);
    expect(verifyBundle(bundle, { sha256, known: [kept] })).toMatchObject({
      report: { unreached: [], withheld: 0, unproven: 0 },
    });
    expect(bundle.records).toMatchObject({
      registration: [{ id: APP }],
      registrationVersions: [{ version: 1, changedBy: MAYA }],
      requests: [{ state: 'changes-requested' }],
      votes: [{ choice: 'ask-for-changes', voterRef: SAM }],
      changeItems: [{ text: `Ask ${RITA} about it`, done: false }],
    });
    expect(bundle.records.evidence.length).toBeGreaterThan(3);
    expect(bundle.entries.map(({ appId }: { appId: string }) => appId)).toEqual(
      bundle.entries.map(() => APP),
    );
    const changed = JSON.parse(JSON.stringify(bundle));
    changed.records.votes[0].choice = 'approve';
    expect(verifyBundle(changed, { sha256 })).toMatchObject({
      broken: { kind: 'edit', seq: bundle.head.seq },
    });
  });

  it('names nobody unless asked to, and verifies all the same', async () => {
    const portal = await withHistory();
    const bundle = await bundleOf(portal);
    expect(JSON.stringify(bundle)).not.toMatch(
      /user:default|sub-|Looked at it/,
    );
    const [{ changedBy }] = bundle.records.registrationVersions;
    const [first] = bundle.entries;
    expect(changedBy).toBe(`person:${first.person}`);
    expect(verifyBundle(bundle, { sha256 })).toMatchObject({
      report: { withheld: 2 * bundle.entries.length },
    });
  });

  it('holds no secret, and reports of tools by their digest', async () => {
    const portal = await start();
    await registered(portal);
    await withCode(portal);
    await portal
      .as(MAYA)
      .post(`/apps/${APP}/evidence`, {
        kind: 'component-scan',
        commit: 'c'.repeat(40),
        sarif: { version: '2.1.0', runs: [] },
      })
      .expect(201);
    await consideredByTheRules(portal);
    await portal
      .as(MAYA)
      .post(`/apps/${APP}/promotions`, { environment: 'beta' })
      .expect(202);
    await settled(portal);
    const { records } = await bundleOf(portal, '?people=shown');
    expect(records.evidence).toContainEqual(
      expect.objectContaining({
        sarifDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      }),
    );
    expect(records.deployments).toMatchObject([{ environment: 'beta' }]);
    expect(JSON.stringify(records)).not.toMatch(/token|sealed|"sarif":/i);
  });

  it('holds the reports of tools where they are asked for, and what was decided on vendors', async () => {
    const portal = await start();
    const { name } = await approvedVendor(portal);
    await registered(portal, { vendors: [name] });
    await withCode(portal);
    const sarif = sarifOf('a scanner');
    await portal
      .as(MAYA)
      .post(`/apps/${APP}/evidence`, {
        kind: 'vulnerability-scan',
        commit: 'c'.repeat(40),
        sarif,
      })
      .expect(201);
    await portal.as(MAYA).get(`${PATH}?reports=included`).expect(400);
    const bundle = await bundleOf(portal, '?people=shown&reports=included');
    const [evidence] = bundle.records.evidence;
    expect(JSON.parse(evidence.sarif)).toEqual(sarif);
    expect(sha256(evidence.sarif)).toBe(evidence.sarifDigest);
    expect(bundle.records.vendors).toMatchObject([
      { name, decision: 'approved' },
    ]);
    expect(verifyBundle(bundle, { sha256 })).toMatchObject({ report: {} });
    evidence.sarif = evidence.sarif.replace('a scanner', 'another');
    expect(verifyBundle(bundle, { sha256 })).toHaveProperty('broken');
  });

  it('is for those who may read the app, and for auditors without names', async () => {
    const portal = await start({
      microApps: { audit: { auditors: ['group:default/sales'] } },
    });
    await registered(portal, MEDIUM);
    await approved(portal);
    for (const ref of [MAYA, SAM, IVAN]) {
      await bundleOf(portal, '?people=shown', ref);
    }
    await bundleOf(portal, '', NOAH);
    await portal.as(NOAH).get(`${PATH}?people=shown`).expect(403);
    portal.company.hire('noah', { groups: ['marketing'] });
    await portal.as('user:default/pat').get(PATH).expect(200);
    await portal.as(MAYA).get('/apps/nothing/bundle').expect(404);
    const other = await start();
    await registered(other);
    await other.as(NOAH).get(PATH).expect(403);
  });

  it('knows every table that holds something of an app', async () => {
    const { knex } = await start();
    const found: string[] = [];
    for (const name of await tablesOf(knex)) {
      const columns = await columnsOf(knex, name);
      if (
        columns.some(each =>
          /^(app_id|request_id|incident_id|orphan_id)$/.test(each),
        )
      ) {
        found.push(name.replace('micro_apps_', ''));
      }
    }
    /** Entries are told with their proof; the others are for working only. */
    const otherwise = [
      'audit',
      'import_rows',
      'pipeline_tokens',
      'resources',
      'retention_looks',
      'review_clocks',
      'search',
      'token_apps',
      'vendor_requesters',
    ];
    const known = Object.values(RECORD_TABLES).map(({ table }) => table);
    expect(found.filter(name => !otherwise.includes(name)).sort()).toEqual(
      known.filter(name => name !== 'apps').sort(),
    );
  });
});
