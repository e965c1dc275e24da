import type { BackendDeps } from '../kernel/deps';
import type { AffectedAppsPart } from '../kernel/parts';

/** What incidents need of the rest of the backend. */
export interface IncidentsDeps extends BackendDeps {
  readonly affectedApps: AffectedAppsPart;
}
