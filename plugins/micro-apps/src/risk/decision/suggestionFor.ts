import type { AppDetail } from '@micro-apps/plugin-micro-apps-common';

/** What the controls say to a reviewer; she decides. */
export type Suggestion =
  | { readonly kind: 'approve' | 'review' }
  | { readonly kind: 'changes' | 'wait'; readonly titles: readonly string[] };

/** What was found weighs more than what is not known yet. */
export function suggestionFor({
  findings,
  viewer,
}: Pick<AppDetail, 'findings' | 'viewer'>): Suggestion {
  const titlesOf = (state: 'not-satisfied' | 'unknown') =>
    findings
      .filter(
        finding =>
          finding.state === state &&
          finding.control.gates.includes('promote') &&
          finding.controlId !== 'security-review',
      )
      .map(({ title }) => title);
  const failed = titlesOf('not-satisfied');
  if (failed.length > 0) return { kind: 'changes', titles: failed };
  const unknown = titlesOf('unknown');
  if (unknown.length > 0) return { kind: 'wait', titles: unknown };
  const review = findings.find(
    ({ controlId }) => controlId === 'security-review',
  );
  if (!review || review.state === 'satisfied') return { kind: 'approve' };
  return viewer.canReview
    ? { kind: 'review' }
    : { kind: 'wait', titles: [review.title] };
}
