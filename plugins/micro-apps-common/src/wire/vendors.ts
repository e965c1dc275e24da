import {
  DATA_CLASSES,
  hostOf,
  VENDOR_KINDS,
  VENDOR_STATES,
  type AppStanding,
  type ApprovalRequirement,
  type Band,
  type DataClass,
  type VendorFacts,
  type VendorKind,
  type VendorState,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import {
  choiceField,
  listField,
  pageFields,
  searchField,
  strictFields,
  textField,
} from './fields';

/** `host.example`: labels of letters, digits and hyphens, and no address of a machine. */
const HOST =
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;
/** Names that mean this machine or this network, not somebody else's service. */
const INSIDE = /(^|\.)(localhost|local|internal|lan|home|intranet)$/;
const PACKAGE = /^(@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*$/;

function httpsField(what: string) {
  const error = `Give ${what} as an address that begins with https://`;
  return z
    .string({ error })
    .trim()
    .max(500, { error })
    .refine(
      value => {
        if (!URL.canParse(value)) return false;
        const { protocol, username, hostname } = new URL(value);
        return protocol === 'https:' && username === '' && HOST.test(hostname);
      },
      { error },
    );
}

const hostError =
  'Write each host like api.example.com, without https:// and without a path';
const hostField = z
  .string({ error: hostError })
  .max(500, { error: hostError })
  .overwrite(hostOf)
  .refine(value => HOST.test(value) && !INSIDE.test(value), {
    error: hostError,
  });

const packageError = 'Write each package by its npm name, like @acme/client';
const packageField = z
  .string({ error: packageError })
  .trim()
  .max(214, { error: packageError })
  .regex(PACKAGE, { error: packageError });

const kindField = choiceField('what the service deals with', VENDOR_KINDS);

/** `POST /v1/vendors`. @public */
export const vendorRequest = strictFields({
  title: textField({ what: 'the name of the service', min: 2, max: 80 }),
  kind: kindField,
  purpose: textField({
    what: 'what it is wanted for',
    min: 10,
    max: 1_000,
    multiline: true,
  }),
  dataClasses: listField(
    'the data that flows there',
    choiceField('a kind of data', DATA_CLASSES),
    DATA_CLASSES.length,
  ).min(1, { error: 'Say which data flows there' }),
  hosts: listField('the hosts', hostField, 20),
  sdkPackages: listField('the packages', packageField, 20),
  website: httpsField('the website').optional(),
  terms: httpsField('its terms').optional(),
  /** The app that it is wanted for. */
  appId: z
    .string({ error: 'Choose one of your apps' })
    .regex(/^[a-z0-9-]{1,63}$/, { error: 'Choose one of your apps' })
    .optional(),
}).superRefine(({ hosts, sdkPackages }, context) => {
  if (hosts.length + sdkPackages.length > 0) return;
  context.addIssue({
    code: 'custom',
    path: ['hosts'],
    message:
      'Name at least one host or package, so that it can be seen who uses the service',
  });
});
/** @public */
export type VendorRequest = z.input<typeof vendorRequest>;

/** `GET /v1/vendors`. @public */
export const vendorsQuery = strictFields({
  state: choiceField('a state', VENDOR_STATES).optional(),
  kind: kindField.optional(),
  q: searchField(100).optional(),
  ...pageFields(),
});
/** @public */
export type VendorsQuery = z.input<typeof vendorsQuery>;

/** `GET /v1/vendors/:name`; pages through the affected apps. @public */
export const vendorQuery = strictFields({ ...pageFields() });
/** @public */
export type VendorQuery = z.input<typeof vendorQuery>;

/** `POST /v1/vendors/:name/withdraw`. @public */
export const withdrawVendorRequest = strictFields({
  reason: textField({
    what: 'your reason',
    min: 3,
    max: 1_000,
    multiline: true,
  }),
});
/** @public */
export type WithdrawVendorRequest = z.input<typeof withdrawVendorRequest>;

const usedField = (what: string) => textField({ what, max: 500 }).optional();

/** `GET /v1/affected-apps`; exactly one of the four. @public */
export const affectedAppsQuery = strictFields({
  vendor: usedField('the vendor'),
  api: usedField('the API'),
  scope: usedField('the scope'),
  /** A package URL or the name of an npm package. */
  component: usedField('the component'),
  ...pageFields(),
}).superRefine(({ vendor, api, scope, component }, context) => {
  const given = [vendor, api, scope, component].filter(
    each => each !== undefined,
  );
  if (given.length === 1) return;
  context.addIssue({
    code: 'custom',
    path: ['vendor'],
    message: 'Ask for one of these: vendor, api, scope or component',
  });
});
/** @public */
export type AffectedAppsQuery = z.input<typeof affectedAppsQuery>;

/** How an app comes to use something. @public */
export interface AffectedUse {
  /** `named` in the registration, or by an `address` or a `component`. */
  readonly through: 'named' | 'address' | 'component';
  readonly name: string;
  /** A bill of materials says so, not the registration. */
  readonly found: boolean;
}

/** An app that uses what was asked for. @public */
export interface AffectedApp {
  readonly id: string;
  readonly name: string;
  readonly entityRef: string;
  readonly owner: string;
  readonly businessUnit: string;
  readonly band: Band;
  readonly standing: AppStanding;
  readonly uses: readonly AffectedUse[];
  /** Environments where it runs for others; it keeps running. */
  readonly live: readonly string[];
}

/** @public */
export interface AffectedAppsResponse {
  readonly items: readonly AffectedApp[];
  readonly nextCursor?: string;
  readonly total: number;
}

/** A vendor in a list. @public */
export interface VendorSummary {
  readonly name: string;
  readonly title: string;
  readonly kind: VendorKind;
  readonly state: VendorState;
  /** ISO instant; with `approved` and `expired`. */
  readonly approvedUntil?: string;
  /** It ends within a month. */
  readonly endsSoon: boolean;
  /** Approved, but IT has not agreed to this customer or personnel system. */
  readonly lacksAuthorisation: boolean;
  /** Who says so: people through this registry, or the software catalog. */
  readonly decidedIn: 'registry' | 'catalog';
  readonly minimumClass: DataClass;
  /** The request that waits for an answer; a renewal while it is approved. */
  readonly openRequestId?: string;
}

/** @public */
export interface VendorsResponse {
  readonly items: readonly VendorSummary[];
  readonly nextCursor?: string;
  readonly total: number;
}

/** Something that happened to a vendor. @public */
export interface VendorHistoryEntry {
  readonly at: string;
  readonly event:
    | 'requested'
    | 'joined'
    | 'in-review'
    | 'taken-back'
    | 'rejected'
    | 'approved'
    | 'withdrawn';
  readonly by: string;
  readonly approvedUntil?: string;
  readonly note?: string;
}

/** Everything about one vendor. @public */
export interface VendorDetail extends VendorSummary {
  /** Of the answer to a request: somebody had asked already; she joined. */
  readonly joined?: boolean;
  /** As it was approved; else as it is asked for, or as the catalog says. */
  readonly facts: VendorFacts;
  /** What is asked for now. */
  readonly asked?: VendorFacts;
  /** What the security review found. */
  readonly findings?: string;
  readonly withdrawnBecause?: string;
  readonly entityRef?: string;
  /** Who has to agree to a vendor of this kind. */
  readonly requirements: readonly ApprovalRequirement[];
  /** The security reviewer has to write down what was found. */
  readonly needsFindings: boolean;
  /** Newest first. */
  readonly history: readonly VendorHistoryEntry[];
  readonly affected: AffectedAppsResponse;
  readonly viewer: {
    readonly mayRequest: boolean;
    readonly mayWithdraw: boolean;
    /** Who is looking asked for it. */
    readonly isRequester: boolean;
  };
}
