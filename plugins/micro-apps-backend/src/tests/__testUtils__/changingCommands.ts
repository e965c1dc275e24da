import { DAY } from '@micro-apps/governance-core';
import { aRegistration } from '@micro-apps/governance-core/testing';
import {
  ATTESTATION_STATEMENTS,
  type RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import { signDelivery } from '@micro-apps/plugin-micro-apps-node';
import {
  APP,
  ballot,
  change,
  consideredByTheRules,
  detail,
  exceptionAsk,
  exceptionAsked,
  exceptionGranted,
  HIGH,
  IVAN,
  MAYA,
  MEDIUM,
  registered,
  requested,
  requestFor,
  RITA,
  SAM,
  sarifOf,
  SECRETS,
  SUE,
  voted,
  withCode,
  withOneOpenControl,
  type Portal,
} from '../../__testUtils__';
import { file } from '../../flows/testing';
import { proposed } from '../../registry/repositories/__testUtils__/repositorySteps';
import { approvedVendor, LUNCH } from '../../vendors/__testUtils__/vendorSteps';
import type { Prepare } from './changingCommand';
import { ARTEFACT_COMMANDS } from './changingArtefacts';
import { CONTAINMENT_COMMANDS } from './changingContainment';
import { INCIDENT_COMMANDS } from './changingIncidents';
import { RULE_COMMANDS } from './changingRules';
import { RETENTION_COMMANDS } from './changingRetention';
import { REVIEW_COMMANDS } from './changingReviews';
import { SUCCESSION_COMMANDS } from './changingSuccession';
import { NUMBERS_COMMANDS } from './changingNumbers';
import { withSandbox } from './withSandbox';

const app = `/apps/${APP}`;

/** Every route that changes something, as plugin and pipeline know it. */
export const COMMANDS: Readonly<Record<string, Prepare>> = {
  'post /v1/apps': async () => ({
    path: '/apps',
    body: { registration: aRegistration(), idempotencyKey: 'once' },
  }),
  'put /v1/apps/:id/registration': async portal => {
    // An approval ends with it: two entries.
    await registered(portal, MEDIUM);
    await voted(portal.as(SAM), await requested(portal)).expect(200);
    const { registration } = await detail(portal);
    return {
      path: `${app}/registration`,
      body: {
        registration: { ...registration, audience: 'company' },
        expectedVersion: 1,
      },
    };
  },
  'post /v1/imports': async () => ({
    path: '/imports',
    body: { rows: [aRegistration()], dryRun: false },
  }),
  'post /v1/apps/:id/proposals/:proposalId/accept': async portal => {
    const { id } = await proposed(portal);
    return {
      path: `${app}/proposals/${id}/accept`,
      body: { expectedVersion: 1 },
    };
  },
  'post /v1/apps/:id/proposals/:proposalId/decline': async portal => {
    const { id } = await proposed(portal);
    return {
      path: `${app}/proposals/${id}/decline`,
      body: { reason: 'Not now' },
    };
  },
  'post /v1/apps/:id/evidence': async portal => {
    await registered(portal);
    return {
      path: `${app}/evidence`,
      body: {
        kind: 'component-scan',
        commit: 'c'.repeat(40),
        sarif: { version: '2.1.0', runs: [] },
      },
    };
  },
  'post /v1/apps/:id/evidence/pipeline': async (portal, issuer) => {
    await registered(portal);
    return {
      path: `${app}/evidence/pipeline`,
      body: { kind: 'vulnerability-scan', sarif: sarifOf() },
      headers: { authorization: `Bearer ${await issuer.token()}` },
    };
  },
  'post /v1/deliveries/evidence': async portal => {
    await registered(portal);
    const body = { appId: APP, kind: 'dynamic-scan', sarif: sarifOf('ZAP') };
    return {
      path: '/deliveries/evidence',
      body,
      headers: signDelivery({
        body: JSON.stringify(body),
        id: 'd-1',
        secrets: SECRETS,
        at: new Date(),
      }),
    };
  },
  'post /v1/apps/:id/attestations': async portal => {
    const { envelopeHash } = await registered(portal, MEDIUM);
    const statements = [...ATTESTATION_STATEMENTS];
    return { path: `${app}/attestations`, body: { envelopeHash, statements } };
  },
  'post /v1/apps/:id/documents': async portal => {
    const { envelopeHash } = await registered(portal, HIGH);
    return {
      path: `${app}/documents`,
      body: {
        kind: 'encryption-statement',
        envelopeHash,
        answers: {
          'at-rest': 'On encrypted company disks',
          'in-transit': 'Over HTTPS and nothing else',
        },
      },
    };
  },
  'post /v1/apps/:id/security-review': async portal => {
    const { envelopeHash } = await registered(portal, HIGH);
    return {
      path: `${app}/security-review`,
      body: { envelopeHash, outcome: 'pass', notes: 'Read it and tried it' },
      ref: SAM,
    };
  },
  'post /v1/apps/:id/requests': async portal => {
    await registered(portal, MEDIUM);
    return { path: `${app}/requests`, body: { expectedVersion: 1 } };
  },
  'post /v1/requests/:id/votes': async portal => {
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    return {
      path: `/requests/${asked.id}/votes`,
      body: ballot(asked),
      ref: SAM,
    };
  },
  'post /v1/requests/votes': async portal => {
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    const votes = [{ id: asked.id, ...ballot(asked) }];
    return { path: '/requests/votes', body: { votes }, ref: SAM };
  },
  'post /v1/requests/:id/delegate': async portal => {
    await registered(portal, MEDIUM);
    const { id } = await requested(portal);
    return { path: `/requests/${id}/delegate`, body: { to: SUE }, ref: SAM };
  },
  'post /v1/requests/:id/override': async portal => {
    await registered(portal, MEDIUM);
    return { ...overrideOf(await requested(portal)), ref: IVAN };
  },
  'post /v1/requests/:id/override-review': async portal => {
    await registered(portal, MEDIUM);
    const asked = await requested(portal);
    const { path, body } = overrideOf(asked);
    await portal.as(IVAN).post(path, body).expect(200);
    return {
      path: `/requests/${asked.id}/override-review`,
      body: { outcome: 'taken-back', reason: 'It was no emergency' },
      ref: SAM,
    };
  },
  'post /v1/requests/:id/items/:itemId': async portal => {
    const { id, items } = await withChangesAskedFor(portal);
    return {
      path: `/requests/${id}/items/${items[0].id}`,
      body: { done: true },
    };
  },
  'post /v1/requests/:id/resubmit': async portal => {
    const { id, items } = await withChangesAskedFor(portal);
    await portal
      .as(MAYA)
      .post(`/requests/${id}/items/${items[0].id}`, { done: true })
      .expect(200);
    return { path: `/requests/${id}/resubmit` };
  },
  'post /v1/requests/:id/withdraw': async portal => {
    await registered(portal, MEDIUM);
    return { path: `/requests/${(await requested(portal)).id}/withdraw` };
  },
  'post /v1/apps/:id/repository': async portal => {
    await registered(portal);
    return {
      path: `${app}/repository`,
      body: { files: [file('src/server.ts', 'start();')] },
    };
  },
  'put /v1/apps/:id/sandbox': async portal => {
    await registered(portal);
    await withCode(portal);
    return { path: `${app}/sandbox` };
  },
  'post /v1/apps/:id/sandbox/start': async portal => {
    await withSandbox(portal);
    await portal.as(MAYA).post(`${app}/sandbox/stop`).expect(200);
    return { path: `${app}/sandbox/start` };
  },
  'post /v1/apps/:id/sandbox/stop': async portal => {
    await withSandbox(portal);
    return { path: `${app}/sandbox/stop` };
  },
  'post /v1/apps/:id/sandbox/update': async portal => {
    await withSandbox(portal);
    return { path: `${app}/sandbox/update` };
  },
  'post /v1/apps/:id/scans': async portal => {
    await registered(portal);
    await withCode(portal);
    return { path: `${app}/scans` };
  },
  'post /v1/vendors': async () => ({ path: '/vendors', body: LUNCH }),
  'post /v1/vendors/:name/withdraw': async portal => {
    const { name } = await approvedVendor(
      portal,
      {},
      { approvedUntil: new Date(Date.now() + 7 * DAY).toISOString() },
    );
    // A renewal ends with it: several entries.
    await portal.as(MAYA).post('/vendors', LUNCH).expect(201);
    return {
      path: `/vendors/${name}/withdraw`,
      body: { reason: 'It was broken into' },
      ref: SAM,
    };
  },
  'post /v1/apps/:id/exceptions': async portal => {
    await withOneOpenControl(portal);
    return { path: `${app}/exceptions`, body: await exceptionAsk(portal) };
  },
  'post /v1/exceptions/:id/revoke': async portal => {
    await withOneOpenControl(portal);
    const { id } = await exceptionGranted(portal);
    return { path: `/exceptions/${id}/revoke`, body: { reason: 'Enough' } };
  },
  'post /v1/persons/erasures': async portal => {
    await registered(portal);
    await change(portal, { owner: RITA, successor: undefined });
    return {
      path: '/persons/erasures',
      body: { ref: MAYA, reason: 'She asked for it' },
      ref: IVAN,
    };
  },
  'post /v1/apps/:id/promotions': async portal => {
    await registered(portal);
    await withCode(portal);
    await consideredByTheRules(portal);
    return { path: `${app}/promotions`, body: { environment: 'beta' } };
  },
  ...INCIDENT_COMMANDS,
  ...REVIEW_COMMANDS,
  ...SUCCESSION_COMMANDS,
  ...NUMBERS_COMMANDS,
  ...ARTEFACT_COMMANDS,
  ...CONTAINMENT_COMMANDS,
  ...RULE_COMMANDS,
  ...RETENTION_COMMANDS,
  'post /v1/outbox/:id/retry': async portal => {
    const [id] = await portal
      .knex('micro_apps_outbox')
      .insert({
        topic: 'webhook.gone',
        message_key: 'gone:event-1',
        payload: '{}',
        state: 'failed',
        attempts: 8,
        created_at: new Date().toISOString(),
        due_at: new Date().toISOString(),
      })
      .returning('id');
    return { path: `/outbox/${id.id}/retry`, ref: IVAN };
  },
};

/** A vote is one route; what follows differs by what it is about. */
export const WHAT_FOLLOWS: Readonly<Record<string, Prepare>> = {
  'post /v1/requests/:id/votes': async portal => {
    await withOneOpenControl(portal);
    const asked = await requestFor(portal, await exceptionAsked(portal));
    return {
      path: `/requests/${asked.id}/votes`,
      body: ballot(asked),
      ref: IVAN,
    };
  },
  'post /v1/requests/:id/withdraw': async portal => {
    await withOneOpenControl(portal);
    const { requestId } = await exceptionAsked(portal);
    return { path: `/requests/${requestId}/withdraw` };
  },
};

function overrideOf({ id, envelopeHash, version }: RequestView) {
  const reason = 'The payment service is down and this mends it';
  const body = { reason, envelopeHash, expectedVersion: version };
  return { path: `/requests/${id}/override`, body };
}

async function withChangesAskedFor(portal: Portal): Promise<RequestView> {
  await registered(portal, MEDIUM);
  const { body } = await voted(portal.as(SAM), await requested(portal), {
    choice: 'ask-for-changes',
    items: ['Say more'],
  }).expect(200);
  return body;
}
