import {
  AUDIENCES,
  checkRegistration,
  DATA_CATEGORIES,
  DATA_CLASSES,
  DATA_VOLUMES,
  HOSTINGS,
  type Registration,
} from '@micro-apps/governance-core';
import type { z } from 'zod';
import {
  choiceField,
  entityRefField,
  idempotencyKeyField,
  listField,
  strictFields,
  textField,
  versionField,
  wholeNumberField,
} from './fields';
import { named } from './responses/named';

/** Lengths and counts that a registration may have. @public */
export const REGISTRATION_LIMITS = {
  name: 80,
  purpose: 1_000,
  decommissionPlan: 2_000,
  scopes: 50,
  vendors: 50,
  libraries: 200,
  endpoints: 100,
  retentionDays: 3_650,
} as const;

/**
 * What a maker says of an app (requirements R1). The shape is checked here,
 * what it means by the core's `checkRegistration`, so that form, API and
 * template give the same messages.
 * @public
 */
export const registrationSchema = named(
  'RegistrationInput',
  strictFields({
    name: textField({
      what: 'the name',
      min: 2,
      max: REGISTRATION_LIMITS.name,
    }),
    purpose: textField({
      what: 'the purpose',
      min: 10,
      max: REGISTRATION_LIMITS.purpose,
      multiline: true,
    }),
    owner: entityRefField('user', 'the owner'),
    successor: entityRefField('user', 'the second owner').optional(),
    businessUnit: entityRefField('group', 'the business unit'),
    audience: choiceField('who may use the app', AUDIENCES),
    classification: choiceField('how sensitive the data is', DATA_CLASSES),
    dataTypes: listField(
      'the kinds of personal data',
      strictFields({
        category: choiceField('a kind of personal data', DATA_CATEGORIES),
        volume: choiceField('how many people it is about', DATA_VOLUMES),
      }),
      DATA_CATEGORIES.length,
    ),
    aiGeneratedShare: wholeNumberField({
      what: 'the share of code written by AI',
      min: 0,
      max: 100,
    }).optional(),
    scopes: listField(
      'the scopes',
      textField({ what: 'the scope', max: 100 }),
      REGISTRATION_LIMITS.scopes,
    ),
    vendors: listField(
      'the vendors',
      textField({ what: 'the vendor', max: 100 }),
      REGISTRATION_LIMITS.vendors,
    ),
    libraries: listField(
      'the libraries',
      textField({ what: 'the library', max: 214 }),
      REGISTRATION_LIMITS.libraries,
    ),
    endpoints: listField(
      'the addresses that the app calls',
      textField({ what: 'the address', max: 500 }),
      REGISTRATION_LIMITS.endpoints,
    ),
    hosting: choiceField('where the app runs', HOSTINGS),
    retentionDays: wholeNumberField({
      what: 'how many days data is kept',
      min: 1,
      max: REGISTRATION_LIMITS.retentionDays,
    }),
    decommissionPlan: textField({
      what: 'what happens at the end',
      min: 10,
      max: REGISTRATION_LIMITS.decommissionPlan,
      multiline: true,
    }),
  }).superRefine((registration, context) => {
    for (const problem of checkRegistration(registration)) {
      context.addIssue({
        code: 'custom',
        message: problem.message,
        path: problem.path.split('.'),
      });
    }
  }),
) satisfies z.ZodType<Registration>;

/** `POST /v1/preview`. @public */
export const previewRequest = strictFields({
  registration: registrationSchema,
});
/** @public */
export type PreviewRequest = z.input<typeof previewRequest>;

/** `POST /v1/apps`. @public */
export const registerRequest = strictFields({
  registration: registrationSchema,
  goldenPath: textField({ what: 'the golden path', max: 100 }).optional(),
  idempotencyKey: idempotencyKeyField.optional(),
});
/** @public */
export type RegisterRequest = z.input<typeof registerRequest>;

/** `PUT /v1/apps/:id/registration`. @public */
export const changeRegistrationRequest = strictFields({
  registration: registrationSchema,
  expectedVersion: versionField,
});
/** @public */
export type ChangeRegistrationRequest = z.input<
  typeof changeRegistrationRequest
>;
