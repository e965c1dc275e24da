import type {
  ExceptionApprover,
  ExceptionLimits,
} from '@micro-apps/governance-core';
import { z } from 'zod';
import {
  choiceField,
  listField,
  pageFields,
  strictFields,
  textField,
} from './fields';

const INSTANT =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

function instantField(what: string) {
  const error = `Give ${what} as an instant with its zone, like 2026-12-03T10:00:00Z`;
  return z.string({ error }).max(40, { error }).regex(INSTANT, { error });
}

function controlIdField(what: string) {
  const error = `Name ${what} by its id, like dynamic-security-scan`;
  return z
    .string({ error })
    .max(100, { error })
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error });
}

/** `POST /v1/apps/:id/exceptions`. @public */
export const askExceptionRequest = strictFields({
  controlId: controlIdField('the control'),
  reason: textField({ what: 'the reason', max: 2_000, multiline: true }),
  /** As soon as it is granted, where left out. */
  startsAt: instantField('the beginning').optional(),
  endsAt: instantField('the end'),
  compensation: strictFields({
    statement: textField({
      what: 'what makes up for it',
      max: 2_000,
      multiline: true,
    }),
    /** A control of the app that stays met meanwhile. */
    controlId: controlIdField('the control that makes up for it').optional(),
    evidenceIds: listField(
      'the proofs',
      z
        .string({ error: 'Name each proof by its id' })
        .regex(/^[\x21-\x7e]{1,64}$/, { error: 'Name each proof by its id' }),
      20,
    ),
  }),
});
/** @public */
export type AskExceptionRequest = z.input<typeof askExceptionRequest>;

/** `POST /v1/exceptions/:id/revoke`. @public */
export const revokeExceptionRequest = strictFields({
  reason: textField({
    what: 'your reason',
    min: 3,
    max: 2_000,
    multiline: true,
  }),
});
/** @public */
export type RevokeExceptionRequest = z.input<typeof revokeExceptionRequest>;

/** `GET /v1/exceptions`. @public */
export const exceptionsQuery = strictFields({
  show: choiceField('which exceptions', ['active', 'ending', 'all']).default(
    'active',
  ),
  ...pageFields(),
});
/** @public */
export type ExceptionsQuery = z.input<typeof exceptionsQuery>;

/** Where an exception stands now. @public */
export const EXCEPTION_STANDINGS = [
  'asked',
  'coming',
  'active',
  'ended',
  'revoked',
  'refused',
  'withdrawn',
  'void',
] as const;
/** @public */
export type ExceptionStanding = (typeof EXCEPTION_STANDINGS)[number];

/** One exception of the ledger. @public */
export interface ExceptionView {
  readonly id: string;
  readonly appId: string;
  readonly appName: string;
  readonly controlId: string;
  readonly controlTitle: string;
  readonly standing: ExceptionStanding;
  readonly reason: string;
  readonly compensation: {
    readonly statement: string;
    readonly controlId?: string;
    readonly controlTitle?: string;
    readonly evidenceIds: readonly string[];
    readonly evidenceExpiresAt?: string;
  };
  readonly startsAt: string;
  readonly endsAt: string;
  readonly requestedBy: string;
  readonly requestedAt: string;
  /** The approval request that decides on it. */
  readonly requestId?: string;
  /** 0 for the first of a chain; not before it was granted. */
  readonly renewal?: number;
  readonly grantedBy?: string;
  readonly grantedAs?: ExceptionApprover;
  readonly grantedAt?: string;
  readonly revokedBy?: string;
  readonly revokedAt?: string;
  readonly revokeReason?: string;
  /** It has not ended, but what makes up for it is not proven: it lifts nothing. */
  readonly unproven?: boolean;
  readonly viewer: { readonly mayRevoke: boolean };
}

/** `GET /v1/apps/:id/exceptions`: every one of the app, the newest first. @public */
export interface AppExceptionsResponse {
  readonly items: readonly ExceptionView[];
  /** Days that one may last now, alone and in a row. */
  readonly limits: ExceptionLimits;
}

/** @public */
export interface ExceptionsResponse {
  readonly items: readonly ExceptionView[];
  readonly nextCursor?: string;
  readonly total: number;
}
