import { rowsTogether } from '../kernel/DatabaseTogether';
import type { RequestKindName } from '@micro-apps/plugin-micro-apps-common';
import type { AppRow, Connection } from '../registry/AppStore';
import {
  REQUESTS,
  toRequestRow,
  type RequestRecord,
  type RequestRow,
} from './requestRecords';

const byId = rowsTogether<RequestRecord>({
  columns: ['id'],
  rows: connection => connection(REQUESTS),
});

/** Which they are and where they stand, without what was asked for, which is much. */
type Standing = Pick<
  RequestRecord,
  'app_id' | 'id' | 'seq' | 'state' | 'envelope_hash' | 'decided_at'
>;

/** The newest come first. */
function standingRequests(connection: Connection) {
  return connection(REQUESTS)
    .select('app_id', 'id', 'seq', 'state', 'envelope_hash', 'decided_at')
    .where({ kind: 'app' })
    .orderBy('seq', 'desc');
}

const ofApp = rowsTogether<Standing>({
  columns: ['app_id'],
  rows: standingRequests,
});

const askedOfPeople = rowsTogether<Standing>({
  columns: ['app_id'],
  rows: connection =>
    standingRequests(connection)
      .where({ automatic: false })
      // An emergency counts as looked at once somebody else has done so.
      .whereNotIn(
        'id',
        connection('micro_apps_request_overrides')
          .select('request_id')
          .whereNull('reviewed_at'),
      ),
});

/** What the requests of an app say about its approval. */
export interface AppRequests {
  /**
   * The newest request that says something about the app's present envelope.
   * Withdrawn ones, and ones that became void before anybody decided, say
   * nothing: asking and withdrawing cannot cover up an earlier "no".
   */
  readonly decisive?: RequestRow;
  /** The newest that was approved, void by now or not. */
  readonly lastApproved?: RequestRow;
}

/** Reads both at once. */
export async function requestsOf(
  connection: Connection,
  app: AppRow,
): Promise<AppRequests> {
  const all = await ofApp(connection, app.id);
  const decisive = all.find(
    request =>
      request.envelope_hash === app.envelopeHash &&
      request.state !== 'withdrawn' &&
      (request.state !== 'void' || request.decided_at !== null),
  );
  const approved = all.find(wasApproved);
  const records = new Map<string, RequestRow>();
  for (const id of new Set(
    [decisive, approved].flatMap(row => row?.id ?? []),
  )) {
    const [record] = await byId(connection, id);
    if (record) records.set(id, toRequestRow(record));
  }
  return {
    decisive: decisive && records.get(decisive.id),
    lastApproved: approved && records.get(approved.id),
  };
}

function wasApproved({ state, decided_at }: Standing): boolean {
  return (state === 'approved' || state === 'void') && decided_at !== null;
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
  const all = await (byPeople ? askedOfPeople : ofApp)(connection, appId);
  const last = all.find(
    request => wasApproved(request) && Number(request.seq) < before,
  );
  if (!last) return undefined;
  const [record] = await byId(connection, last.id);
  return record && toRequestRow(record);
}
