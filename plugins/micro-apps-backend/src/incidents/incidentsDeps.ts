import type { BackendDeps } from '../kernel/deps';
import type { AffectedAppsPart, ContainmentPart } from '../kernel/parts';

/** What incidents need of the rest of the backend. */
export interface IncidentsDeps extends BackendDeps {
  readonly affectedApps: AffectedAppsPart;
  readonly containment: Pick<ContainmentPart, 'suspend'>;
}
