import type { RuleModes } from '@micro-apps/governance-core';

/** What every rule can be told; numbers and lists come beside it. @public */
export type RuleSetting = RuleModes;

/** A CRM or HR integration that somebody has explicitly authorised. @public */
export interface Authorisation {
  /** Name in the integration catalog. */
  readonly integration: string;
  /** Ids of the apps it holds for. */
  readonly apps: readonly string[];
  /** ISO instant, UTC, after which it counts no more. */
  readonly until: string;
}

/** Settings of each rule, by its id. @public */
export interface RuleSettings {
  /** The organisation's own rules in package `microapp.policy`. */
  readonly 'company-rule': RuleSetting;
  readonly 'registration-complete': RuleSetting & {
    /** Characters that a decommission plan has at least. */
    readonly planMinimumLength: number;
  };
  readonly 'effective-class': RuleSetting;
  readonly 'unknown-integrations': RuleSetting;
  readonly 'vendor-approval': RuleSetting;
  readonly 'crm-hr-authorisation': RuleSetting & {
    readonly kinds: readonly string[];
    /** Controls whose proof is such an authorisation, too. */
    readonly controls: readonly string[];
    readonly authorised: readonly Authorisation[];
  };
  readonly 'sensitive-vendors': RuleSetting & {
    readonly kinds: readonly string[];
    readonly controls: readonly string[];
  };
  readonly 'external-sharing': RuleSetting & {
    readonly audiences: readonly string[];
    readonly hostings: readonly string[];
    readonly controls: readonly string[];
    /** Roles that have to agree. */
    readonly approvers: readonly string[];
  };
  readonly 'oauth-redirects': RuleSetting;
  readonly 'oauth-grants': RuleSetting & {
    readonly grantTypes: readonly string[];
    readonly responseTypes: readonly string[];
  };
  readonly 'oauth-scopes': RuleSetting & {
    /** Scopes of the sign-in protocol itself, which no registration names. */
    readonly protocolScopes: readonly string[];
  };
  readonly 'oauth-token-lifetime': RuleSetting & {
    readonly maxSeconds: number;
  };
  readonly 'oauth-client-authentication': RuleSetting & {
    readonly methods: readonly string[];
  };
  readonly 'retention-window': RuleSetting & { readonly maxDays: number };
  readonly 'pii-heavy-retention': RuleSetting & { readonly maxDays: number };
  readonly 'storage-access': RuleSetting;
  readonly 'iam-least-privilege': RuleSetting;
  readonly 'network-reach': RuleSetting & {
    readonly sensitiveBackEnds: readonly string[];
  };
  readonly 'resource-kinds': RuleSetting & {
    readonly kinds: readonly string[];
  };
  readonly 'data-disposition': RuleSetting & {
    readonly classes: readonly string[];
    readonly controls: readonly string[];
  };
  readonly 'annual-review': RuleSetting & {
    readonly controls: readonly string[];
  };
}

/**
 * The numbers and lists of the policies: what the pages print, the rules judge
 * by and an organisation changes. Source: requirements R3-R12.
 * @public
 */
export interface PolicySettings {
  readonly revision: string;
  readonly exceptions: {
    readonly maxDays: number;
    readonly maxChainDays: number;
  };
  readonly incidents: {
    readonly escalateWithinHours: number;
    readonly analysisWithinHours: number;
  };
  readonly retention: { readonly testDataDays: number };
  readonly review: { readonly everyDays: number };
  readonly access: { readonly unusedScopeDays: number };
  readonly policyChange: { readonly reapprovalDays: number };
  readonly rules: RuleSettings;
}
