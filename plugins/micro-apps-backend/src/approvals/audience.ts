import { normaliseRef } from '@micro-apps/governance-core';
import type { RequestRow } from '../gates/requestRecords';
import type { RequestSubject } from '../kernel/requestKinds';

/** Where people decide on a request. */
export function linkOf({
  kind,
  appId,
  subjectId,
}: Pick<RequestRow, 'kind' | 'appId' | 'subjectId'>): string {
  return kind === 'vendor'
    ? `/micro-apps/vendors/${encodeURIComponent(subjectId)}`
    : `/catalog/default/component/${appId}/risk`;
}

/** Whoever asked, and the owners of the app. */
export function makersOf(
  request: Pick<RequestRow, 'requestedBy'>,
  { app }: RequestSubject,
): readonly string[] {
  const { owner, successor } = app?.registration ?? {};
  return [
    ...new Set(
      [request.requestedBy, owner, successor].flatMap(ref =>
        ref ? [normaliseRef(ref)] : [],
      ),
    ),
  ];
}
