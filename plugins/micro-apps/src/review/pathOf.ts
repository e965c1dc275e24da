import type { RequestSummary } from '@micro-apps/plugin-micro-apps-common';

/** Where people decide on a request: with what it is about beside it. */
export function pathOf({
  kind,
  appId,
  subjectId,
}: Pick<RequestSummary, 'kind' | 'appId' | 'subjectId'>): string {
  switch (kind) {
    case 'vendor':
      return `/micro-apps/vendors/${encodeURIComponent(subjectId)}`;
    default:
      return `/catalog/default/component/${appId ?? subjectId}/risk`;
  }
}
