import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import {
  catalogEntityDeletePermission,
  catalogLocationCreatePermission,
  catalogLocationDeletePermission,
} from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  isPermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  microAppsAppContainPermission,
  microAppsAppImportPermission,
  microAppsAuditExportPermission,
  microAppsAuditReadPermission,
  microAppsExceptionRevokePermission,
  microAppsIncidentHandlePermission,
  microAppsLegalHoldPermission,
  microAppsNumbersReadPermission,
  microAppsOutboxReadPermission,
  microAppsOutboxRetryPermission,
  microAppsLeaverManagePermission,
  microAppsPersonErasePermission,
  microAppsPolicySwitchPermission,
  microAppsSuccessionOfferPermission,
  microAppsRequestDecidePermission,
  microAppsRequestDelegatePermission,
  microAppsRequestOverridePermission,
  microAppsRolloutUpdatePermission,
  microAppsVendorWithdrawPermission,
} from '@micro-apps/plugin-micro-apps-common';

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/** Who decides; separation of duties is checked besides. */
const FOR_APPROVERS: ReadonlySet<string> = new Set(
  [
    microAppsRequestDecidePermission,
    microAppsRequestDelegatePermission,
    microAppsExceptionRevokePermission,
    microAppsIncidentHandlePermission,
    microAppsVendorWithdrawPermission,
    microAppsLegalHoldPermission,
  ].map(({ name }) => name),
);
/** Numbers of all apps are for those who answer for them or check them. */
const FOR_OVERSIGHT: ReadonlySet<string> = new Set([
  microAppsNumbersReadPermission.name,
]);
/** For both; the plugin itself knows which role may, and for whose apps. */
const FOR_BOTH: ReadonlySet<string> = new Set(
  [
    microAppsAppContainPermission,
    microAppsPolicySwitchPermission,
    microAppsSuccessionOfferPermission,
    microAppsLeaverManagePermission,
  ].map(({ name }) => name),
);
const FOR_ADMINISTRATORS: ReadonlySet<string> = new Set(
  [
    microAppsRequestOverridePermission,
    microAppsAppImportPermission,
    microAppsAuditReadPermission,
    microAppsAuditExportPermission,
    microAppsPersonErasePermission,
    microAppsOutboxReadPermission,
    microAppsOutboxRetryPermission,
    microAppsRolloutUpdatePermission,
    catalogLocationCreatePermission,
    catalogLocationDeletePermission,
  ].map(({ name }) => name),
);

/**
 * The policy that Micro Apps ships, for a portal without one of its own:
 * signed-in people read and create; deciding belongs to the approver groups,
 * holding an app, switching rules and saying who has left to them and to
 * administrators, the audit log, imports, emergencies and deliveries to
 * administrators; what removes things from the catalog belongs to their owners
 * or to administrators. Nobody signed in means nothing is allowed.
 *
 * It is the first of two checks: separation of duties is decided again in the
 * core, where request and people are known (architecture, Approvers).
 *
 * @public
 */
export class MicroAppsPermissionPolicy implements PermissionPolicy {
  readonly #groupsOf: (userRef: string) => Promise<ReadonlySet<string>>;
  readonly #userRefOf: (credentials: BackstageCredentials) => Promise<string>;
  readonly #approverGroups: readonly string[];
  readonly #administratorGroups: readonly string[];
  readonly #auditorGroups: readonly string[];

  constructor(options: {
    /** Transitive groups of a user; rejects when the directory is away. */
    groupsOf: (userRef: string) => Promise<ReadonlySet<string>>;
    userRefOf: (credentials: BackstageCredentials) => Promise<string>;
    approverGroups: readonly string[];
    administratorGroups: readonly string[];
    auditorGroups?: readonly string[];
  }) {
    this.#groupsOf = options.groupsOf;
    this.#userRefOf = options.userRefOf;
    this.#approverGroups = options.approverGroups;
    this.#administratorGroups = options.administratorGroups;
    this.#auditorGroups = options.auditorGroups ?? [];
  }

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) {
      return DENY;
    }
    if (FOR_APPROVERS.has(permission.name)) {
      return (await this.#isIn(user, this.#approverGroups)) ? ALLOW : DENY;
    }
    if (FOR_BOTH.has(permission.name)) {
      const both = [...this.#approverGroups, ...this.#administratorGroups];
      return (await this.#isIn(user, both)) ? ALLOW : DENY;
    }
    if (FOR_OVERSIGHT.has(permission.name)) {
      const all = [
        ...this.#approverGroups,
        ...this.#administratorGroups,
        ...this.#auditorGroups,
      ];
      return (await this.#isIn(user, all)) ? ALLOW : DENY;
    }
    if (FOR_ADMINISTRATORS.has(permission.name)) {
      return (await this.#isIn(user, this.#administratorGroups)) ? ALLOW : DENY;
    }
    if (isPermission(permission, catalogEntityDeletePermission)) {
      if (await this.#isIn(user, this.#administratorGroups)) {
        return ALLOW;
      }
      const userRef = await this.#userRefOf(user.credentials);
      return createCatalogConditionalDecision(
        permission,
        catalogConditions.isEntityOwner({
          claims: [userRef, ...(await this.#groupsOf(userRef))],
        }),
      );
    }
    return ALLOW;
  }

  async #isIn(
    user: PolicyQueryUser,
    groups: readonly string[],
  ): Promise<boolean> {
    try {
      const mine = await this.#groupsOf(
        await this.#userRefOf(user.credentials),
      );
      return groups.some(group => mine.has(group));
    } catch {
      // The directory is away: nobody is known to be a member (fail closed).
      return false;
    }
  }
}
