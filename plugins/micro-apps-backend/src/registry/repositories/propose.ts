import {
  registrationDifference,
  type Registration,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../../audit/appendAuditEntry';
import { enqueueAppChanged } from '../../kernel/appEvents';
import { enqueueNotice } from '../../kernel/notices';
import { SYSTEM_ACTOR, type NewId } from '../../kernel/types';
import type { AppRow } from '../AppStore';
import {
  decideProposal,
  insertProposal,
  type ProposalRow,
} from './DatabaseProposals';
import type { RepositoryFile } from './repositoryFiles';
import { ownersOf, pageOf } from './telling';

/**
 * Notes what a file would like to be different, in place of what it wanted
 * before. Nothing to change and nothing to bind: what it wanted before is over.
 */
export async function propose(
  tx: Knex.Transaction,
  options: {
    app: AppRow;
    file: RepositoryFile;
    changes: Partial<Registration>;
    binds: boolean;
    /** What the file wanted before and nobody has decided. */
    undecided?: ProposalRow;
    now: Date;
    newId: NewId;
  },
): Promise<void> {
  const { app, file, changes, binds, undecided, now, newId } = options;
  const at = now.toISOString();
  if (undecided) {
    await decideProposal(tx, undecided.id, {
      state: 'superseded',
      by: SYSTEM_ACTOR,
      at,
    });
  }
  const titles = registrationDifference(app.registration, {
    ...app.registration,
    ...changes,
  }).map(({ title }) => title.toLowerCase());
  if (titles.length === 0 && !binds) {
    if (undecided) await noteEnd(tx, { app, file, now });
    return;
  }
  const id = newId();
  await insertProposal(tx, {
    id,
    appId: app.id,
    sourceId: file.sourceId,
    binds,
    changes,
    unclear: file.proposal.unclear,
    baseVersion: app.version,
    commit: file.commit,
    proposedAt: at,
  });
  const what =
    titles.length > 0
      ? `Its repository proposes another ${titles.join(', ')}`
      : 'A file in a repository would like to be this app';
  await appendAuditEntry(tx, {
    at: now,
    actor: SYSTEM_ACTOR,
    action: 'proposal.made',
    appId: app.id,
    summary: (file.commit
      ? `${what} (commit ${file.commit.slice(0, 7)})`
      : what
    ).slice(0, 500),
    details: {
      proposalId: id,
      location: file.origin,
      commit: file.commit,
      binds,
      fields: Object.keys(changes),
    },
  });
  await enqueueNotice(tx, {
    key: `proposal.made:${id}`,
    kind: 'proposal.made',
    to: ownersOf(app),
    title: `${app.name}: accept or decline a change`,
    text: `${what}. Nothing changes before you accept it.`,
    link: pageOf(app),
    appId: app.id,
    at: now,
  });
  await enqueueAppChanged(tx, { appId: app.id, at: now });
}

async function noteEnd(
  tx: Knex.Transaction,
  { app, file, now }: { app: AppRow; file: RepositoryFile; now: Date },
): Promise<void> {
  await appendAuditEntry(tx, {
    at: now,
    actor: SYSTEM_ACTOR,
    action: 'proposal.superseded',
    appId: app.id,
    summary: 'Its repository takes its proposal back',
    details: { location: file.origin, commit: file.commit },
  });
}
