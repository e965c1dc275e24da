import type { Knex } from 'knex';
import type { BackendDeps } from '../kernel/deps';
import type {
  ApprovalsPart,
  ContainmentPart,
  ExceptionsPart,
  ProvisioningPart,
  RetentionPart,
} from '../kernel/parts';
import type { Actor } from '../kernel/types';
import type { AppRow } from '../registry/AppStore';

/** What the end of an app needs of the rest of the backend. */
export interface RetirementDeps extends BackendDeps {
  readonly approvals: Pick<ApprovalsPart, 'endRequest'>;
  readonly containment: Pick<ContainmentPart, 'appRetired'>;
  readonly exceptions: Pick<ExceptionsPart, 'appRetired'>;
  /** In the transaction that ends an app: nobody looks for an owner of it. */
  readonly orphanRetired: (
    tx: Knex.Transaction,
    options: { app: AppRow; actor: Actor; at: Date },
  ) => Promise<void>;
  readonly provisioning: Pick<ProvisioningPart, 'appHeld'>;
  readonly retention: Pick<RetentionPart, 'lookBy'>;
}
