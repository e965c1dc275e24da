import type { Place } from '../input/source';

/** What a line of output is about: it stops, it reminds, it informs. */
export type Level = 'error' | 'warning' | 'note';

/** One thing that a command found, with its place in the file. */
export interface Entry {
  /** Id of a control, of a policy rule or of a part of the score. */
  readonly ruleId: string;
  /** Name of the rule for people. */
  readonly title: string;
  readonly level: Level;
  readonly message: string;
  /** What to do, in plain words. */
  readonly next?: string;
  readonly place: Place;
}

/** What a command found in one file. */
export interface Report {
  readonly file: string;
  readonly entries: readonly Entry[];
  /** The same as an object for other programs. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The same as text for people. */
  readonly text: readonly string[];
  readonly exitCode: 0 | 1;
}

export const FORMATS = ['text', 'json', 'sarif'] as const;
export type Format = (typeof FORMATS)[number];
