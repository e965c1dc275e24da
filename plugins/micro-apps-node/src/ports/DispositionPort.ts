/** One thing that an app keeps: a file, a table, a bucket. @public */
export interface KeptThing {
  /** Where it is kept: `sandbox`, `beta`, ... */
  readonly environment: string;
  /** Names it within its environment; the same at every look, at most 500 characters. */
  readonly name: string;
  /**
   * SHA-256 or another digest of what it holds, so that a newer date on the
   * same content makes nothing younger; at most 100 characters.
   */
  readonly digest: string;
  readonly bytes: number;
}

/**
 * Knows what apps keep, and makes it go. How old a thing is, whether it is
 * due and whether it is held is not asked here: the portal counts from when it
 * first saw it, and never from a date that an app wrote.
 * @public
 */
export interface DispositionPort {
  /** Everything that one app keeps, in any order, as it is read. */
  list(options: { appId: string }): AsyncIterable<KeptThing>;
  /**
   * Deletes these things, or moves them to where only the platform team gets at
   * them. Resolves when all are out of the app's reach. It may be called again
   * with the same names after a crash: what is gone already is no error.
   */
  dispose(options: {
    appId: string;
    environment: string;
    names: readonly string[];
    how: 'delete' | 'archive';
  }): Promise<void>;
}
