import { verifyBundle } from '@micro-apps/governance-core';
import { aRegistration } from '@micro-apps/governance-core/testing';
import { sha256 } from '../audit/sha256';
import { verifyAudit } from '../audit/verifyAudit';
import {
  APP,
  approved,
  change,
  everybodyTold,
  IVAN,
  MAYA,
  MEDIUM,
  registered,
  requested,
  RITA,
  SAM,
  settled,
  state,
  usePortals,
  voted,
  type Portal,
} from '../__testUtils__';
import { columnsOf, tablesOf } from '../__testUtils__/databases';
import { PERSON_COLUMNS } from '../views/DatabasePersonTraces';

const start = usePortals();
const AUDIT = 'micro_apps_audit';
const MEDIUM_APP = aRegistration({ name: 'Something else' });

/** Maya registered an app, had it approved, and gave it away. */
async function givenAway(): Promise<Portal> {
  const portal = await start();
  await registered(portal, { ...MEDIUM, successor: undefined });
  const asked = await requested(portal);
  await voted(portal.as(SAM), asked, {
    reason: `Spoke to ${MAYA}, all fine`,
  }).expect(200);
  await change(portal, { owner: RITA });
  return portal;
}

function erase(portal: Portal, changes: object = {}, ref = IVAN) {
  return portal.as(ref).post('/persons/erasures', {
    ref: MAYA,
    reason: 'She left and asked for it',
    ...changes,
  });
}

async function everything({ knex }: Portal): Promise<string> {
  const people = await knex('micro_apps_audit_people');
  return JSON.stringify([await knex(AUDIT), people]);
}

async function rows({ knex }: Portal) {
  return await knex(AUDIT).orderBy('seq');
}

describe('erasing a person', () => {
  it('leaves nothing of her in the log, which still verifies against an earlier head', async () => {
    const portal = await givenAway();
    const before = await verifyAudit(portal.knex);
    if (!before.ok) throw new Error(before.refusal.because);
    expect(await everything(portal)).toMatch(/maya/);
    const { body } = await erase(portal).expect(200);
    expect(await everything(portal)).not.toMatch(/maya/i);
    const after = await verifyAudit(portal.knex, { expected: before.value });
    // Name and words of three entries, and the words in which Sam names her.
    expect(after).toMatchObject({
      ok: true,
      value: { count: before.value.count + 1, erased: body.parts },
    });
    expect(body.parts).toBe(2 * (before.value.count - 1) + 1);
  });

  it('keeps facts, and who is the same person as whom', async () => {
    const portal = await givenAway();
    const before = await rows(portal);
    const { body } = await erase(portal).expect(200);
    const after = await rows(portal);
    for (const [index, row] of before.entries()) {
      const { seq, at, action, app_id, details, hash, person } = row;
      const kept = { seq, at, action, app_id, details, hash, person };
      expect(after[index]).toMatchObject(kept);
    }
    const hers = after.filter(({ person }) => person === body.person);
    expect(new Set(hers.map(({ actor }) => actor))).toEqual(
      new Set([`person:${body.person}`]),
    );
    const sams = after.find(({ action }) => action === 'request.voted');
    expect(sams).toMatchObject({ actor: SAM, words: null });
    const history = await portal
      .as(RITA)
      .get(`/apps/${APP}/history`)
      .expect(200);
    expect(history.body.items.at(-1)).toMatchObject({
      actor: `person:${body.person}`,
      action: 'app.registered',
      summary: 'What was written here was erased (app.registered)',
      details: { version: 1 },
    });
  });

  it('leaves an entry that owns up to it, and without which the log is broken', async () => {
    const portal = await givenAway();
    const { body } = await erase(portal).expect(200);
    const last = (await rows(portal)).at(-1);
    expect(last).toMatchObject({ action: 'person.erased', actor: IVAN });
    expect(JSON.parse(last.details)).toEqual({
      person: body.person,
      parts: body.parts,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(JSON.parse(last.words)).toMatchObject({
      reason: 'She left and asked for it',
    });
    await portal.knex(AUDIT).where({ seq: last.seq }).delete();
    await portal
      .knex('micro_apps_audit_head')
      .update({ seq: last.seq - 1, hash: last.prev_hash });
    expect(await verifyAudit(portal.knex)).toMatchObject({
      refusal: { details: [{ path: 'edit:1' }] },
    });
  });

  it('tells an erased name from one that was only removed', async () => {
    const portal = await givenAway();
    await erase(portal).expect(200);
    const sam = (await rows(portal)).find(row => row.actor === SAM);
    await portal
      .knex(AUDIT)
      .where({ seq: sam.seq })
      .update({
        actor: `person:${sam.person}`,
        actor_subject: null,
        who_salt: null,
        who_erased: sam.seq + 2,
      });
    const verdict = await verifyAudit(portal.knex);
    expect(verdict.ok).toBe(false);
  });

  it('tells which other records name her, and leaves them', async () => {
    const portal = await givenAway();
    await settled(portal);
    await everybodyTold(portal);
    const without = [
      AUDIT,
      'micro_apps_audit_head',
      'micro_apps_audit_people',
      'micro_apps_outbox',
    ];
    const before = await state(portal, without);
    const { body } = await erase(portal).expect(200);
    expect(body.remaining).toEqual([
      { record: 'registrations', count: 1 },
      { record: 'versions of registrations', count: 2 },
      { record: 'approval requests', count: 1 },
    ]);
    expect(await state(portal, without)).toEqual(before);
    // Who took part is still known where somebody decides.
    await change(portal, { audience: 'company' }, RITA);
    const asked = await requested(portal, RITA);
    portal.company.hire('maya', { groups: ['security-reviewers'] });
    await voted(portal.as(MAYA), asked).expect(403);
  });

  it('erases the words of entries that were found by reading', async () => {
    const portal = await start();
    await registered(portal, MEDIUM);
    await approved(portal);
    await erase(portal, { ref: 'user:default/gone', entries: [3] }).expect(200);
    const [, , third] = await rows(portal);
    expect(third).toMatchObject({ words: null, actor: SAM });
    expect((await verifyAudit(portal.knex)).ok).toBe(true);
  });

  it('makes her somebody new who comes back later', async () => {
    const portal = await givenAway();
    const { body } = await erase(portal).expect(200);
    await portal
      .as(MAYA)
      .post('/apps', {
        registration: { ...MEDIUM_APP, name: 'Another app' },
      })
      .expect(201);
    const last = (await rows(portal)).at(-1);
    expect(last.actor).toBe(MAYA);
    expect(last.person).not.toBe(body.person);
  });

  it('erases nobody else whose reference begins like hers', async () => {
    const portal = await givenAway();
    portal.company.hire('maya-ann', { groups: ['product'] });
    await portal
      .as('user:default/maya-ann')
      .post('/apps', {
        registration: { ...MEDIUM_APP, owner: 'user:default/maya-ann' },
      })
      .expect(201);
    await erase(portal).expect(200);
    expect(await everything(portal)).toContain('user:default/maya-ann');
    expect((await verifyAudit(portal.knex)).ok).toBe(true);
  });

  it('is refused while she owns apps, to others, by tools, and for oneself', async () => {
    const portal = await start();
    await registered(portal, { ...MEDIUM, successor: RITA });
    for (const ref of [MAYA, RITA]) {
      const { body } = await erase(portal, { ref }).expect(409);
      expect(body.error.details).toEqual([{ path: 'ref', message: APP }]);
    }
    await erase(portal, {}, SAM).expect(403);
    await portal
      .as(IVAN, { actor: 'plugin:scaffolder' })
      .post('/persons/erasures', { ref: SAM, reason: 'Asked for it' })
      .expect(403);
    await erase(portal, { ref: IVAN }).expect(403);
    await erase(portal, { ref: SAM }).expect(404);
    await erase(portal, { ref: SAM, reason: `It was ${SAM}` }).expect(400);
    await erase(portal, { ref: 'maya' }).expect(400);
  });

  it('knows every column of the database that names a person', async () => {
    const { knex } = await start();
    const known = PERSON_COLUMNS.flatMap(({ table, columns }) =>
      columns.map(column => `micro_apps_${table}.${column}`),
    );
    const found: string[] = [];
    for (const name of await tablesOf(knex)) {
      for (const column of await columnsOf(knex, name)) {
        if (
          /(_by|_ref|^ref|^actor|owner|person|holder|member|manager|leaver|offered_to)$/.test(
            column,
          )
        ) {
          found.push(`${name}.${column}`);
        }
      }
    }
    /** The log itself; who owns apps now; keys that end by themselves. */
    const elsewhere = [
      `${AUDIT}.actor`,
      `${AUDIT}.person`,
      'micro_apps_audit_people.person',
      'micro_apps_apps.owner',
      'micro_apps_idempotency.actor',
      'micro_apps_notices.person',
      'micro_apps_sources.entity_ref',
    ];
    expect(found.filter(each => !elsewhere.includes(each)).sort()).toEqual(
      [...known].sort(),
    );
  });

  it('leaves a bundle that verifies', async () => {
    const portal = await givenAway();
    await erase(portal).expect(200);
    const { body } = await portal
      .as(IVAN)
      .get(`/apps/${APP}/bundle?people=shown`)
      .expect(200);
    expect(verifyBundle(body, { sha256 })).toMatchObject({
      report: { withheld: 0 },
    });
    expect(JSON.stringify(body.entries)).not.toMatch(/maya/i);
  });
});
