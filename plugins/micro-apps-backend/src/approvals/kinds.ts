import type { RequestKindName } from '@micro-apps/plugin-micro-apps-common';
import type { RequestRow } from '../gates/requestRecords';
import type { BackendDeps } from '../kernel/deps';
import type { RequestKind, RequestSubject } from '../kernel/requestKinds';
import type { Connection } from '../registry/AppStore';
import type { Involvement } from '../separation/DatabaseInvolvement';

/** Everything that people can be asked to approve here, by name. */
export type RequestKinds = ReadonlyMap<RequestKindName, RequestKind>;

/** What the approval engine stands on. */
export interface ApprovalsDeps extends BackendDeps {
  readonly kinds: RequestKinds;
}

/** What a request is about, and by which rules. */
export interface KnownSubject {
  readonly kind: RequestKind;
  readonly subject: RequestSubject;
}

/**
 * Reads what a request is about, and locks it in a transaction. `undefined`:
 * it is gone, or no part of this backend knows its kind.
 */
export async function readSubject(
  { kinds }: Pick<ApprovalsDeps, 'kinds'>,
  connection: Connection,
  request: RequestRow,
): Promise<KnownSubject | undefined> {
  const kind = kinds.get(request.kind);
  const subject = await kind?.subject(connection, request);
  return kind && subject && { kind, subject: withRequesters(subject, request) };
}

/** Whoever asks, or hands in again, decides on nothing of it, of any kind. */
function withRequesters(
  subject: RequestSubject,
  request: RequestRow,
): RequestSubject {
  const { involvement } = subject;
  const asked: Involvement['people'] = [
    { ref: request.requestedBy, subject: request.requestedBySubject },
    { ref: request.submittedBy ?? '', subject: request.submittedBySubject },
  ]
    .filter(({ ref }) => ref !== '')
    .map(person => ({ person: { ...person, groups: [] }, as: 'requester' }));
  return {
    ...subject,
    involvement: { ...involvement, people: [...involvement.people, ...asked] },
  };
}

/** How risky a subject is; High where nobody says. */
export function bandOf({ band, app }: RequestSubject) {
  return band ?? app?.band ?? 'high';
}
