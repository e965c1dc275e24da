import { VENDOR_KINDS, VENDOR_STATES } from '@micro-apps/governance-core';
import { z } from 'zod';
import { band, dataClass, entityRef, instant, standing } from './assessment';
import { named } from './named';
import { requirement } from './requests';

const kind = named('VendorKind', z.enum(VENDOR_KINDS));

const facts = named(
  'VendorFacts',
  z.object({
    title: z.string(),
    kind,
    purpose: z.string(),
    dataClasses: z.array(dataClass),
    hosts: z.array(z.string()),
    sdkPackages: z.array(z.string()),
    website: z.string().optional(),
    terms: z.string().optional(),
  }),
);

const summary = z.object({
  name: z.string(),
  title: z.string(),
  kind,
  state: named('VendorState', z.enum(VENDOR_STATES)),
  approvedUntil: instant.optional(),
  endsSoon: z.boolean(),
  lacksAuthorisation: z.boolean(),
  decidedIn: z.enum(['registry', 'catalog']),
  minimumClass: dataClass,
  openRequestId: z.string().optional(),
});

/** `GET /v1/vendors`. @public */
export const vendorsResponse = named(
  'Vendors',
  z.object({
    items: z.array(named('VendorSummary', summary)),
    nextCursor: z.string().optional(),
    total: z.number().int(),
  }),
);

/** An app that uses what was asked for. @public */
export const affectedAppResponse = named(
  'AffectedApp',
  z.object({
    id: z.string(),
    name: z.string(),
    entityRef,
    owner: entityRef,
    businessUnit: entityRef,
    band,
    standing,
    uses: z.array(
      z.object({
        through: z.enum(['named', 'address', 'component']),
        name: z.string(),
        found: z.boolean(),
      }),
    ),
    live: z.array(z.string()),
  }),
);

/** `GET /v1/affected-apps`. @public */
export const affectedAppsResponse = named(
  'AffectedApps',
  z.object({
    items: z.array(affectedAppResponse),
    nextCursor: z.string().optional(),
    total: z.number().int(),
  }),
);

/** `GET /v1/vendors/:name`. @public */
export const vendorResponse = named(
  'Vendor',
  summary.extend({
    joined: z.boolean().optional(),
    facts,
    asked: facts.optional(),
    findings: z.string().optional(),
    withdrawnBecause: z.string().optional(),
    entityRef: z.string().optional(),
    requirements: z.array(requirement),
    needsFindings: z.boolean(),
    history: z.array(
      z.object({
        at: instant,
        event: z.enum([
          'requested',
          'joined',
          'in-review',
          'taken-back',
          'rejected',
          'approved',
          'withdrawn',
        ]),
        by: z.string(),
        approvedUntil: instant.optional(),
        note: z.string().optional(),
      }),
    ),
    affected: affectedAppsResponse,
    viewer: z.object({
      mayRequest: z.boolean(),
      mayWithdraw: z.boolean(),
      isRequester: z.boolean(),
    }),
  }),
);
