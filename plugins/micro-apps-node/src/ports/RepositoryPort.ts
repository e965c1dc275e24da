/** A file of a repository; bytes as base64, so that no text is mangled. @public */
export interface RepositoryFile {
  /** POSIX path inside the repository; never absolute, never with `..`. */
  readonly path: string;
  readonly contentBase64: string;
}

/** @public */
export interface Commit {
  /** Full lower-case hexadecimal id. */
  readonly id: string;
  readonly message: string;
  readonly author: string;
  /** ISO 8601 instant. */
  readonly at: string;
}

/** Where the code of an app lives. Every method is idempotent. @public */
export interface RepositoryPort {
  /**
   * Creates the repository of `appId` with one first commit. When it exists
   * with content, it is left alone and its head is returned.
   */
  create(options: {
    appId: string;
    files: readonly RepositoryFile[];
    message: string;
    author: { name: string; email: string };
  }): Promise<{ head: string; url: string }>;
  /** Adds one commit that writes `files`; equal content makes no commit. */
  commit(options: {
    appId: string;
    files: readonly RepositoryFile[];
    remove?: readonly string[];
    message: string;
    author: { name: string; email: string };
  }): Promise<{ head: string }>;
  /** `undefined` when there is no repository. */
  head(appId: string): Promise<string | undefined>;
  /** Newest first, at most `limit`. */
  log(appId: string, limit: number): Promise<readonly Commit[]>;
  /** `undefined` when file or commit is missing. Text, UTF-8. */
  readFile(options: {
    appId: string;
    commit: string;
    path: string;
  }): Promise<string | undefined>;
  /**
   * Writes exactly the files of `commit` into the empty folder `directory`.
   * Refuses (throws, with a sentence) links that leave the folder and submodules.
   */
  exportTo(options: {
    appId: string;
    commit: string;
    directory: string;
  }): Promise<void>;
  remove(appId: string): Promise<void>;
  /** Ids of all apps that have a repository here (for reconciliation). */
  list(): Promise<readonly string[]>;
}
