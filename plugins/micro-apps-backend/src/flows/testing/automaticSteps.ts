import {
  DEFAULT_BLAST_LIMIT,
  type AutomaticRule,
  type Evidence,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { watchFailing } from '../../containment/automatic/watchFailing';
import { FLEET_RUN } from '../../containment/fleet/startRun';
import { workRun } from '../../containment/fleet/workRun';
import { recordEvidence } from '../../evidence/recordEvidence';
import type { ContainmentSettings } from '../../kernel/settings';
import { SYSTEM_ACTOR } from '../../kernel/types';
import { aFailedScan } from '../../__testUtils__/aFailedScan';
import { containmentDeps } from './holdSteps';
import {
  APP,
  createStack,
  type Portal,
  type PortalOptions,
  type Stack,
} from './stack';
import { accepted, promote, withRepository, withScans } from './steps';

/** The control that the tests let fail, and what proves it. */
export const CONTROL = 'dynamic-security-scan';

/** Quarantines what fails the dynamic scan, unless told otherwise. */
export function aRule(changes: Partial<AutomaticRule> = {}): AutomaticRule {
  return {
    controlId: CONTROL,
    action: 'quarantine',
    mode: 'enforce',
    ...changes,
  };
}

/** A portal that holds by itself; one app at most, unless told. */
export function holdingPortal(
  stack: Stack,
  changes: Partial<ContainmentSettings> = {},
  options: PortalOptions = {},
): Portal {
  const portal = stack.portal({
    ...options,
    settings: {
      ...options.settings,
      containment: {
        automatic: [aRule()],
        limit: { ...DEFAULT_BLAST_LIMIT, atLeast: 1 },
        ...changes,
      },
    },
  });
  portal.deps.outbox.on(FLEET_RUN, workRun(containmentDeps(portal)));
  return portal;
}

/** An app that runs in beta with green scans; gives back what runs. */
export async function setUpRunning(knex: Knex) {
  const stack = await createStack(knex);
  const portal = stack.portal();
  const commit = await withRepository(stack, portal);
  await withScans(stack, portal);
  accepted(await promote(stack, portal));
  await portal.drain();
  return { stack, commit };
}

/** A scan of a commit comes in, a minute later; the dynamic one, failed. */
export async function scanned(
  stack: Stack,
  commit: string,
  changes: Partial<Evidence> & { appId?: string } = {},
): Promise<void> {
  stack.later(1);
  const { appId = APP, ...evidence } = changes;
  await stack.knex.transaction(tx =>
    recordEvidence(tx, {
      appId,
      evidence: aFailedScan(commit, evidence),
      at: stack.now(),
      actor: SYSTEM_ACTOR,
    }),
  );
}

/** One look at all that runs. */
export async function looked(portal: Portal): Promise<void> {
  await watchFailing(containmentDeps(portal))();
}

/** The runs that have begun go through, and what they hold is stopped. */
export async function worked(portal: Portal): Promise<void> {
  await portal.deps.outbox.drain();
  await portal.drain();
}

/** A look, and all that follows from it. */
export async function lookedAndHeld(portal: Portal): Promise<void> {
  await looked(portal);
  await worked(portal);
}

/** Another app that runs, with the proofs of the first. */
export async function twin({ knex }: Stack, id: string): Promise<void> {
  const of = { app_id: APP };
  const [app] = await knex('micro_apps_apps').where({ id: APP });
  await knex('micro_apps_apps').insert({
    ...app,
    id,
    name: id,
    skeleton: id,
    sort_name: id,
  });
  for (const row of await knex('micro_apps_deployments').where(of)) {
    await knex('micro_apps_deployments').insert({
      ...row,
      id: `${id}-${row.id}`,
      app_id: id,
      token_hash: `${id}-${row.token_hash}`.slice(0, 64),
    });
  }
  for (const row of await knex('micro_apps_evidence').where(of)) {
    await knex('micro_apps_evidence').insert({
      ...row,
      id: `${id}-${row.id}`.slice(0, 64),
      app_id: id,
      submission_key: null,
    });
  }
}

/** How each app stands. */
export async function standings({
  knex,
}: Pick<Stack, 'knex'>): Promise<Record<string, string>> {
  const rows: { id: string; standing: string }[] = await knex(
    'micro_apps_apps',
  );
  return Object.fromEntries(rows.map(({ id, standing }) => [id, standing]));
}

/** What people are to be told, oldest first, of these kinds. */
export async function noticesOf(
  { knex }: Pick<Stack, 'knex'>,
  kind: string,
): Promise<readonly { title: string; text: string; to: object }[]> {
  const payloads: string[] = await knex('micro_apps_outbox')
    .where({ topic: 'notice' })
    .orderBy('id')
    .pluck('payload');
  return payloads
    .map(payload => JSON.parse(payload))
    .filter(notice => notice.kind === kind);
}
