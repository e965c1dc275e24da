import type { RequestKindName } from '@micro-apps/plugin-micro-apps-common';
import type { AppRow, Connection } from '../registry/AppStore';
import {
  REQUESTS,
  toRequestRow,
  type RequestRecord,
  type RequestRow,
} from './requestRecords';

/**
 * The newest request that says something about the app's present envelope.
 * Withdrawn ones, and ones that became void before anybody decided, say
 * nothing: asking and withdrawing cannot cover up an earlier "no".
 */
export async function decisiveRequest(
  connection: Connection,
  app: AppRow,
): Promise<RequestRow | undefined> {
  const record = await connection<RequestRecord>(REQUESTS)
    .where({ kind: 'app', app_id: app.id, envelope_hash: app.envelopeHash })
    .whereNot({ state: 'withdrawn' })
    .andWhere(query =>
      query.whereNot({ state: 'void' }).orWhereNotNull('decided_at'),
    )
    .orderBy('seq', 'desc')
    .first();
  return record ? toRequestRow(record) : undefined;
}

/** The undecided request of a kind about something, if there is one. */
export async function undecidedRequestId(
  connection: Connection,
  about: { kind: Exclude<RequestKindName, 'app'>; subjectId: string },
): Promise<string | undefined> {
  const record = await connection<RequestRecord>(REQUESTS)
    .where({ open_key: `${about.kind}:${about.subjectId}` })
    .first('id');
  return record?.id;
}

/** The newest request of the app that was approved, void by now or not. */
export async function lastApprovedRequest(
  connection: Connection,
  options: { appId: string; byPeople?: boolean; before?: number },
): Promise<RequestRow | undefined> {
  const { appId, byPeople, before } = options;
  const record = await connection<RequestRecord>(REQUESTS)
    .where({ kind: 'app', app_id: appId })
    .whereIn('state', ['approved', 'void'])
    .whereNotNull('decided_at')
    .modify(query => {
      if (byPeople) {
        // An emergency counts as looked at once somebody else has done so.
        query
          .andWhere({ automatic: false })
          .whereNotIn(
            'id',
            connection('micro_apps_request_overrides')
              .select('request_id')
              .whereNull('reviewed_at'),
          );
      }
      if (before !== undefined) query.andWhere('seq', '<', before);
    })
    .orderBy('seq', 'desc')
    .first();
  return record ? toRequestRow(record) : undefined;
}
