import {
  accept,
  refuse,
  type Integration,
  type Result,
  type VendorFacts,
} from '@micro-apps/governance-core';
import {
  microAppsVendorCreatePermission,
  type VendorDetail,
  type VendorRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command, CommandContext } from '../kernel/commands';
import { isUniqueViolation } from '../kernel/database';
import { accessOf, requireEdit } from '../registry/appAccess';
import { checkBelongings, checkNeeded, nameOfWanted } from './checkWanted';
import { vendorsLike } from './DatabaseVendors';
import { vendorDetail, vendorNamed } from './vendorDetail';
import type { VendorsDeps } from './vendorsDeps';
import { writeVendorRequest, type Asked } from './writeVendorRequest';

/**
 * Asks for a vendor. Whoever asks for one that somebody asked for already
 * joins that request and is told of its end; who asked herself, and asks for
 * something else now, begins anew (requirements R6).
 */
export function requestVendor(
  deps: VendorsDeps,
): Command<VendorRequest, VendorDetail> {
  return {
    permission: microAppsVendorCreatePermission,
    async run(context, { appId, ...facts }) {
      const mayNameApp = await requireOwnApp(deps, context, appId);
      if (!mayNameApp.ok) return mayNameApp;
      const known = await deps.integrations.list();
      if (!known.ok) return known;
      const checked = await check(deps, context, {
        facts,
        integrations: known.value,
      });
      if (!checked.ok) return checked;
      const asked: Asked = { ...checked.value, facts, appId };
      const written = await write(deps, context, asked);
      if (!written.ok) return written;
      const detail = await vendorDetail(deps, context, { name: asked.name });
      return detail.ok
        ? accept({ ...detail.value, joined: !written.value.created })
        : detail;
    },
  };
}

/** Two people who ask at the same moment: the second joins the first. */
async function write(
  deps: VendorsDeps,
  context: CommandContext,
  asked: Asked,
): ReturnType<typeof writeVendorRequest> {
  try {
    return await writeVendorRequest(deps, context, asked);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return await writeVendorRequest(deps, context, asked);
  }
}

/** An app is named by those who may change it, so that nobody shuts out others. */
async function requireOwnApp(
  { apps, database, settings }: VendorsDeps,
  { actor }: CommandContext,
  appId: string | undefined,
): Promise<Result<true>> {
  if (appId === undefined) return accept(true);
  const app = await apps.get(database.knex, appId);
  const allowed = app && requireEdit(accessOf({ actor, app, settings }));
  if (allowed?.ok) return accept(true);
  const message = 'Choose one of your own apps, or none';
  return refuse('invalid-input', message, [{ path: 'appId', message }]);
}

async function check(
  { database }: VendorsDeps,
  { now }: CommandContext,
  options: { facts: VendorFacts; integrations: readonly Integration[] },
): Promise<Result<{ name: string; described?: Integration }>> {
  const { facts, integrations } = options;
  const inCatalog = integrations.filter(({ kind }) => kind === 'vendor');
  const named = nameOfWanted(facts.title, inCatalog);
  if (!named.ok) return named;
  const inRegistry = await vendorsLike(database.knex, {
    name: named.value,
    title: facts.title,
  });
  const name = nameOfWanted(facts.title, [...inCatalog, ...inRegistry]);
  if (!name.ok) return name;
  const own = checkBelongings(facts, { name: name.value, integrations });
  if (!own.ok) return own;
  const described = vendorNamed(integrations, name.value);
  const needed = checkNeeded(described, facts, now.toISOString());
  if (!needed.ok) return needed;
  return accept({ name: name.value, described });
}
