import type { Result } from '@micro-apps/governance-core';
import type { RetentionView } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { lockApp } from '../gates/DatabaseAppLock';
import type { CommandContext } from '../kernel/commands';
import { onceForApp, type SentKey } from '../kernel/DatabaseIdempotencyKeys';
import type { AppRow } from '../registry/AppStore';
import { unknownApp } from '../registry/unknownApp';
import { requireDirect } from '../separation/requireDirect';
import { readView } from './readRetention';
import type { RetentionDeps } from './retentionDeps';

/** A decision about the data of one app, as it is under the lock. */
interface Decision {
  readonly id: string;
  readonly route: SentKey['route'];
  /** None: it is done each time. */
  readonly key: string | undefined;
  /** Everything else that was sent. */
  readonly content: object;
  /** Whether she may, asked before anything is looked up or done. */
  may(tx: Knex.Transaction, app: AppRow): Promise<Result<true>>;
  act(tx: Knex.Transaction, app: AppRow): Promise<Result<true>>;
}

/**
 * Lets a person decide about the data of an app herself, once for a key, with
 * everything in one transaction that has locked the app.
 * @returns how the app keeps data afterwards
 */
export async function decideOnce(
  deps: RetentionDeps,
  context: CommandContext,
  { id, route, key, content, may, act }: Decision,
): Promise<Result<RetentionView>> {
  const { actor, now } = context;
  const direct = requireDirect(context);
  if (!direct.ok) return direct;
  const done = await deps.database.transaction(async tx => {
    const app = await lockApp(tx, id);
    if (!app) return unknownApp();
    const allowed = await may(tx, app);
    if (!allowed.ok) return allowed;
    const once = { route, actor: actor.ref, key, appId: id, content, at: now };
    return await onceForApp(tx, once, () => act(tx, app));
  });
  return done.ok ? await readView(deps, context, { id }) : done;
}
