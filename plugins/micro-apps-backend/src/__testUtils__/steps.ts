import { deriveControls, type Registration } from '@micro-apps/governance-core';
import {
  aRegistration,
  evidenceFor,
  SOME_INTEGRATIONS,
} from '@micro-apps/governance-core/testing';
import type {
  AppDetail,
  RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { recordEvidence } from '../evidence/recordEvidence';
import { file } from '../flows/testing';
import { NOTICE } from '../kernel/notices';
import { enqueue } from '../kernel/outbox';
import { CONSIDER_APPROVAL } from '../kernel/parts';
import { SYSTEM_ACTOR } from '../kernel/types';
import { assess } from '../registry/assess';
import { MAYA, SAM } from './people';
import { tablesOf } from './databases';
import type { Caller, PortalFace } from './portal';

export const APP = 'where2eat';

/** Medium: confidential data, one security reviewer has to agree. */
export const MEDIUM: Partial<Registration> = { classification: 'confidential' };
/** High: regulated data, security and privacy have to agree. */
export const HIGH: Partial<Registration> = { classification: 'regulated' };

/** Registers Maya's app over REST. */
export async function registered(
  portal: PortalFace,
  changes: Partial<Registration> = {},
): Promise<AppDetail> {
  const { body } = await portal
    .as(MAYA)
    .post('/apps', { registration: aRegistration(changes) })
    .expect(201);
  return body;
}

/** The app as somebody sees it now. */
export async function detail(
  portal: PortalFace,
  ref = MAYA,
): Promise<AppDetail> {
  const { body } = await portal.as(ref).get(`/apps/${APP}`).expect(200);
  return body;
}

/** Changes the registration as it is now. */
export async function change(
  portal: PortalFace,
  changes: Partial<Registration>,
  ref = MAYA,
): Promise<AppDetail> {
  const { version, registration } = await detail(portal);
  const { body } = await portal
    .as(ref)
    .put(`/apps/${APP}/registration`, {
      registration: { ...registration, ...changes },
      expectedVersion: version,
    })
    .expect(200);
  return body;
}

/** Asks for approval of the app as it is now. */
export async function requested(
  portal: PortalFace,
  ref = MAYA,
): Promise<RequestView> {
  const { version } = await detail(portal);
  const { body } = await portal
    .as(ref)
    .post(`/apps/${APP}/requests`, { expectedVersion: version })
    .expect(201);
  return body;
}

/** What a page sends that shows the request as it is now. */
export function ballot(
  { envelopeHash, version }: Pick<RequestView, 'envelopeHash' | 'version'>,
  vote: { choice?: string; reason?: string; items?: readonly string[] } = {},
) {
  return {
    choice: 'approve',
    reason: 'Looked at it, fits',
    ...vote,
    envelopeHash,
    expectedVersion: version,
  };
}

/** Somebody votes on the request as it is now. */
export function voted(
  caller: Caller,
  request: Pick<RequestView, 'id' | 'envelopeHash' | 'version'>,
  vote: Parameters<typeof ballot>[1] = {},
) {
  return caller.post(`/requests/${request.id}/votes`, ballot(request, vote));
}

/** Maya asks and Sam approves. */
export async function approved(portal: PortalFace): Promise<RequestView> {
  const request = await requested(portal);
  const { body } = await voted(portal.as(SAM), request).expect(200);
  return body;
}

/** Creates the repository over REST; gives back the newest commit. */
export async function withCode(portal: PortalFace): Promise<string> {
  const { body } = await portal
    .as(MAYA)
    .post(`/apps/${APP}/repository`, {
      files: [file('src/server.ts', 'start();')],
    })
    .expect(201);
  return body.head;
}

/**
 * Everything that the app's controls ask for, as the portal's runner and its
 * owner would hand it in, but for the kinds that are left out.
 */
export async function withEvidence(
  portal: PortalFace,
  options: { commit?: string; without?: readonly string[] } = {},
): Promise<void> {
  const { registration, envelopeHash } = await detail(portal);
  const facts = { registration, integrations: SOME_INTEGRATIONS };
  const { risk: score, effectiveClass } = assess({ ...facts, now: new Date() });
  const required = deriveControls({ ...facts, score, effectiveClass });
  const given = evidenceFor(required).filter(
    ({ kind }) => !options.without?.includes(kind),
  );
  await portal.knex.transaction(async tx => {
    for (const evidence of given) {
      const actor = evidence.by
        ? { ref: evidence.by, direct: true }
        : SYSTEM_ACTOR;
      await recordEvidence(tx, {
        appId: APP,
        evidence: { ...evidence, envelopeHash, commit: options.commit },
        at: new Date(),
        actor,
      });
    }
  });
}

/**
 * Waits until nothing is noted to be done now; work runs once a second. Clocks
 * that have not run down, and what people are told, do not count.
 */
export async function settled({ knex }: Pick<PortalFace, 'knex'>) {
  await untilDone(knex, waiting => waiting.whereNot({ topic: NOTICE }));
}

/** The same, and people are told as well. */
export async function everybodyTold({ knex }: Pick<PortalFace, 'knex'>) {
  await untilDone(knex, waiting => waiting);
}

/** Work that is noted while the question is on its way is due a little later. */
const SOON_MS = 2_000;

async function untilDone(
  knex: PortalFace['knex'],
  narrowed: (waiting: Knex.QueryBuilder) => Knex.QueryBuilder,
): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const soon = new Date(Date.now() + SOON_MS).toISOString();
    const waiting: unknown[] = await narrowed(
      knex('micro_apps_outbox').where({ state: 'waiting' }),
    ).andWhere(each =>
      each
        // What somebody has taken is not done yet.
        .where('attempts', '>', 0)
        .orWhere('due_at', '<=', soon),
    );
    if (waiting.length === 0) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  const left = await knex('micro_apps_outbox').where({ state: 'waiting' });
  throw new Error(`There is still work to do: ${JSON.stringify(left)}`);
}

/** Green scans of the newest commit are in, and the rules had their say. */
export async function consideredByTheRules(
  portal: PortalFace,
): Promise<AppDetail> {
  // A change of the registration makes a commit of its own.
  await settled(portal);
  await withEvidence(portal, { commit: (await detail(portal)).head });
  const at = new Date();
  await portal.knex.transaction(tx =>
    enqueue(tx, {
      topic: CONSIDER_APPROVAL,
      key: `test:${at.getTime()}`,
      payload: { appId: APP },
      at,
    }),
  );
  await settled(portal);
  return await detail(portal);
}

/** Actions of the audit chain, oldest first. */
export async function audited({ knex }: PortalFace): Promise<string[]> {
  return await knex('micro_apps_audit').orderBy('seq').pluck('action');
}

/** Decisions that were refused, oldest first, and to whom. */
export async function refusedDecisions({
  knex,
}: PortalFace): Promise<readonly Record<string, unknown>[]> {
  const rows: Record<string, string>[] = await knex('micro_apps_audit')
    .where({ action: 'decision.refused' })
    .orderBy('seq');
  return rows.map(({ actor, on_behalf: onBehalf, app_id: appId, details }) => ({
    ...JSON.parse(details),
    ...{ actor, onBehalf, appId },
  }));
}

/** Every row of the tables that hold what is decided; no work lists. */
export async function state(
  { knex }: PortalFace,
  without: readonly string[] = [],
): Promise<Record<string, unknown>> {
  const rows: Record<string, unknown> = {};
  for (const name of await tablesOf(knex)) {
    if (!without.includes(name)) rows[name] = sorted(await knex(name));
  }
  return rows;
}

/** PostgreSQL hands rows out in whatever order it holds them. */
function sorted(rows: readonly object[]): readonly object[] {
  return [...rows].sort((a, b) =>
    JSON.stringify(a) < JSON.stringify(b) ? -1 : 1,
  );
}
