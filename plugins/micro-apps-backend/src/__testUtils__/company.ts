import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { SOME_INTEGRATIONS } from '@micro-apps/governance-core/testing';
import {
  ANNOTATION_HOSTS,
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
  readonly groups: readonly string[];
}

const PEOPLE: Readonly<Record<string, Account>> = {
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

/** People, groups, scopes and vendors; tests change who is who. */
export interface Company {
  readonly catalog: ReturnType<typeof catalogServiceMock.mock>;
  /** Adds an account, or replaces the one of this name. */
  hire(name: string, account: Account): void;
  leave(name: string): void;
  /** Does something at the moment when this person is looked up next. */
  onLookup(ref: string, deed: () => Promise<unknown>): void;
  /** Nobody can be looked up any more. */
  goAway(): void;
}

/** A software catalog that answers from memory. */
export function createCompany(): Company {
  const people = new Map(Object.entries(PEOPLE));
  const deeds = new Map<unknown, () => Promise<unknown>>();
  let away = false;
  const now = () => {
    if (away) throw new Error('The catalog cannot be reached');
    return catalogServiceMock({
      entities: [
        ...[...people].map(([name, account]) => userOf(name, account)),
        ...groupsOf([...people.values()]),
        ...INTEGRATIONS,
      ],
    });
  };
  return {
    catalog: catalogServiceMock.mock({
      async getEntityByRef(...asked) {
        const [ref] = asked;
        const deed = deeds.get(ref);
        deeds.delete(ref);
        await deed?.();
        return now().getEntityByRef(...asked);
      },
      getEntitiesByRefs: async (...asked) => now().getEntitiesByRefs(...asked),
      queryEntities: async (...asked) => now().queryEntities(...asked),
    }),
    hire(name, account) {
      people.set(name, account);
    },
    leave(name) {
      people.delete(name);
    },
    onLookup(ref, deed) {
      deeds.set(ref, deed);
    },
    goAway() {
      away = true;
    },
  };
}

function userOf(name: string, account: Account): Entity {
  const { subject = `sub-${name}`, email, groups } = account;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: {
      name,
      namespace: 'default',
      annotations: subject ? { [ANNOTATION_SUBJECT]: subject } : {},
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
