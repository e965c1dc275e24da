import {
  accept,
  refuse,
  stopsRunning,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsAppRunPermission,
  type SandboxView,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command, CommandContext } from '../kernel/commands';
import type { BackendDeps } from '../kernel/deps';
import { enqueue } from '../kernel/outbox';
import { enqueueTakeBack } from '../kernel/takeBack';
import { accessOf, requireEdit } from '../registry/appAccess';
import type { AppRow } from '../registry/AppStore';
import { unknownApp } from '../registry/unknownApp';
import { getResource, putResource, type Resource } from './DatabaseResources';
import { isHeld, whyHeld } from './held';
import { noAdapter, noKey } from './missing';
import { sentenceOf } from './sentenceOf';

/** What the sandbox commands share. */
export interface SandboxDeps extends BackendDeps {
  /** Topic under which the sandbox is put in place. */
  readonly placeTopic: string;
  readonly view: (appId: string) => Promise<SandboxView>;
}

type SandboxCommand = Command<{ id: string }, SandboxView>;

/** Creates what is missing of the sandbox; a running one is left alone. */
export function ensureSandbox(deps: SandboxDeps): SandboxCommand {
  return withApp(deps, async (context, app) => {
    const row = await getResource(deps.database.knex, runtimeOf(app.id));
    return row?.state === 'wanted' || (await isPlaced(deps, row))
      ? accept(true)
      : await order(deps, context, { app, summary: 'Sandbox ordered' });
  });
}

/** Puts the newest commit into the sandbox. */
export function updateSandbox(deps: SandboxDeps): SandboxCommand {
  return withApp(deps, (context, app) =>
    order(deps, context, {
      app,
      summary: 'Sandbox update from the repository ordered',
    }),
  );
}

/** Starts a stopped sandbox. */
export function startSandbox(deps: SandboxDeps): SandboxCommand {
  return withApp(deps, async (context, app) => {
    const row = await getResource(deps.database.knex, runtimeOf(app.id));
    if (row?.state === 'wanted') return accept(true);
    if (!(await isPlaced(deps, row))) {
      return order(deps, context, { app, summary: 'Sandbox ordered' });
    }
    return run(deps, context, { app, does: 'start' });
  });
}

/** Stops the sandbox; its data stays. */
export function stopSandbox(deps: SandboxDeps): SandboxCommand {
  return withApp(deps, (context, app) =>
    run(deps, context, { app, does: 'stop' }),
  );
}

function runtimeOf(appId: string) {
  return { appId, environment: 'sandbox', kind: 'runtime' } as const;
}

/** True when a copy is there, with sign-in, that only has to be started. */
async function isPlaced(
  { database, deployment }: BackendDeps,
  row: Resource | undefined,
): Promise<boolean> {
  if (row?.state !== 'present') return false;
  const client = await getResource(database.knex, { ...row, kind: 'client' });
  if (client?.state !== 'present') return false;
  const live = await deployment?.get(row);
  return live?.commit !== undefined;
}

function withApp(
  deps: SandboxDeps,
  act: (context: CommandContext, app: AppRow) => Promise<Result<true>>,
): SandboxCommand {
  return {
    permission: microAppsAppRunPermission,
    async run(context, { id }) {
      const { database, apps, settings, deployment, oauthClients } = deps;
      const app = await apps.get(database.knex, id);
      if (!app) return unknownApp();
      const allowed = requireEdit(
        accessOf({ actor: context.actor, app, settings }),
      );
      if (!allowed.ok) return allowed;
      if (isHeld(app)) {
        return refuse('not-in-this-state', whyHeld(app));
      }
      if (!deployment || !oauthClients) return noAdapter('running apps');
      const done = await act(context, app);
      return done.ok ? accept(await deps.view(id)) : done;
    },
  };
}

/** Notes in one transaction that the sandbox is wanted, and the work for it. */
async function order(
  deps: SandboxDeps,
  { actor, now }: CommandContext,
  { app, summary }: { app: AppRow; summary: string },
): Promise<Result<true>> {
  const { database, repository, settings, placeTopic, newId } = deps;
  if (!settings.credentialsKey) return noKey();
  if (!(await repository?.head(app.id))) {
    return refuse(
      'not-in-this-state',
      'There is no code yet. Create the app from a golden path first',
    );
  }
  return await database.transaction(async (tx): Promise<Result<true>> => {
    // Orders of one app are done in the order in which they are written.
    const current = await lockApp(tx, app.id);
    if (!current) return unknownApp();
    if (isHeld(current)) return refuse('not-in-this-state', whyHeld(current));
    await putResource(tx, { ...runtimeOf(app.id), state: 'wanted' }, now);
    await appendAuditEntry(tx, {
      at: now,
      actor,
      action: 'sandbox.ordered',
      appId: app.id,
      summary,
    });
    await enqueue(tx, {
      topic: placeTopic,
      key: `${placeTopic}:${app.id}:${newId()}`,
      group: app.id,
      payload: { appId: app.id },
      at: now,
    });
    await enqueueAppChanged(tx, { appId: app.id, at: now });
    return accept(true);
  });
}

async function run(
  deps: SandboxDeps,
  { actor, now }: CommandContext,
  { app, does }: { app: AppRow; does: 'start' | 'stop' },
): Promise<Result<true>> {
  const { deployment, database } = deps;
  if (!deployment) return noAdapter('running apps');
  // What somebody asked for is on record before anything outside changes.
  const ordered = await database.transaction(
    async (tx): Promise<Result<true>> => {
      const current = await lockApp(tx, app.id);
      if (!current) return unknownApp();
      if (isHeld(current)) return refuse('not-in-this-state', whyHeld(current));
      await appendAuditEntry(tx, {
        at: now,
        actor,
        action:
          does === 'start' ? 'sandbox.start-ordered' : 'sandbox.stop-ordered',
        appId: app.id,
        summary:
          does === 'start' ? 'Sandbox start ordered' : 'Sandbox stop ordered',
      });
      return accept(true);
    },
  );
  if (!ordered.ok) return ordered;
  try {
    await deployment[does]({ appId: app.id, environment: 'sandbox' });
  } catch (error) {
    return refuse('not-in-this-state', sentenceOf(error));
  }
  const key = runtimeOf(app.id);
  return await database.transaction(async (tx): Promise<Result<true>> => {
    const current = await lockApp(tx, app.id);
    if (current && stopsRunning(current.standing)) {
      // Held while it started: it is stopped again (reliability E11).
      await enqueueTakeBack(tx, { appId: app.id, at: now });
      return refuse('not-in-this-state', whyHeld(current));
    }
    const row = await getResource(tx, key);
    if (does === 'stop' && row && row.state !== 'present') {
      // Stopping takes an order back that did not succeed; its repetitions
      // must not start what somebody stopped.
      await putResource(
        tx,
        { ...row, state: 'present', reason: undefined },
        now,
      );
    }
    await enqueueAppChanged(tx, { appId: app.id, at: now });
    return accept(true);
  });
}
