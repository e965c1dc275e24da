/** Every reason for which a command can say no. One table maps them to HTTP. @public */
export const REFUSAL_CODES = [
  'invalid-input',
  'too-large',
  'not-authenticated',
  'unknown-app',
  'unknown-record',
  'not-allowed',
  'not-eligible',
  'changed-since-you-looked',
  'name-taken',
  'not-in-this-state',
  'gate-closed',
  'integration-unknown',
  'directory-unavailable',
  'busy',
] as const;
/** @public */
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** An expected "no", as a value. @public */
export interface Refusal {
  readonly code: RefusalCode;
  /** A plain sentence: why, and what to do next. */
  readonly because: string;
  readonly details?: readonly {
    readonly path?: string;
    readonly message: string;
  }[];
}

/** @public */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

/** @public */
export function accept<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** @public */
export function refuse<T = never>(
  code: RefusalCode,
  because: string,
  details?: Refusal['details'],
): Result<T> {
  return { ok: false, refusal: { code, because, details } };
}
