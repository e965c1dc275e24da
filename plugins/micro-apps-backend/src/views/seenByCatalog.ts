import { accept, type Result } from '@micro-apps/governance-core';
import type { CommandContext } from '../kernel/commands';
import { accessOf } from '../registry/appAccess';
import type { AppRow } from '../registry/AppStore';
import { entityRefOf } from './appSituation';
import type { ViewDeps } from './viewDeps';

/**
 * The apps that the catalog shows to the person, too, besides those in which
 * she has a part. A catalog that hides some gives fewer, no error.
 */
export async function seenByCatalog(
  { settings, visibility }: ViewDeps,
  { actor, credentials }: CommandContext,
  apps: readonly AppRow[],
): Promise<Result<readonly AppRow[]>> {
  const others = apps.filter(
    app => !accessOf({ actor, app, settings }).canRead,
  );
  if (others.length === 0) return accept(apps);
  const hidden = await visibility.hidden({
    credentials,
    entityRefs: others.map(({ id }) => entityRefOf(id)),
  });
  if (!hidden.ok) return hidden;
  return accept(apps.filter(({ id }) => !hidden.value.has(entityRefOf(id))));
}
