import { randomBytes } from 'node:crypto';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  canonicalJson,
  GENESIS_HASH,
  sealEntry,
  skipTarget,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { sha256 } from '../../audit/appendAuditEntry';
import { personOf } from '../../audit/DatabasePeople';
import { insertRequest } from '../../approvals/DatabaseRequests';
import {
  APPS,
  appRecord,
  SEARCH,
  searchText,
} from '../../registry/DatabaseAppStore';
import { APP_USES } from '../../registry/DatabaseAppUses';
import { someApp } from './someApp';

/** As many as one statement takes on every database. */
const BATCH = 200;
const AUDITORS = 50;

/** How much of everything. */
export interface Sizes {
  readonly apps: number;
  /** Entries of one sound chain, spread over the apps. */
  readonly auditRows: number;
  /** Undecided requests for approval. */
  readonly requests: number;
}

/**
 * Fills an empty database as some years of use would, by the rows that the
 * registry itself writes; the audit log verifies. Same sizes, same apps.
 *
 * @param tell - how far it is, from 0 to 1
 */
export async function fillDatabase(
  knex: Knex,
  sizes: Sizes,
  tell: (share: number) => void = () => undefined,
): Promise<void> {
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@micro-apps/plugin-micro-apps-backend',
      'migrations',
    ),
  });
  await fillApps(knex, sizes, share => tell(share / 3));
  await fillAudit(knex, sizes, share => tell(1 / 3 + (share * 2) / 3));
  await fillQueue(knex, sizes);
  // What a database does by itself in time.
  await knex.raw('ANALYZE');
}

async function fillApps(
  knex: Knex,
  { apps }: Sizes,
  tell: (share: number) => void,
): Promise<void> {
  for (let from = 0; from < apps; from += BATCH) {
    const batch = Array.from(
      { length: Math.min(BATCH, apps - from) },
      (_, index) => someApp(from + index),
    );
    await knex.transaction(async tx => {
      await tx(APPS).insert(batch.map(appRecord));
      await tx(SEARCH).insert(
        batch.map(({ id, registration }) => ({
          app_id: id,
          text: searchText(registration),
        })),
      );
      await tx(APP_USES).insert(
        batch.flatMap(({ id, registration: { scopes, libraries } }) => [
          ...scopes.map(name => ({ app_id: id, kind: 'scope', name })),
          ...libraries.map(name => ({ app_id: id, kind: 'component', name })),
        ]),
      );
      await tx('micro_apps_versions').insert(
        batch.map(({ id, registration, createdBy, at, assessment }) => ({
          app_id: id,
          version: 1,
          registration: JSON.stringify(registration),
          changed_by: createdBy,
          at,
          envelope_hash: assessment.envelopeHash,
        })),
      );
    });
    tell((from + batch.length) / apps);
  }
}

/** One chain, linked and sealed as `appendAuditEntry` does it. */
async function fillAudit(
  knex: Knex,
  { apps, auditRows }: Sizes,
  tell: (share: number) => void,
): Promise<void> {
  const people = await knex.transaction(async tx => {
    const known: { ref: string; person: string }[] = [];
    for (let n = 0; n < AUDITORS; n += 1) {
      const ref = `user:default/person${n}`;
      known.push({ ref, person: await personOf(tx, { ref }) });
    }
    return known;
  });
  const ids = Array.from({ length: apps }, (_, index) => someApp(index).id);
  const hashes: string[] = [GENESIS_HASH];
  const lastOf = new Map<string, string>();
  const salt = () => randomBytes(16).toString('hex');
  for (let from = 1; from <= auditRows; from += BATCH) {
    const count = Math.min(BATCH, auditRows - from + 1);
    const rows = Array.from({ length: count }, (_, index) => {
      const seq = from + index;
      const appId = ids[seq % ids.length];
      const { ref, person } = people[seq % people.length];
      const details = { version: Math.ceil(seq / ids.length), score: seq % 11 };
      const row = sealEntry(
        {
          seq,
          at: new Date(1_767_225_600_000 + seq * 1_000).toISOString(),
          person,
          action: 'app.changed',
          appId,
          details,
          prevHash: hashes[seq - 1],
          skipHash: hashes[skipTarget(seq)],
          appPrev: lastOf.get(appId),
          who: { ref },
          words: { summary: `Registration changed (version ${seq})` },
        },
        { who: salt(), words: salt() },
        sha256,
      );
      hashes.push(row.hash);
      lastOf.set(appId, row.hash);
      return {
        seq,
        at: row.at,
        actor: ref,
        action: row.action,
        app_id: appId,
        details: canonicalJson(details),
        prev_hash: row.prevHash,
        hash: row.hash,
        format: 2,
        person,
        app_prev: row.appPrev ?? null,
        skip_hash: row.skipHash,
        who_commitment: row.who.commitment,
        who_salt: row.who.salt,
        words: canonicalJson(row.words.value),
        words_commitment: row.words.commitment,
        words_salt: row.words.salt,
      };
    });
    await knex.transaction(async tx => {
      await tx('micro_apps_audit').insert(rows);
      await tx('micro_apps_audit_head')
        .where({ id: 1 })
        .update({ seq: from + count - 1, hash: hashes[hashes.length - 1] });
    });
    tell((from + count) / auditRows);
  }
}

async function fillQueue(knex: Knex, { requests }: Sizes): Promise<void> {
  await knex.transaction(async tx => {
    for (let index = 0; index < requests; index += 1) {
      const { id, registration, assessment } = someApp(index);
      const at = new Date(1_767_225_600_000 + index * 60_000).toISOString();
      await insertRequest(tx, {
        kind: 'app',
        subjectId: id,
        appId: id,
        version: 1,
        envelopeHash: assessment.envelopeHash,
        envelope: assessment.envelope,
        effectiveClass: assessment.effectiveClass.effective,
        state: 'open',
        band: assessment.risk.band,
        score: assessment.risk.score,
        automatic: false,
        requirements: [
          { role: 'security', count: 1, because: 'A security reviewer agrees' },
        ],
        requestedBy: registration.owner,
        requestedAt: at,
        submittedAt: at,
        dueAt: at,
      });
    }
  });
}
