import {
  accept,
  needsFindings,
  normaliseRef,
  refuse,
  requirementsForVendor,
  type Integration,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  microAppsVendorReadPermission,
  type VendorDetail,
} from '@micro-apps/plugin-micro-apps-common';
import type { Command, CommandContext } from '../kernel/commands';
import { decodeCursor, encodeCursor } from '../kernel/cursor';
import { affectedView } from './affectedView';
import { listAffected } from './DatabaseAffectedApps';
import { readOrLockVendor } from './DatabaseVendors';
import { requestersOf, vendorEvents } from './DatabaseVendorHistory';
import {
  factsOf,
  stateOf,
  vendorSummaryOf,
  type KnownVendor,
} from './knownVendor';
import type { VendorsDeps } from './vendorsDeps';
import { mayWithdraw } from './mayWithdraw';
import { usesOfVendor } from './wantedUses';

/** Which page of the affected apps. */
interface Page {
  readonly limit: number;
  readonly cursor?: string;
}

/** Everything about one vendor, with a page of the apps that use it. */
export function readVendor(
  deps: VendorsDeps,
): Command<Page & { name: string }, VendorDetail> {
  return {
    permission: microAppsVendorReadPermission,
    run: async (context, { name, ...page }) =>
      await vendorDetail(deps, context, { name, page }),
  };
}

/** The same for the answer of a command that changed it. */
export async function vendorDetail(
  deps: VendorsDeps,
  context: CommandContext,
  { name, page = { limit: 25 } }: { name: string; page?: Page },
): Promise<Result<VendorDetail>> {
  const { knex } = deps.database;
  const now = context.now.toISOString();
  const known = await deps.integrations.list();
  if (!known.ok) return known;
  const vendor: KnownVendor = {
    name,
    row: await readOrLockVendor(knex, name),
    integration: vendorNamed(known.value, name),
  };
  const { row, integration } = vendor;
  if (!row && !integration) return unknownVendor();
  const facts = factsOf(vendor);
  const [after] = decodeCursor(page.cursor, 1) ?? [];
  const found = await listAffected(knex, {
    wanted: usesOfVendor(name, facts),
    after,
    limit: page.limit,
  });
  const shown = await Promise.all(
    found.rows.map(({ app }) =>
      context.may([microAppsAppReadPermission], app.id),
    ),
  );
  const last = found.rows.at(-1);
  const me = normaliseRef(context.actor.ref);
  const requesters = row?.requestId
    ? await requestersOf(knex, row.requestId)
    : [];
  const state = stateOf(vendor, now);
  const summary = vendorSummaryOf(vendor, now);
  return accept({
    ...summary,
    facts,
    asked: summary.openRequestId ? row?.asked : undefined,
    findings: row?.findings,
    withdrawnBecause: state === 'withdrawn' ? row?.reason : undefined,
    entityRef: integration?.entityRef,
    requirements: requirementsForVendor(facts.kind),
    needsFindings: needsFindings(facts.kind),
    history: await vendorEvents(knex, name),
    affected: {
      items: await affectedView(
        deps,
        found.rows.filter((_, index) => shown[index]?.[0] === true),
      ),
      nextCursor: found.more && last ? encodeCursor([last.app.id]) : undefined,
      total: found.total,
    },
    viewer: {
      mayRequest:
        !summary.openRequestId &&
        (state !== 'approved' ||
          summary.endsSoon ||
          summary.lacksAuthorisation),
      mayWithdraw:
        (state === 'approved' || state === 'expired') &&
        mayWithdraw(context, deps.settings).ok,
      isRequester: requesters.some(({ person }) => normaliseRef(person) === me),
    },
  });
}

/** The vendor of this name, as the catalog and people say. */
export function vendorNamed(
  integrations: readonly Integration[],
  name: string,
): Integration | undefined {
  return integrations.find(
    each => each.kind === 'vendor' && each.name === name,
  );
}

export function unknownVendor(): Result<never> {
  return refuse(
    'unknown-record',
    'There is no vendor of this name. Look for it in the list of vendors',
  );
}
