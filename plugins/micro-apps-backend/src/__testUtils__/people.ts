import type { Entity } from '@backstage/catalog-model';
import { SOME_INTEGRATIONS } from '@micro-apps/governance-core/testing';
import {
  ANNOTATION_DEACTIVATED,
  ANNOTATION_HOSTS,
  ANNOTATION_MANAGER,
  ANNOTATION_MINIMUM_CLASS,
  ANNOTATION_PRE_AUTHORISED,
  ANNOTATION_PRIVILEGED,
  ANNOTATION_SCOPE_NAME,
  ANNOTATION_SDK_PACKAGES,
  ANNOTATION_SUBJECT,
  ANNOTATION_VENDOR_KIND,
} from '@micro-apps/plugin-micro-apps-common';

export const MAYA = 'user:default/maya';
export const RITA = 'user:default/rita';
export const SAM = 'user:default/sam';
export const SUE = 'user:default/sue';
export const PAT = 'user:default/pat';
export const IVAN = 'user:default/ivan';
export const LENA = 'user:default/lena';
export const NOAH = 'user:default/noah';

export const SECURITY = 'security-reviewers';
/** Part of the security reviewers. */
export const RED_TEAM = 'red-team';
export const PRIVACY = 'privacy-office';
export const ADMINISTRATORS = 'it-administrators';
export const IT_LEADS = 'it-leads';

/** One account of the directory. */
export interface Account {
  /** Left out: `sub-` and the name; empty: the directory has none. */
  readonly subject?: string;
  readonly email?: string;
  readonly manager?: string;
  /** The directory keeps her, marked as having left. */
  readonly deactivated?: boolean;
  readonly groups: readonly string[];
}

/** Who works for the company unless a test changes it. */
export const PEOPLE: Readonly<Record<string, Account>> = {
  // Makers.
  maya: { groups: ['product'], email: 'maya@example.com' },
  rita: { groups: ['product'] },
  // Two security reviewers, one of the privacy office, one administrator, and
  // who leads IT.
  sam: { groups: [SECURITY] },
  sue: { groups: [SECURITY] },
  pat: { groups: [PRIVACY] },
  ivan: { groups: [ADMINISTRATORS] },
  lena: { groups: [IT_LEADS] },
  // Signed in, and nothing to any app.
  noah: { groups: ['sales'] },
};

const INTEGRATIONS: readonly Entity[] = SOME_INTEGRATIONS.map(integration => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: integration.name.replace(':', '-'),
    namespace: 'default',
    title: integration.title,
    annotations: {
      [ANNOTATION_SCOPE_NAME]: integration.name,
      [ANNOTATION_MINIMUM_CLASS]: integration.minimumClass,
      [ANNOTATION_PRIVILEGED]: String(integration.privileged),
      [ANNOTATION_PRE_AUTHORISED]: String(integration.preAuthorised),
      [ANNOTATION_HOSTS]: integration.hosts.join(','),
      [ANNOTATION_SDK_PACKAGES]: integration.sdkPackages.join(','),
      ...(integration.vendorKind && {
        [ANNOTATION_VENDOR_KIND]: integration.vendorKind,
      }),
    },
  },
  spec: { type: integration.kind === 'vendor' ? 'vendor' : 'oauth-scope' },
}));

/** These people, their groups, and every scope and vendor, as entities. */
export function entitiesOf(
  people: Readonly<Record<string, Account>> = PEOPLE,
): Entity[] {
  return [
    ...Object.entries(people).map(([name, account]) => userOf(name, account)),
    ...groupsOf(Object.values(people)),
    ...INTEGRATIONS,
  ];
}

function userOf(name: string, account: Account): Entity {
  const { subject = `sub-${name}`, email, groups } = account;
  const { manager, deactivated } = account;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        ...(subject && { [ANNOTATION_SUBJECT]: subject }),
        ...(manager && { [ANNOTATION_MANAGER]: manager }),
        ...(deactivated && { [ANNOTATION_DEACTIVATED]: 'true' }),
      },
    },
    spec: { profile: email ? { email } : {}, memberOf: [...groups] },
    relations: groups.map(group => ({
      type: 'memberOf',
      targetRef: `group:default/${group}`,
    })),
  };
}

function groupsOf(people: readonly Account[]): Entity[] {
  const names = new Set([
    SECURITY,
    RED_TEAM,
    PRIVACY,
    ADMINISTRATORS,
    IT_LEADS,
    ...people.flatMap(({ groups }) => groups),
  ]);
  return [...names].map(name => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, namespace: 'default' },
    relations:
      name === RED_TEAM
        ? [{ type: 'childOf', targetRef: `group:default/${SECURITY}` }]
        : [],
  }));
}
