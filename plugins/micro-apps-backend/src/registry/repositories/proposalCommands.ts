import {
  accept,
  refuse,
  registrationDifference,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsAppReadPermission,
  microAppsAppUpdatePermission,
  registrationSchema,
  type ProposalsResponse,
  type ProposalView,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../../audit/appendAuditEntry';
import type { Command } from '../../kernel/commands';
import { decodeCursor, encodeCursor } from '../../kernel/cursor';
import { enqueueAppChanged } from '../../kernel/appEvents';
import { isUniqueViolation } from '../../kernel/database';
import type { BackendDeps } from '../../kernel/deps';
import { parseInput } from '../../kernel/http';
import type { Actor } from '../../kernel/types';
import { accessOf, requireEdit, requireRead } from '../appAccess';
import type { AppRow, Connection } from '../AppStore';
import { changeMicroApp, type ChangeDeps } from '../changeMicroApp';
import { listVersionRows } from '../DatabaseVersions';
import { unknownApp } from '../unknownApp';
import {
  decideProposal,
  getProposal,
  listProposalRows,
  type ProposalRow,
} from './DatabaseProposals';
import {
  boundSource,
  getSource,
  putSource,
  type SourceRow,
} from './DatabaseSources';

/** One proposal, by its app. */
interface AboutProposal {
  readonly id: string;
  readonly proposalId: string;
}

/** What files in repositories propose for an app, newest first. */
export function listProposals(
  deps: BackendDeps,
): Command<{ id: string; limit: number; cursor?: string }, ProposalsResponse> {
  return {
    permission: microAppsAppReadPermission,
    async run({ actor }, { id, limit, cursor }) {
      const { knex } = deps.database;
      const app = await deps.apps.get(knex, id);
      if (!app) return unknownApp();
      const { settings } = deps;
      const allowed = requireRead(accessOf({ actor, app, settings }));
      if (!allowed.ok) return allowed;
      const [place] = decodeCursor(cursor, 1) ?? [];
      const rows = await listProposalRows(knex, {
        appId: id,
        before: place && /^\d{1,15}$/.test(place) ? Number(place) : undefined,
        limit: limit + 1,
      });
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const items: ProposalView[] = [];
      for (const row of shown) items.push(await viewOf(knex, app, row));
      return accept({
        items,
        nextCursor:
          rows.length > limit && last
            ? encodeCursor([String(last.seq)])
            : undefined,
      });
    },
  };
}

/** Changes the registration as proposed, by the rules of every change. */
export function acceptProposal(
  deps: ChangeDeps,
): Command<AboutProposal & { expectedVersion: number }, AppRow> {
  return {
    permission: microAppsAppUpdatePermission,
    async run({ actor, now }, { id, proposalId, expectedVersion }) {
      const found = await findOpen(deps, actor, { id, proposalId });
      if (!found.ok) return found;
      const { app, proposal } = found.value;
      const changed = registrationDifference(app.registration, {
        ...app.registration,
        ...proposal.changes,
      });
      const note = async (tx: Knex.Transaction): Promise<Result<true>> => {
        const at = now.toISOString();
        // Whatever refuses comes before anything is written.
        const binding = await mayBind(tx, proposal);
        if (!binding.ok) return binding;
        const won = await decideProposal(tx, proposalId, {
          state: 'accepted',
          by: actor,
          at,
        });
        if (!won) return decided();
        for (const source of binding.value) {
          await putSource(tx, { ...source, changedAt: at });
        }
        return accept(true);
      };
      try {
        if (changed.length === 0) {
          return await bindOnly(deps, { actor, now, id, proposal, note });
        }
        const registration = parseInput(registrationSchema, {
          ...app.registration,
          ...proposal.changes,
        });
        if (!registration.ok) return registration;
        return await changeMicroApp(deps, {
          actor,
          now,
          id,
          registration: registration.value,
          expectedVersion,
          via: 'repository',
          details: { proposalId, commit: proposal.commit },
          allowed: each => mayEdit(deps, actor, each),
          alongside: note,
        });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        return refuse(
          'not-in-this-state',
          'Another file was bound to this app meanwhile. Reload the page and look again',
        );
      }
    },
  };
}

/** Leaves the registration as it is, and says why. */
export function declineProposal(
  deps: BackendDeps,
): Command<AboutProposal & { reason: string }, ProposalView> {
  return {
    permission: microAppsAppUpdatePermission,
    async run({ actor, now }, { id, proposalId, reason }) {
      const found = await findOpen(deps, actor, { id, proposalId });
      if (!found.ok) return found;
      return await deps.database.transaction(async tx => {
        const won = await decideProposal(tx, proposalId, {
          state: 'declined',
          by: actor,
          at: now.toISOString(),
          reason,
        });
        if (!won) return decided();
        await appendAuditEntry(tx, {
          at: now,
          actor,
          action: 'proposal.declined',
          appId: id,
          summary: 'What its repository proposes is declined',
          details: { proposalId, commit: found.value.proposal.commit },
          personal: { reason },
        });
        await enqueueAppChanged(tx, { appId: id, at: now });
        const after = await getProposal(tx, proposalId);
        return after
          ? accept(await viewOf(tx, found.value.app, after))
          : unknownProposal();
      });
    },
  };
}

async function findOpen(
  deps: BackendDeps,
  actor: Actor,
  { id, proposalId }: AboutProposal,
): Promise<Result<{ app: AppRow; proposal: ProposalRow }>> {
  const { knex } = deps.database;
  const app = await deps.apps.get(knex, id);
  if (!app) return unknownApp();
  const allowed = mayEdit(deps, actor, app);
  if (!allowed.ok) return allowed;
  const proposal = await getProposal(knex, proposalId);
  if (proposal?.appId !== id) return unknownProposal();
  return proposal.state === 'open' ? accept({ app, proposal }) : decided();
}

function mayEdit(
  { settings }: BackendDeps,
  actor: Actor,
  app: AppRow,
): Result<true> {
  return requireEdit(accessOf({ actor, app, settings }));
}

function unknownProposal(): Result<never> {
  return refuse('unknown-record', 'There is no such proposal. Reload the page');
}

function decided(): Result<never> {
  return refuse(
    'not-in-this-state',
    'This proposal is decided or out of date. Reload the page to see where it stands',
  );
}

/**
 * The files as they are once this one may propose, in place of one that is
 * gone; none where nothing is bound.
 */
async function mayBind(
  tx: Knex.Transaction,
  proposal: ProposalRow,
): Promise<Result<readonly SourceRow[]>> {
  if (!proposal.binds) return accept([]);
  const source = await getSource(tx, proposal.sourceId);
  if (source?.state !== 'conflict') return decided();
  const rival = await boundSource(tx, proposal.appId);
  if (rival?.state === 'bound') {
    return refuse(
      'not-in-this-state',
      'Another file is bound to this app. Take that one out of the catalog first',
    );
  }
  return accept([
    ...(rival ? [{ ...rival, bound: false }] : []),
    { ...source, bound: true, state: 'bound', problem: undefined },
  ]);
}

async function bindOnly(
  deps: ChangeDeps,
  options: {
    actor: Actor;
    now: Date;
    id: string;
    proposal: ProposalRow;
    note: (tx: Knex.Transaction) => Promise<Result<true>>;
  },
): Promise<Result<AppRow>> {
  const { actor, now, id, proposal, note } = options;
  return await deps.database.transaction(async tx => {
    const noted = await note(tx);
    if (!noted.ok) return noted;
    await appendAuditEntry(tx, {
      at: now,
      actor,
      action: 'proposal.accepted',
      appId: id,
      summary: proposal.binds
        ? 'A file in a repository is bound to this app'
        : 'What its repository proposes is so already',
      details: { proposalId: proposal.id, commit: proposal.commit },
    });
    await enqueueAppChanged(tx, { appId: id, at: now });
    const app = await deps.apps.get(tx, id);
    return app ? accept(app) : unknownApp();
  });
}

async function viewOf(
  connection: Connection,
  app: AppRow,
  proposal: ProposalRow,
): Promise<ProposalView> {
  const { id, appId, sourceId, changes, state } = proposal;
  const source = await getSource(connection, sourceId);
  const [base] =
    state === 'open'
      ? [app]
      : await listVersionRows(connection, {
          appId,
          before: proposal.baseVersion + 1,
          limit: 1,
        });
  const before = (base ?? app).registration;
  return {
    id,
    appId,
    state,
    location: source?.origin ?? '',
    commit: proposal.commit,
    binds: proposal.binds,
    changes: registrationDifference(before, { ...before, ...changes }),
    unclear: proposal.unclear,
    proposedAt: proposal.proposedAt,
    decidedAt: proposal.decidedAt,
    decidedBy: proposal.decidedBy,
    reason: proposal.reason,
  };
}
