import {
  accept,
  refuse,
  type RefusalCode,
  type Result,
} from '@micro-apps/governance-core';
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';

/** The one table from refusals to HTTP. */
const STATUS: Record<RefusalCode, number> = {
  'invalid-input': 400,
  'too-large': 413,
  'not-authenticated': 401,
  'integration-unknown': 400,
  'unknown-app': 404,
  'unknown-record': 404,
  'not-allowed': 403,
  'not-eligible': 403,
  'changed-since-you-looked': 409,
  'name-taken': 409,
  'not-in-this-state': 409,
  'gate-closed': 409,
  'directory-unavailable': 503,
  busy: 503,
};

/** The HTTP status of a refusal. */
export function statusOf(code: RefusalCode): number {
  return STATUS[code];
}

/** Error names follow @backstage/errors, so that its clients understand them. */
const NAMES: Record<number, string> = {
  400: 'InputError',
  401: 'AuthenticationError',
  403: 'NotAllowedError',
  404: 'NotFoundError',
  409: 'ConflictError',
  413: 'PayloadTooLargeError',
  503: 'ServiceUnavailableError',
};

/** Answers with the value, or with the refusal as an error body. */
export function sendResult<T>(
  res: Response,
  result: Result<T>,
  okStatus = 200,
): void {
  if (result.ok) {
    res.status(okStatus).json(result.value);
    return;
  }
  const { code, because, details } = result.refusal;
  sendError(res, { status: STATUS[code], code, message: because, details });
}

/** The error body of every answer of this plugin. */
export function sendError(
  res: Response,
  problem: {
    status: number;
    code: RefusalCode;
    message: string;
    details?: readonly { path?: string; message: string }[];
  },
): void {
  const { status, code, message, details } = problem;
  res.status(status).json({
    error: { name: NAMES[status] ?? 'Error', message, code, details },
    response: { statusCode: status },
  });
}

/**
 * Sends lines as fast as the reader takes them; memory does not grow. A fault
 * on the way cuts the connection, so that half an answer does not pass for one.
 */
export async function sendLines(
  res: Response,
  lines: AsyncIterable<string>,
  mediaType: string,
): Promise<void> {
  res.status(200).type(mediaType);
  try {
    await pipeline(Readable.from(lines), res);
  } catch (error) {
    // Whoever read it went away; there is nobody to answer.
    if (!isPrematureClose(error)) throw error;
  }
}

function isPrematureClose(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_STREAM_PREMATURE_CLOSE'
  );
}

/** Checks a body or a query at the edge; the messages come from the schema. */
export function parseInput<S extends z.ZodType>(
  schema: S,
  input: unknown,
): Result<z.output<S>> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return accept(parsed.data);
  const details = parsed.error.issues.map(issue => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }));
  const first = details[0]?.message ?? 'The request is not understood';
  return refuse('invalid-input', first, details);
}
