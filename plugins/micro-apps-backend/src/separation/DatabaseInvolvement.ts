import type {
  EligibilityFacts,
  Registration,
} from '@micro-apps/governance-core';
import { lastApprovedRequest } from '../gates/DatabaseApprovals';
import { EVIDENCE } from '../gates/evidenceRecords';
import { REQUESTS, type RequestRecord } from '../gates/requestRecords';
import {
  rowsOfEach,
  rowsTogether,
  together,
  withAsked,
  type Placed,
} from '../kernel/DatabaseTogether';
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
  version: number | string;
  registration: string;
  changed_by: string;
  changed_by_subject: string | null;
}

const versionsSince = together<
  { appId: string; since: number },
  readonly VersionRecord[]
>(async (connection, asked) => {
  const records: readonly (VersionRecord & Placed)[] = await withAsked(
    connection,
    ['for_app', 'since'],
    asked.map(({ appId, since }) => [appId, String(since)]),
  )
    .from('asked')
    .join('micro_apps_versions', 'app_id', 'for_app')
    .whereRaw('version >= cast(since as integer)')
    .select(
      'place_asked',
      'version',
      'registration',
      'changed_by',
      'changed_by_subject',
    )
    .orderBy('version', 'desc');
  return rowsOfEach<VersionRecord>(asked.length, records);
});

const askedOf = rowsTogether<
  Pick<
    RequestRecord,
    | 'open_key'
    | 'requested_by'
    | 'requested_by_subject'
    | 'submitted_by'
    | 'submitted_by_subject'
  >
>({
  columns: ['open_key'],
  rows: connection =>
    connection(REQUESTS).select(
      'open_key',
      'requested_by',
      'requested_by_subject',
      'submitted_by',
      'submitted_by_subject',
    ),
});

// A review by the security team or the privacy office is no part in the app;
// what the owner's side confirmed or wrote is.
const vouchedOf = rowsTogether<{
  app_id: string;
  envelope_hash: string;
  by_ref: string | null;
  by_subject: string | null;
}>({
  columns: ['app_id', 'envelope_hash'],
  rows: connection =>
    connection(EVIDENCE)
      .distinct('app_id', 'envelope_hash', 'by_ref', 'by_subject')
      .where({ provenance: 'portal-form' })
      .whereNotIn('kind', ['security-review', 'privacy-impact-assessment']),
});

// Those who wrote what others accept are on the owner's side, too: whoever saved
// any version of it, so that somebody else's last stroke hides nobody.
const writersOf = rowsTogether<{
  app_id: string;
  changed_by: string;
  changed_by_subject: string | null;
}>({
  columns: ['app_id'],
  rows: connection =>
    connection('micro_apps_artefact_versions').distinct(
      'app_id',
      'changed_by',
      'changed_by_subject',
    ),
});

const finishersOf = rowsTogether<{
  app_id: string;
  finished_by: string | null;
  finished_by_subject: string | null;
}>({
  columns: ['app_id'],
  rows: connection =>
    connection('micro_apps_artefacts').select(
      'app_id',
      'finished_by',
      'finished_by_subject',
    ),
});

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
  // One after the other: a transaction answers one question at a time.
  const versions = await versionsSince(connection, { appId: app.id, since });
  const asked = await askedOf(connection, app.id);
  const vouched = await vouchedOf(connection, app.id, app.envelopeHash);
  const wrote = await writersOf(connection, app.id);
  const finished = await finishersOf(connection, app.id);
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
    ...wrote.map(row =>
      involved(row.changed_by, 'attester', row.changed_by_subject),
    ),
    ...finished.map(row =>
      involved(row.finished_by ?? '', 'attester', row.finished_by_subject),
    ),
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
