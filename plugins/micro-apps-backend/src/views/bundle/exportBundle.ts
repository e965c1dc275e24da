import {
  accept,
  BUNDLE_EXPORTED,
  recordsDigest,
  refuse,
  type EvidenceBundle,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsAuditExportPermission,
  type BundleResponse,
} from '@micro-apps/plugin-micro-apps-common';
import { appendAuditEntry, lockHead } from '../../audit/appendAuditEntry';
import { isAuditor, requirePeople } from '../../audit/auditAccess';
import { chainHeadOf } from '../../audit/DatabaseEntries';
import { findPerson } from '../../audit/DatabasePeople';
import {
  countAppEntries,
  readAppEntries,
  readLinks,
} from '../../audit/DatabaseProof';
import { withoutPeople } from '../../audit/exportAudit';
import { sha256 } from '../../audit/sha256';
import type { Command, CommandContext } from '../../kernel/commands';
import type { BackendDeps } from '../../kernel/deps';
import type { AppRow, Connection } from '../../registry/AppStore';
import { accessOf, requireRead } from '../../registry/appAccess';
import { unknownApp } from '../../registry/unknownApp';
import { readBundleRecords, reportsLength } from './DatabaseBundleRecords';
import { maskPeople } from './maskPeople';

/** Checked query of the route. */
export interface BundleInput {
  readonly id: string;
  readonly people: 'withheld' | 'shown';
  /** Whether reports of tools are in it, or their digests alone. */
  readonly reports: 'digest' | 'included';
  readonly known?: number;
}

/** Longest reports in one bundle, in characters: more is no answer any more. */
const MAX_REPORTS = 50_000_000;

/**
 * Everything that is held about an app, to be verified without this portal. The
 * audit entry of the export is part of it: it digests the records and counts
 * the entries, so that nothing of the bundle can be changed or left out.
 */
export function exportBundle(
  deps: BackendDeps,
): Command<BundleInput, BundleResponse> {
  return {
    permission: microAppsAuditExportPermission,
    async run(context, input) {
      const { id, people, known } = input;
      const { actor, now: at } = context;
      return await deps.database.transaction(
        async (tx): Promise<Result<BundleResponse>> => {
          const app = await deps.apps.get(tx, id);
          if (!app) return unknownApp();
          const allowed = mayExport(deps, { context, app, people });
          if (!allowed.ok) return allowed;
          const fits = await reportsFit(tx, input);
          if (!fits.ok) return fits;
          const records = await recordsOf(tx, input);
          await lockHead(tx);
          await appendAuditEntry(tx, {
            at,
            actor,
            action: BUNDLE_EXPORTED,
            appId: id,
            summary: 'Evidence bundle exported',
            details: {
              entries: (await countAppEntries(tx, id)) + 1,
              recordsDigest: recordsDigest(records, sha256),
              people,
            },
          });
          const entries = await readAppEntries(tx, id);
          const head = await chainHeadOf(tx);
          const own = entries.map(({ seq }) => seq);
          return accept({
            format: 'micro-apps-bundle-1',
            appId: id,
            exportedAt: at.toISOString(),
            head,
            records,
            entries: people === 'shown' ? entries : entries.map(withoutPeople),
            links: await readLinks(tx, {
              from: head.seq,
              to: known === undefined ? own : [...own, known],
              without: new Set(own),
            }),
          });
        },
      );
    },
  };
}

function mayExport(
  { settings }: BackendDeps,
  asked: {
    context: CommandContext;
    app: AppRow;
    people: BundleInput['people'];
  },
): Result<true> {
  const { app, people } = asked;
  const { actor } = asked.context;
  const canRead = requireRead(accessOf({ actor, app, settings }));
  // Owner and reviewers see people on every page of the app.
  if (canRead.ok) return canRead;
  if (!isAuditor(actor, settings)) return canRead;
  return people === 'shown' ? requirePeople(actor, settings) : accept(true);
}

async function reportsFit(
  connection: Connection,
  { id, people, reports }: BundleInput,
): Promise<Result<true>> {
  if (reports === 'digest') return accept(true);
  if (people !== 'shown') {
    return refuse(
      'invalid-input',
      'Reports may name people. Ask for them together with people=shown',
      [{ path: 'reports', message: 'Only with people=shown' }],
    );
  }
  return (await reportsLength(connection, id)) <= MAX_REPORTS
    ? accept(true)
    : refuse(
        'too-large',
        'The reports of this app are more than 50 MB. Take the bundle with their digests, and each report from its evidence',
      );
}

async function recordsOf(
  connection: Connection,
  { id, people, reports }: BundleInput,
): Promise<EvidenceBundle['records']> {
  const records = await readBundleRecords(connection, { id, reports });
  if (people === 'shown') return records;
  const masked: Record<string, unknown> = {};
  for (const [kind, rows] of Object.entries(records)) {
    masked[kind] = await maskPeople(rows, ref => findPerson(connection, ref));
  }
  return masked;
}
