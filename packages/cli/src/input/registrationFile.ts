import {
  APP_STANDING_TABLE,
  CONTROL_CATALOGUE,
  DATA_CLASSES,
} from '@micro-apps/governance-core';
import {
  evidenceViewResponse,
  registrationSchema,
} from '@micro-apps/plugin-micro-apps-common';
import { z } from 'zod';

/** An object without unknown fields, with plain words for them. */
function strict<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? `There is no field called ${issue.keys.join(', ')} here`
        : undefined,
  });
}

/** A choice from a closed list, with the list in its message. */
function choice<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, { error: `Use one of: ${values.join(', ')}` });
}

const text = z
  .string({ error: 'Write some text here' })
  .min(1, { error: 'Write some text here' });
const instant = z.iso.datetime({
  error: 'Write a time in UTC, like 2026-11-24T10:00:00Z',
});

/** A scope, an API or a vendor; what is not said takes the strict meaning. */
const integration = strict({
  kind: choice(['scope', 'api', 'vendor']).describe(
    'What it is: a scope, an API or a vendor',
  ),
  name: text.describe('Name that the registration uses, like people:read'),
  title: text.optional().describe('Name for people'),
  description: z.string().optional(),
  minimumClass: choice(DATA_CLASSES)
    .default('regulated')
    .describe('Lowest class of an app that uses it'),
  privileged: z
    .boolean({ error: 'Say true or false' })
    .default(true)
    .describe('A privileged one makes an app Medium at least'),
  preAuthorised: z
    .boolean({ error: 'Say true or false' })
    .default(false)
    .describe('May be chosen without asking anybody'),
  vendorKind: choice([
    'general',
    'crm',
    'hr',
    'payment',
    'health',
    'identity',
  ]).optional(),
  hosts: z.array(text, { error: 'Give a list' }).default([]),
  sdkPackages: z.array(text, { error: 'Give a list' }).default([]),
  approvedUntil: z
    .string()
    .optional()
    .describe('Day or instant until which a vendor is approved'),
  entityRef: z.string().optional(),
});

const controlIds = CONTROL_CATALOGUE.map(({ id }) => id);

/** What is known of one control from elsewhere. */
const finding = strict({
  controlId: z
    .string()
    .refine(id => controlIds.includes(id), {
      error: 'No control has this id; docs/controls lists them',
    })
    .describe('Id of a control of the catalogue'),
  state: choice(['satisfied', 'not-satisfied', 'unknown', 'not-applicable']),
  because: text.optional().describe('Why, in a plain sentence'),
});

/** The OAuth client that the app would get, under RFC 7591 names. */
const client = z
  .record(z.string(), z.unknown(), { error: 'Give the client as one object' })
  .describe('OAuth client metadata under its RFC 7591 names');

const resource = strict({
  resource: text.describe('storage_bucket, iam_policy, network_rule …'),
  props: z.record(z.string(), z.unknown(), {
    error: 'Give the properties of the resource as one object',
  }),
});

/**
 * What `microapp` reads: a registration and, where they are known, the facts
 * that a portal would add.
 */
export const registrationFileSchema = strict({
  $schema: z.string().optional().describe('Address of this schema'),
  registration: registrationSchema.describe('What is registered of the app'),
  app: strict({
    id: text.optional(),
    standing: choice(
      APP_STANDING_TABLE.states as typeof APP_STANDING_TABLE.states &
        readonly [string, ...string[]],
    ).optional(),
  })
    .optional()
    .describe('The app, once a portal knows it'),
  integrations: z
    .array(integration, { error: 'Give the integrations as a list' })
    .optional()
    .describe('The part of the integration catalog that the app uses'),
  environment: strict({
    name: text,
    dataKind: choice(['sanitised', 'real']),
  })
    .optional()
    .describe('Where it would go; beta with real data unless told'),
  commit: z
    .string()
    .regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, {
      error: 'Give the full id of the commit',
    })
    .optional()
    .describe('Commit that would ship; evidence of code is bound to it'),
  evidence: z
    .array(evidenceViewResponse, { error: 'Give the evidence as a list' })
    .optional()
    .describe('Proofs as the portal lists them'),
  findings: z
    .array(finding, { error: 'Give the findings as a list' })
    .optional()
    .describe(
      'Verdicts on controls that need proof; what is left out is unknown',
    ),
  approval: choice([
    'unknown',
    'not-needed',
    'missing',
    'open',
    'approved',
    'rejected',
    'changes-requested',
    'void',
  ])
    .optional()
    .describe('State of the approval of exactly this registration'),
  client: client.optional(),
  resources: z
    .array(resource, { error: 'Give the resources as a list' })
    .optional()
    .describe('What the app wants to create: buckets, policies, network rules'),
  now: instant.optional().describe('Time to judge by; the present unless told'),
});

/** A registration file after its checks. */
export type RegistrationFile = z.output<typeof registrationFileSchema>;
