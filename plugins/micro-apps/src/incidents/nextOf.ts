import type { IncidentDuty } from '@micro-apps/governance-core';
import type { IncidentView } from '@micro-apps/plugin-micro-apps-common';

/** What comes next on an incident. */
export type IncidentNext = IncidentDuty | 'close' | 'closed';

/** The first thing that is left to do, whoever does it. */
export function nextOf({
  closedAt,
  duties: [first],
}: Pick<IncidentView, 'closedAt' | 'duties'>): IncidentNext {
  if (closedAt !== undefined) return 'closed';
  return first ?? 'close';
}

/** The first thing that this person can do, if anything. */
export function actionOf(
  incident: Pick<IncidentView, 'closedAt' | 'duties' | 'viewer'>,
): IncidentDuty | 'close' | undefined {
  const { duties, closedAt, viewer } = incident;
  if (closedAt !== undefined) return undefined;
  const mine = duties.find(duty =>
    duty === 'root-cause' ? viewer.mayWriteCauses : viewer.mayHandle,
  );
  if (mine) return mine;
  return duties.length === 0 && viewer.mayHandle ? 'close' : undefined;
}
