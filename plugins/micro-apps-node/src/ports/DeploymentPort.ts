/** @public */
export type RuntimeState =
  | 'absent'
  | 'preparing'
  | 'running'
  | 'stopped'
  | 'failed';

/** One running (or stopped) copy of an app. @public */
export interface Runtime {
  readonly appId: string;
  /** `sandbox`, `beta`, ... */
  readonly environment: string;
  readonly state: RuntimeState;
  readonly commit?: string;
  readonly url?: string;
  /** Why it failed, in plain words. */
  readonly reason?: string;
  readonly since?: string;
}

/** @public */
export interface LogLine {
  readonly at: string;
  readonly text: string;
}

/**
 * Runs copies of apps: the sandbox and every other environment alike.
 * All methods are idempotent and name one (appId, environment).
 * @public
 */
export interface DeploymentPort {
  /**
   * Reserves address and key before anything runs: the private key is made
   * here and stays here; only the public key is returned.
   */
  prepare(options: { appId: string; environment: string }): Promise<{
    url: string;
    redirectUri: string;
    jwks: { keys: readonly Record<string, unknown>[] };
    /** RFC 7638 thumbprint of the key. */
    keyThumbprint: string;
  }>;
  /**
   * Puts exactly `commit` in place and starts it; resolves when the app
   * answers `/health`. On failure the earlier copy keeps running and the
   * promise rejects with a plain sentence.
   */
  deploy(options: {
    appId: string;
    environment: string;
    commit: string;
    clientId: string;
    dataKind: 'sanitised' | 'real';
    onProgress?: (step: string) => void;
  }): Promise<Runtime>;
  start(options: { appId: string; environment: string }): Promise<Runtime>;
  stop(options: { appId: string; environment: string }): Promise<Runtime>;
  get(options: { appId: string; environment: string }): Promise<Runtime>;
  /** The newest `limit` lines, oldest first. */
  logs(options: {
    appId: string;
    environment: string;
    limit: number;
  }): Promise<readonly LogLine[]>;
  /** Stops it and removes folder, key and data. */
  remove(options: { appId: string; environment: string }): Promise<void>;
  /** Everything that exists here, for reconciliation. */
  list(): Promise<readonly { appId: string; environment: string }[]>;
}
