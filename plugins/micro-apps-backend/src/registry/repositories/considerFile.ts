import {
  accept,
  registrationDifference,
  REGISTRATION_FIELDS,
  type Registration,
  type Result,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../../audit/appendAuditEntry';
import { enqueueAppChanged } from '../../kernel/appEvents';
import { enqueueNotice } from '../../kernel/notices';
import { SYSTEM_ACTOR } from '../../kernel/types';
import type { AppRow } from '../AppStore';
import { changeMicroApp, type ChangeDeps } from '../changeMicroApp';
import { registerMicroApp } from '../registerMicroApp';
import { latestProposal } from './DatabaseProposals';
import {
  boundSource,
  getSource,
  putSource,
  type SourceRow,
} from './DatabaseSources';
import { propose } from './propose';
import type { RepositoryFile } from './repositoryFiles';
import { ownersOf, pageOf } from './telling';

const APP_ID = /^component:default\/([a-z0-9]+(?:-[a-z0-9]+)*)$/;
const LONGEST_ID = 50;

/**
 * Takes one file in: the first sight makes a draft, a later difference a
 * proposal, a second file that says it is the app a finding. The registry is
 * the truth; a file changes nothing by itself (architecture, Catalog and
 * repository).
 *
 * @returns a refusal when it cannot be judged right now
 */
export async function considerFile(
  deps: ChangeDeps,
  file: RepositoryFile,
): Promise<Result<true>> {
  const { knex } = deps.database;
  const id = APP_ID.exec(file.entityRef)?.[1];
  const source = await getSource(knex, file.sourceId);
  if (!id || id.length > LONGEST_ID) {
    return await noteUnusable(deps, file, source);
  }
  const app = await deps.apps.get(knex, id);
  if (!app) return await draft(deps, file, { id, source });
  if (source?.bound) return await compare(deps, file, { app, source });
  return await claim(deps, file, { app, source });
}

/** What is known of a file after it was looked at. */
function sourceOf(
  file: RepositoryFile,
  known: Pick<SourceRow, 'appId' | 'bound' | 'state' | 'problem'>,
  options: { before?: SourceRow; at: string },
): SourceRow {
  return {
    ...known,
    id: file.sourceId,
    entityRef: file.entityRef,
    origin: file.origin,
    stated: file.proposal.stated,
    unclear: file.proposal.unclear,
    commit: file.commit,
    firstSeenAt: options.before?.firstSeenAt ?? options.at,
    changedAt: options.at,
  };
}

function saysTheSame(file: RepositoryFile, source: SourceRow): boolean {
  const { stated, unclear } = file.proposal;
  return (
    JSON.stringify([stated, unclear]) ===
    JSON.stringify([source.stated, source.unclear])
  );
}

async function noteUnusable(
  { database, clock }: ChangeDeps,
  file: RepositoryFile,
  source: SourceRow | undefined,
): Promise<Result<true>> {
  if (source) return accept(true);
  const now = clock();
  const problem = `${file.entityRef} cannot be the address of a micro app. Use the namespace default, and a name of up to ${LONGEST_ID} small letters, digits and hyphens`;
  await database.transaction(async tx => {
    const at = now.toISOString();
    await putSource(
      tx,
      sourceOf(
        file,
        { appId: '', bound: false, state: 'unusable', problem },
        { at },
      ),
    );
    await appendAuditEntry(tx, {
      at: now,
      actor: SYSTEM_ACTOR,
      action: 'repository.unusable',
      summary: problem.slice(0, 500),
      details: { entityRef: file.entityRef, location: file.origin },
    });
    await enqueueNotice(tx, {
      key: `repository.unusable:${file.sourceId}`,
      kind: 'repository.unusable',
      to: { administrators: true },
      title: 'A micro app in a repository has no usable name',
      text: `${problem}. The file is at ${file.origin}.`,
      link: '/micro-apps',
      at: now,
    });
  });
  return accept(true);
}

/** First sight: a draft that its owner completes or confirms. */
async function draft(
  deps: ChangeDeps,
  file: RepositoryFile,
  { id, source }: { id: string; source?: SourceRow },
): Promise<Result<true>> {
  const now = deps.clock();
  const { registration, missing } = file.proposal;
  const made = await registerMicroApp(deps, {
    actor: SYSTEM_ACTOR,
    now,
    id,
    registration,
    via: 'repository',
    draft: { missing },
    details: { location: file.origin, commit: file.commit },
    alongside: async (tx, app) => {
      await putSource(
        tx,
        sourceOf(
          file,
          { appId: id, bound: true, state: 'bound' },
          { before: source, at: now.toISOString() },
        ),
      );
      await enqueueNotice(tx, {
        key: `app.drafted:${id}`,
        kind: 'app.drafted',
        to: ownersOf(app),
        title: `${app.name}: complete its registration`,
        text: draftText(app),
        link: pageOf(app),
        appId: id,
        at: now,
      });
    },
  });
  return made.ok ? accept(true) : made;
}

function draftText({ missing = [] }: AppRow): string {
  const what =
    missing.length > 0
      ? `${missing.length} things are missing.`
      : 'Nothing is missing; read it and confirm it.';
  return `A repository describes this app, so the registry keeps a draft of it. ${what} It cannot be used before.`;
}

/** A file that may propose: what is new in it since it was looked at last? */
async function compare(
  deps: ChangeDeps,
  file: RepositoryFile,
  { app, source }: { app: AppRow; source: SourceRow },
): Promise<Result<true>> {
  const back = source.state === 'gone';
  if (!back && saysTheSame(file, source)) return accept(true);
  const now = deps.clock();
  const next = sourceOf(
    file,
    { appId: app.id, bound: true, state: 'bound' },
    { before: source, at: now.toISOString() },
  );
  const note = async (tx: Knex.Transaction): Promise<Result<true>> => {
    await putSource(tx, next);
    if (!back) return accept(true);
    await appendAuditEntry(tx, {
      at: now,
      actor: SYSTEM_ACTOR,
      action: 'repository.returned',
      appId: app.id,
      summary: 'The file in its repository is in the catalog again',
      details: { location: file.origin },
    });
    await enqueueAppChanged(tx, { appId: app.id, at: now });
    return accept(true);
  };
  if (app.standing === 'draft' && !saysTheSame(file, source)) {
    // Nobody has confirmed anything yet: the draft goes along with its file.
    const { registration, missing } = file.proposal;
    const changed = await changeMicroApp(deps, {
      actor: SYSTEM_ACTOR,
      now,
      id: app.id,
      registration,
      expectedVersion: app.version,
      via: 'repository',
      draft: { missing },
      details: { location: file.origin, commit: file.commit },
      allowed: () => accept(true),
      alongside: note,
    });
    return changed.ok ? accept(true) : changed;
  }
  const ended = app.standing === 'retired' || app.standing === 'disposed';
  const open = await latestProposal(deps.database.knex, {
    appId: app.id,
    sourceId: source.id,
  });
  const undecided = open?.state === 'open' ? open : undefined;
  const changes = ended
    ? {}
    : changesOf(app, file, {
        before: source.stated,
        also: Object.keys(undecided?.changes ?? {}),
      });
  await deps.database.transaction(async tx => {
    await note(tx);
    if (saysTheSame(file, source)) return;
    await propose(tx, {
      app,
      file,
      changes,
      binds: false,
      undecided,
      now,
      newId: deps.newId,
    });
  });
  return accept(true);
}

/**
 * Fields that are new in the file and another in the registry. What only the
 * registry changed is none: the registry is the truth.
 */
function changesOf(
  { registration }: AppRow,
  { proposal }: RepositoryFile,
  known: { before: Partial<Registration>; also: readonly string[] },
): Partial<Registration> {
  const { stated } = proposal;
  const differing = registrationDifference(registration, {
    ...registration,
    ...stated,
  }).map(({ field }) => field);
  return Object.fromEntries(
    REGISTRATION_FIELDS.filter(
      field =>
        differing.includes(field) &&
        (known.also.includes(field) ||
          JSON.stringify(known.before[field]) !==
            JSON.stringify(stated[field])),
    ).map(field => [field, stated[field]]),
  );
}

/**
 * A file says that it is an app which nobody bound to it. Where no other file
 * is bound the owner may accept it; otherwise it is a finding.
 */
async function claim(
  deps: ChangeDeps,
  file: RepositoryFile,
  { app, source }: { app: AppRow; source?: SourceRow },
): Promise<Result<true>> {
  const { knex } = deps.database;
  const rival = await boundSource(knex, app.id);
  const last = await latestProposal(knex, {
    appId: app.id,
    sourceId: file.sourceId,
  });
  const ended = app.standing === 'retired' || app.standing === 'disposed';
  const mayBeAccepted = !ended && rival?.state !== 'bound';
  const known = source?.state === 'conflict' && saysTheSame(file, source);
  if (known && (!mayBeAccepted || last)) return accept(true);
  const now = deps.clock();
  const at = now.toISOString();
  const problem = rival
    ? `${file.origin} says that it is ${app.name}, which ${rival.origin} is`
    : `${file.origin} says that it is ${app.name}, which was registered without it`;
  await deps.database.transaction(async tx => {
    await putSource(
      tx,
      sourceOf(
        file,
        { appId: app.id, bound: false, state: 'conflict', problem },
        { before: source, at },
      ),
    );
    if (source?.state !== 'conflict') {
      await appendAuditEntry(tx, {
        at: now,
        actor: SYSTEM_ACTOR,
        action: 'repository.conflict',
        appId: app.id,
        summary: `Another file says that it is this app: ${file.origin}`.slice(
          0,
          500,
        ),
        details: { location: file.origin, bound: rival?.origin },
      });
      for (const [who, to] of [
        ['owner', ownersOf(app)],
        ['administrators', { administrators: true }],
      ] as const) {
        await enqueueNotice(tx, {
          key: `repository.conflict:${file.sourceId}:${at}:${who}`,
          kind: 'repository.conflict',
          to,
          title: `${app.name}: another file says that it is this app`,
          text: `${problem}. If that is wrong, take the file out of the catalog.`,
          link: pageOf(app),
          appId: app.id,
          at: now,
        });
      }
    }
    if (mayBeAccepted) {
      await propose(tx, {
        app,
        file,
        changes: changesOf(app, file, { before: {}, also: [] }),
        binds: true,
        undecided: last?.state === 'open' ? last : undefined,
        now,
        newId: deps.newId,
      });
    }
  });
  return accept(true);
}
