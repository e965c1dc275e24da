import type { BackendDeps } from '../kernel/deps';
import type {
  ApprovalsPart,
  ContainmentPart,
  EndSearch,
  ExceptionsPart,
  ProvisioningPart,
  RetentionPart,
} from '../kernel/parts';

/** What the end of an app needs of the rest of the backend. */
export interface RetirementDeps extends BackendDeps {
  readonly approvals: Pick<ApprovalsPart, 'endRequest'>;
  readonly containment: Pick<ContainmentPart, 'appRetired'>;
  readonly exceptions: Pick<ExceptionsPart, 'appRetired'>;
  readonly provisioning: Pick<ProvisioningPart, 'appHeld'>;
  readonly retention: Pick<RetentionPart, 'lookBy'>;
  /** Nobody is asked any more to take it over. */
  readonly endSearch: EndSearch;
}
