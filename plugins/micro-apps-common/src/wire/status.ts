/** One thing about an installation that is not fit for production. @public */
export interface ConfigurationProblem {
  /** `refused`: with it the portal does not start in production. */
  readonly severity: 'refused' | 'warned';
  /** Stable; for whoever counts them. */
  readonly code: string;
  /** Key of the configuration. */
  readonly setting: string;
  readonly because: string;
  /** What to do about it. */
  readonly next: string;
}

/** `GET /v1/status`. @public */
export interface StatusResponse {
  /** Whether the portal runs as one that people depend on. */
  readonly production: boolean;
  readonly problems: readonly ConfigurationProblem[];
}
