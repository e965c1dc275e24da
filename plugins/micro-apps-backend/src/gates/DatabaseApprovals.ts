import { rowsTogether } from '../kernel/DatabaseTogether';
import type { RequestKindName } from '@micro-apps/plugin-micro-apps-common';
import type { AppRow, Connection } from '../registry/AppStore';
import {
  REQUESTS,
  toRequestRow,
  type RequestRecord,
  type RequestRow,
} from './requestRecords';

const decisive = rowsTogether<RequestRecord>({
  columns: ['app_id', 'envelope_hash'],
  rows: connection =>
    connection(REQUESTS)
      .where({ kind: 'app' })
      .whereNot({ state: 'withdrawn' })
      .andWhere(query =>
        query.whereNot({ state: 'void' }).orWhereNotNull('decided_at'),
      ),
  newest: { by: 'seq', limit: 1 },
});

const byId = rowsTogether<RequestRecord>({
  columns: ['id'],
  rows: connection => connection(REQUESTS),
});

/** Which they are, without what was approved, which is much. */
type Approved = Pick<RequestRecord, 'app_id' | 'id' | 'seq'>;

function approvedRequests(connection: Connection) {
  return connection(REQUESTS)
    .select('app_id', 'id', 'seq')
    .where({ kind: 'app' })
    .whereIn('state', ['approved', 'void'])
    .whereNotNull('decided_at')
    .orderBy('seq', 'desc');
}

const approvedAtAll = rowsTogether<Approved>({
  columns: ['app_id'],
  rows: approvedRequests,
});

const approvedByPeople = rowsTogether<Approved>({
  columns: ['app_id'],
  rows: connection =>
    approvedRequests(connection)
      .where({ automatic: false })
      // An emergency counts as looked at once somebody else has done so.
      .whereNotIn(
        'id',
        connection('micro_apps_request_overrides')
          .select('request_id')
          .whereNull('reviewed_at'),
      ),
});

/**
 * The newest request that says something about the app's present envelope.
 * Withdrawn ones, and ones that became void before anybody decided, say
 * nothing: asking and withdrawing cannot cover up an earlier "no".
 */
export async function decisiveRequest(
  connection: Connection,
  app: AppRow,
): Promise<RequestRow | undefined> {
  const [record] = await decisive(connection, app.id, app.envelopeHash);
  return record && toRequestRow(record);
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
  const { appId, byPeople, before = Infinity } = options;
  const approved = await (byPeople ? approvedByPeople : approvedAtAll)(
    connection,
    appId,
  );
  const last = approved.find(({ seq }) => Number(seq) < before);
  if (!last) return undefined;
  const [record] = await byId(connection, last.id);
  return record && toRequestRow(record);
}
