import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  isResourcePermission,
  type BasicPermission,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
  type PermissionRuleset,
} from '@backstage/plugin-permission-node';
import type { Result } from '@micro-apps/governance-core';
import type {
  MicroAppFilter,
  MicroAppResource,
} from '@micro-apps/plugin-micro-apps-node';
import type { RESOURCE_TYPE_MICRO_APP } from '@micro-apps/plugin-micro-apps-common';
import type { Actor } from '../kernel/types';
import { askedBy, type AppCriteria } from './DatabaseAppCriteria';

/** A permission that commands can name: plain, or about one app. */
export type CommandPermission = BasicPermission | AboutApp;

/** What a permission is asked about. */
export type Scope =
  /** One app. */
  | { readonly appId: string }
  /** A list that the command narrows by the criteria it is given. */
  | 'list'
  /** No app at all: a conditional answer is a no. */
  | 'none';

/** What the organisation's permission policy says. */
export type Verdict =
  | { readonly allowed: true; readonly criteria?: AppCriteria }
  | { readonly allowed: false; readonly because: 'denied' | 'not-this-app' };

/**
 * Asks the organisation's permission policy, once for all; one verdict for each
 * permission, in order. Fails closed.
 */
export type Authoriser = (
  permissions: readonly CommandPermission[],
  options: {
    credentials: BackstageCredentials;
    scope: Scope;
    /** Who asks, as the directory has her; asked for where it matters. */
    asker: () => Promise<Result<Actor>>;
  },
) => Promise<readonly Verdict[]>;

const DENIED: Verdict = { allowed: false, because: 'denied' };

/**
 * Builds the one place that asks the permission framework. Conditions are
 * evaluated here, on the registry's own facts, instead of by a call back over
 * HTTP.
 */
export function createAuthoriser(options: {
  permissions: PermissionsService;
  rules: PermissionRuleset<
    MicroAppResource,
    MicroAppFilter,
    typeof RESOURCE_TYPE_MICRO_APP
  >;
  /** The app as a condition sees it when this person asks. */
  readResource: (
    appId: string,
    asker: Actor,
  ) => Promise<MicroAppResource | undefined>;
}): Authoriser {
  const { permissions, rules, readResource } = options;
  const holdsFor = createConditionAuthorizer(rules);
  const toCriteria = createConditionTransformer(rules);

  async function verdictOf(
    decision: PolicyDecision | undefined,
    scope: Scope,
    asker: () => Promise<Result<Actor>>,
  ): Promise<Verdict> {
    if (decision?.result === AuthorizeResult.ALLOW) return { allowed: true };
    if (decision?.result !== AuthorizeResult.CONDITIONAL || scope === 'none') {
      return DENIED;
    }
    const who = await asker();
    if (!who.ok) return DENIED;
    if (scope === 'list') {
      const criteria = toCriteria(decision.conditions);
      return { allowed: true, criteria: askedBy(criteria, who.value) };
    }
    const resource = await readResource(scope.appId, who.value);
    return resource && holdsFor(decision, resource)
      ? { allowed: true }
      : { allowed: false, because: 'not-this-app' };
  }

  return async function authorise(asked, { credentials, scope, asker }) {
    const plain = asked.filter(isPlain);
    const aboutApps = asked.filter(isAboutApp);
    const [plainAnswers, appAnswers] = await Promise.all([
      plain.length
        ? permissions.authorize(
            plain.map(permission => ({ permission })),
            { credentials },
          )
        : [],
      aboutApps.length
        ? permissions.authorizeConditional(
            aboutApps.map(permission => ({ permission })),
            { credentials },
          )
        : [],
    ]);
    return await Promise.all(
      asked.map(permission =>
        isPlain(permission)
          ? verdictOf(plainAnswers[plain.indexOf(permission)], 'none', asker)
          : verdictOf(appAnswers[aboutApps.indexOf(permission)], scope, asker),
      ),
    );
  };
}

type AboutApp = ResourcePermission<typeof RESOURCE_TYPE_MICRO_APP>;

function isAboutApp(permission: CommandPermission): permission is AboutApp {
  return isResourcePermission(permission);
}

function isPlain(permission: CommandPermission): permission is BasicPermission {
  return !isResourcePermission(permission);
}
