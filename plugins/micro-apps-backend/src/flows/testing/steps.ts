import type { Result } from '@micro-apps/governance-core';
import { SOME_INTEGRATIONS } from '@micro-apps/governance-core/testing';
import { tablesOf } from '../../__testUtils__/databases';
import { createRepository } from '../../provisioning/createRepository';
import { ensureSandbox } from '../../provisioning/sandboxCommands';
import type { AppRow } from '../../registry/AppStore';
import { assess } from '../../registry/assess';
import { updateApp } from '../../registry/DatabaseAppStore';
import { startScan } from '../../scans/startScan';
import { promoteApp } from '../promoteApp';
import { APP, type Portal, type Stack } from './stack';

/** A file as the template sends it. */
export function file(path: string, text: string) {
  return { path, contentBase64: Buffer.from(text).toString('base64') };
}

/** The value of an accepted result. @throws with the refusal's words */
export function accepted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.refusal.because);
  return result.value;
}

/** Creates the repository as its owner; gives back the newest commit. */
export async function withRepository(
  stack: Stack,
  portal: Portal,
): Promise<string> {
  const created = await createRepository(portal.deps).run(stack.context(), {
    id: APP,
    files: [
      file('src/server.ts', 'start();'),
      file('AGENTS.md', 'Build small.\n'),
    ],
  });
  return accepted(created).head;
}

/** Adds a commit to the app's repository; gives back its id. */
export async function push(stack: Stack, text: string): Promise<string> {
  const { head } = await stack.ports.repository.commit({
    appId: APP,
    files: [file('src/server.ts', text)],
    message: 'Change',
    author: { name: 'Maya', email: 'maya@example.com' },
  });
  return head;
}

/** Orders the sandbox as its owner and waits for the work. */
export async function withSandbox(stack: Stack, portal: Portal): Promise<void> {
  accepted(await ensureSandbox(portal.deps).run(stack.context(), { id: APP }));
  await portal.drain();
}

/** Runs the scans of the newest commit; the gate of a low app is open then. */
export async function withScans(stack: Stack, portal: Portal): Promise<void> {
  accepted(await startScan(portal.deps).run(stack.context(), { id: APP }));
  await portal.drain();
}

/** Asks for a promotion to beta as the owner. */
export function promote(stack: Stack, portal: Portal, idempotencyKey?: string) {
  return promoteApp(portal.deps).run(stack.context(), {
    id: APP,
    environment: 'beta',
    idempotencyKey,
  });
}

/** Actions of the audit chain, oldest first. */
export async function auditActions({ knex }: Stack): Promise<string[]> {
  return await knex('micro_apps_audit').orderBy('seq').pluck('action');
}

/** Everything that every table holds, as text. */
export async function everyRow({ knex }: Stack): Promise<string> {
  const tables = await tablesOf(knex);
  const rows = await Promise.all(tables.map(name => knex(name)));
  return JSON.stringify(rows);
}

/**
 * Writes the registration again as somebody who read the app earlier.
 * @returns `undefined` when it has changed since
 */
export async function writtenOver(
  stack: Stack,
  before: AppRow,
): Promise<AppRow | undefined> {
  const { registration, standing } = before;
  return await stack.knex.transaction(tx =>
    updateApp(tx, {
      before,
      registration,
      lookAlikes: [],
      assessment: assess({
        registration,
        integrations: SOME_INTEGRATIONS,
        now: stack.now(),
      }),
      standing,
      at: stack.now().toISOString(),
    }),
  );
}
