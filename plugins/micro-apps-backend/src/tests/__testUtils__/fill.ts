import { aRegistration } from '@micro-apps/governance-core/testing';
import { signDelivery } from '@micro-apps/plugin-micro-apps-node';
import {
  ALL_RIGHT,
  APP,
  change,
  consideredByTheRules,
  detail,
  everybodyTold,
  CAUSES,
  exceptionAsked,
  inHours,
  reported,
  step,
  IVAN,
  leavers,
  manyVanished,
  MAYA,
  MEDIUM,
  ownersLookedUp,
  registered,
  requested,
  SAM,
  sbomOf,
  SECRETS,
  settled,
  submit,
  SUE,
  voted,
  withCode,
  withEvidence,
  type Issuer,
  type Portal,
} from '../../__testUtils__';
import { insertProofs } from '../../containment/automatic/DatabaseAutomatic';
import { putCounts } from '../../containment/automatic/DatabaseLooks';
import { insertRuleSwitch } from '../../policy/DatabaseRuleSwitches';
import { insertPreview } from '../../ruleModes/DatabaseRulePreviews';
import { lookNow } from './changingRetention';
import { enqueueNotice } from '../../kernel/notices';
import {
  fileOf,
  look,
} from '../../registry/repositories/__testUtils__/repositorySteps';
import { filledIn } from './changingArtefacts';

/** An app with something in every table. */
export async function fill(portal: Portal, issuer: Issuer): Promise<void> {
  const maya = portal.as(MAYA);
  await registered(portal);
  await withCode(portal);
  await machinesSend(portal, issuer);
  await maya.put(`/apps/${APP}/sandbox`).expect(202);
  await settled(portal);
  await maya.post(`/apps/${APP}/scans`).expect(202);
  await consideredByTheRules(portal);
  await maya
    .post(`/apps/${APP}/promotions`, {
      environment: 'beta',
      idempotencyKey: 'once',
    })
    .expect(202);
  await settled(portal);
  await maya
    .post(`/apps/${APP}/review/attest`, {
      expectedVersion: 1,
      answers: ALL_RIGHT,
    })
    .expect(201);
  await portal.run('micro-apps-reviews');
  await maya
    .post('/vendors', {
      title: 'Lunch Board',
      kind: 'general',
      purpose: 'Shows the menus of the places nearby',
      dataClasses: ['public'],
      hosts: ['api.lunchboard.example'],
      sdkPackages: [],
    })
    .expect(201);
  const { registration } = await detail(portal);
  await maya
    .put(`/apps/${APP}/registration`, {
      registration: { ...registration, ...MEDIUM },
      expectedVersion: 1,
    })
    .expect(200);
  const asked = await requested(portal);
  const path = `/requests/${asked.id}`;
  await portal.as(SAM).post(`${path}/delegate`, { to: SUE }).expect(200);
  await portal
    .as(IVAN)
    .post(`${path}/override`, {
      reason: 'The payment service is down and this mends it',
      envelopeHash: asked.envelopeHash,
      expectedVersion: 2,
    })
    .expect(200);
  await change(portal, { audience: 'company' });
  const held = await voted(portal.as(SAM), await requested(portal), {
    choice: 'ask-for-changes',
    items: ['Say more'],
  }).expect(200);
  await settled(portal);
  await withEvidence(portal, {
    commit: (await detail(portal)).head,
    without: ['dynamic-scan'],
  });
  await exceptionAsked(portal);
  const broken = await reported(portal, { detectedAt: inHours(-5) });
  await step(maya, broken, 'causes', CAUSES).expect(200);
  expect(held.body.state).toBe('changes-requested');
  await look(portal, fileOf({ retentionDays: 30 }));
  await portal
    .as(IVAN)
    .post('/imports', {
      rows: [aRegistration({ name: 'Imported' })],
      dryRun: false,
    })
    .expect(200);
  const { body: stopped } = await portal
    .as(SAM)
    .get(`/fleet/preview?action=restrict&owner=${MAYA}`)
    .expect(200);
  await portal
    .as(SAM)
    .post('/fleet/runs', {
      action: 'restrict',
      owner: MAYA,
      reason: 'Looks odd',
      expectedApps: stopped.apps,
    })
    .expect(202);
  await settled(portal);
  await switched(portal);
  await warned(portal);
  await keptAndEnded(portal);
  await portal
    .as(SAM)
    .post('/leavers', { person: MAYA, reason: 'She has left' })
    .expect(201);
  await settled(portal);
  const [{ id }] = (await leavers(portal)).items;
  await portal
    .as(SAM)
    .post(`/leavers/${id}/return`, { reason: 'She is back' })
    .expect(200);
  await manyVanished(portal);
  await ownersLookedUp(portal);
  await filledIn(portal, 'decommission-plan');
  await portal
    .as(IVAN)
    .put('/numbers/rollout', { startsAt: '2026-11-02T00:00:00Z' })
    .expect(200);
  await portal
    .as(IVAN)
    .post('/numbers/rollout/steps/champions', { done: true, note: 'All' })
    .expect(200);
  await portal.as(IVAN).get('/numbers').expect(200);
  await noticed(portal);
}

/** A rule was switched, after a preview. */
async function switched({ knex }: Portal): Promise<void> {
  const about = { rule: 'lunch-hours', mode: 'warn' as const };
  await knex.transaction(async tx => {
    await insertPreview(tx, {
      ...about,
      id: 'preview',
      revision: 'r1',
      by: SAM,
      at: new Date().toISOString(),
      total: 0,
    });
    await insertRuleSwitch(tx, {
      ...about,
      reason: 'It holds up everybody',
      actor: { ref: SAM, direct: true },
      at: new Date(),
      previewId: 'preview',
    });
  });
}

/** A rule of automatic containment warned of something. */
async function warned({ knex }: Portal): Promise<void> {
  const at = new Date().toISOString();
  const controlId = 'known-vulnerabilities';
  await knex.transaction(async tx => {
    await insertProofs(tx, { step: 'warn', at }, [
      { appId: APP, controlId, provenAt: at },
    ]);
    await putCounts(tx, { lookedAt: at, counts: { [controlId]: 1 } });
  });
}

/** Data that went, data that is held, and an app that has ended. */
async function keptAndEnded(portal: Portal): Promise<void> {
  for (const name of ['old', 'new']) {
    portal.world.kept.set(`${APP}:sandbox:${name}`, name);
  }
  await lookNow(portal);
  await portal
    .knex('micro_apps_kept_things')
    .where({ name: 'old' })
    .update({ received_at: '2020-01-01T00:00:00.000Z' });
  // An open incident keeps it for now.
  const incidents = () => portal.knex('micro_apps_incidents');
  const open = await incidents().whereNull('closed_at').pluck('id');
  const closed = { closed_at: new Date().toISOString() };
  await incidents().whereIn('id', open).update(closed);
  await lookNow(portal);
  await incidents().whereIn('id', open).update({ closed_at: null });
  await portal
    .as(SAM)
    .post(`/apps/${APP}/legal-hold`, { reason: 'A court asked for it' })
    .expect(200);
  await portal
    .as(IVAN)
    .post('/apps/imported/retirement', {
      reason: 'Nobody uses it',
      typedName: 'Imported',
      expectedVersion: 1,
    })
    .expect(202);
  await settled(portal);
}

/** Somebody is to be told something, and that is noted. */
async function noticed({ knex }: Portal): Promise<void> {
  await knex.transaction(tx =>
    enqueueNotice(tx, {
      key: 'once',
      kind: 'test.noticed',
      to: { people: [MAYA] },
      title: 'Something happened',
      text: 'Look at it',
      link: '/micro-apps',
      at: new Date(),
    }),
  );
  await everybodyTold({ knex });
}

/** A pipeline and a scanner hand in what they found. */
async function machinesSend(portal: Portal, issuer: Issuer): Promise<void> {
  const report = { kind: 'component-scan', cyclonedx: sbomOf() };
  await submit(portal.withToken(await issuer.token()), report).expect(201);
  const body = JSON.stringify({ appId: APP, ...report });
  const signed = { body, id: 'd-1', secrets: SECRETS, at: new Date() };
  await portal
    .withToken(undefined)
    .raw('/deliveries/evidence')
    .type('json')
    .set(signDelivery(signed))
    .send(body)
    .expect(201);
}
