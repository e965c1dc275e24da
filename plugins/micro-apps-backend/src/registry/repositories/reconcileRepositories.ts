import { appendAuditEntry } from '../../audit/appendAuditEntry';
import { enqueueAppChanged } from '../../kernel/appEvents';
import { causeOf } from '../../kernel/database';
import { enqueueNotice } from '../../kernel/notices';
import { SYSTEM_ACTOR } from '../../kernel/types';
import type { ChangeDeps } from '../changeMicroApp';
import { considerFile } from './considerFile';
import { decideProposal, latestProposal } from './DatabaseProposals';
import { listSeenSources, putSource, type SourceRow } from './DatabaseSources';
import type { RepositoryFiles } from './repositoryFiles';

const PAGE = 500;
/** More than this share away at once is a fault of the catalog (G8). */
const MOST_AT_ONCE = 0.2;

/**
 * Looks at every micro app that the catalog has from repositories. It only adds
 * drafts, proposals and findings; no row of the registry goes away (G9), and a
 * look that fails, finds nothing or misses many changes nothing (G8).
 */
export async function reconcileRepositories(
  deps: ChangeDeps & { readonly repositoryFiles: RepositoryFiles },
): Promise<void> {
  const { logger } = deps;
  const seen = new Set<string>();
  let failed = 0;
  try {
    for await (const file of deps.repositoryFiles.all()) {
      seen.add(file.sourceId);
      try {
        const done = await considerFile(deps, file);
        if (!done.ok) {
          failed += 1;
          logger.warn(`${file.entityRef} waits: ${done.refusal.because}`);
        }
      } catch (error) {
        failed += 1;
        logger.warn(`${file.entityRef} was not taken in: ${causeOf(error)}`);
      }
    }
  } catch (error) {
    logger.warn(
      `Repositories could not be looked at, so nothing changes: ${causeOf(
        error,
      )}`,
    );
    return;
  }
  if (failed > 0) {
    logger.warn(`${failed} files are looked at again next time`);
  }
  await noteMissing(deps, seen);
}

async function noteMissing(
  deps: ChangeDeps,
  seen: ReadonlySet<string>,
): Promise<void> {
  const known: SourceRow[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await listSeenSources(deps.database.knex, {
      after,
      limit: PAGE,
    });
    known.push(...page);
    after = page.at(-1)?.id;
    if (page.length < PAGE) break;
  }
  const missing = known.filter(({ id }) => !seen.has(id));
  if (missing.length === 0) return;
  const many =
    missing.length > 1 && missing.length > known.length * MOST_AT_ONCE;
  if (seen.size === 0 || many) {
    await alarm(deps, { missing: missing.length, known: known.length });
    return;
  }
  for (const source of missing) await markGone(deps, source);
}

/** Told once a day; the apps stay as they are. */
async function alarm(
  { database, clock, logger }: ChangeDeps,
  count: { missing: number; known: number },
): Promise<void> {
  const text = `The catalog shows ${count.known - count.missing} of ${
    count.known
  } micro apps from repositories. Nothing was changed; look whether the catalog is well`;
  logger.warn(text);
  const now = clock();
  await database.transaction(tx =>
    enqueueNotice(tx, {
      key: `repository.missing:${now.toISOString().slice(0, 10)}`,
      kind: 'repository.missing',
      to: { administrators: true },
      title: 'Many micro apps are missing from the catalog',
      text: `${text}.`,
      link: '/micro-apps',
      urgent: true,
      at: now,
    }),
  );
}

/** The file is not in the catalog any more; the app stays on record. */
async function markGone(
  { database, clock }: ChangeDeps,
  source: SourceRow,
): Promise<void> {
  const now = clock();
  const at = now.toISOString();
  await database.transaction(async tx => {
    await putSource(tx, { ...source, state: 'gone', changedAt: at });
    const { appId, id: sourceId } = source;
    if (appId === '') return;
    const last = await latestProposal(tx, { appId, sourceId });
    if (last?.state === 'open') {
      await decideProposal(tx, last.id, {
        state: 'superseded',
        by: SYSTEM_ACTOR,
        at,
      });
    }
    await appendAuditEntry(tx, {
      at: now,
      actor: SYSTEM_ACTOR,
      action: 'repository.gone',
      appId,
      summary: source.bound
        ? 'The file in its repository is gone from the catalog; the app stays on record'
        : 'The other file that said it is this app is gone from the catalog',
      details: { location: source.origin },
    });
    await enqueueAppChanged(tx, { appId, at: now });
  });
}
