import type {
  EligibilityFacts,
  Registration,
} from '@micro-apps/governance-core';
import { lastApprovedRequest } from '../gates/DatabaseApprovals';
import { EVIDENCE } from '../gates/evidenceRecords';
import { REQUESTS, type RequestRecord } from '../gates/requestRecords';
import type { AppRow, Connection } from '../registry/AppStore';

/** Somebody who has a part in an app, and which. */
export type Involved = EligibilityFacts['involved'][number];

/** Everybody who may not decide about an app, as far as the registry knows. */
export interface Involvement {
  readonly people: readonly Involved[];
  /** Teams of the owner: the business units named since the last approval. */
  readonly ownerGroups: readonly string[];
}

interface VersionRecord {
  app_id: string;
  version: number | string;
  registration: string;
  changed_by: string;
  changed_by_subject: string | null;
}

/**
 * Reads who has a part in what would be approved: owners and second owners,
 * everybody who changed it or owned it since people last approved it (so
 * handing it over and back changes nothing, reliability A7), whoever asked for
 * the approval and whoever vouched for this envelope.
 */
export async function readInvolvement(
  connection: Connection,
  app: AppRow,
): Promise<Involvement> {
  const approved = await lastApprovedRequest(connection, {
    appId: app.id,
    byPeople: true,
  });
  const since = Math.min(approved?.version ?? 1, app.version);
  const versions = await connection<VersionRecord>('micro_apps_versions')
    .select('version', 'registration', 'changed_by', 'changed_by_subject')
    .where({ app_id: app.id })
    .andWhere('version', '>=', since)
    .orderBy('version', 'desc');
  // Whoever owned what was approved owned it until the next change, too; what
  // led to that approval others have agreed to. The present version counts in
  // any case, approved or not.
  const edits = versions.filter(
    ({ version }) =>
      Number(version) > (approved?.version ?? 0) ||
      Number(version) === app.version,
  );
  const registrations = [
    app.registration,
    ...versions.map((row): Registration => JSON.parse(row.registration)),
  ];
  const asked = await connection<RequestRecord>(REQUESTS)
    .select(
      'requested_by',
      'requested_by_subject',
      'submitted_by',
      'submitted_by_subject',
    )
    .where({ open_key: app.id });
  // A review by the security team or the privacy office is no part in the app; what the owner's
  // side confirmed or wrote is.
  const vouched = await connection(EVIDENCE)
    .distinct<{ by_ref: string | null; by_subject: string | null }[]>(
      'by_ref',
      'by_subject',
    )
    .where({
      app_id: app.id,
      envelope_hash: app.envelopeHash,
      provenance: 'portal-form',
    })
    .whereNotIn('kind', ['security-review', 'privacy-impact-assessment']);
  // Those who wrote what others accept are on the owner's side, too.
  const wrote = await connection('micro_apps_artefacts')
    .select<
      {
        changed_by: string;
        changed_by_subject: string | null;
        finished_by: string | null;
        finished_by_subject: string | null;
      }[]
    >('changed_by', 'changed_by_subject', 'finished_by', 'finished_by_subject')
    .where({ app_id: app.id });
  const people: Involved[] = [
    ...registrations.map(({ owner }) => involved(owner, 'owner')),
    ...registrations.flatMap(({ successor }) =>
      successor ? [involved(successor, 'successor')] : [],
    ),
    ...asked.flatMap(row => [
      involved(row.requested_by, 'requester', row.requested_by_subject),
      involved(row.submitted_by ?? '', 'requester', row.submitted_by_subject),
    ]),
    ...edits.map(row =>
      involved(row.changed_by, 'editor', row.changed_by_subject),
    ),
    ...wrote.flatMap(row => [
      involved(row.changed_by, 'attester', row.changed_by_subject),
      involved(row.finished_by ?? '', 'attester', row.finished_by_subject),
    ]),
    ...vouched.map(row =>
      involved(row.by_ref ?? '', 'attester', row.by_subject),
    ),
  ];
  return {
    people: distinctPeople(people),
    ownerGroups: [
      ...new Set(registrations.map(({ businessUnit }) => businessUnit)),
    ],
  };
}

function involved(
  ref: string,
  as: Involved['as'],
  subject?: string | null,
): Involved {
  return { person: { ref, subject: subject ?? undefined, groups: [] }, as };
}

/** Each person once for each spelling and subject, with her first part. */
function distinctPeople(people: readonly Involved[]): readonly Involved[] {
  const seen = new Map<string, Involved>();
  for (const item of people) {
    const key = JSON.stringify([item.person.ref, item.person.subject ?? '']);
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}
