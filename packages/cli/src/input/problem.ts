/** One thing to mend in what was given; ends the command with exit code 2. */
export interface Problem {
  /** As it was given on the command line; absent for the command line itself. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
  /** One plain sentence. */
  readonly message: string;
}

/** A value, or everything that is wrong with its input. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A refusal with one problem. */
export function problem(message: string, at: Omit<Problem, 'message'> = {}) {
  return { ok: false as const, problems: [{ ...at, message }] };
}

/** `file:line: sentence`, as editors and CI logs link it. */
export function printProblem({ file, line, message }: Problem): string {
  if (file === undefined) return `microapp: ${message}`;
  return line === undefined
    ? `${file}: ${message}`
    : `${file}:${line}: ${message}`;
}
