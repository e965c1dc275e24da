/** @public */
export const BANDS = ['low', 'medium', 'high'] as const;
/** Low [0-3], Medium [4-7], High [8-10]. Source: requirements R3. @public */
export type Band = (typeof BANDS)[number];

/** One reason for the score. @public */
export interface Contribution {
  /** Closed, stable: `classification`, `personal-data`, `scope:people:read`... */
  readonly code: string;
  /** Whole points it adds (before saturation); 0 is shown, too. */
  readonly points: number;
  /** When set, the score cannot be below this while the fact stands. */
  readonly floor?: number;
  /** A plain sentence fragment: "Names and preferences of fewer than 100 people". */
  readonly reason: string;
  /** What would lower it, in plain words; absent when nothing sensible does. */
  readonly lowers?: string;
  /** Requirement it comes from, e.g. `R3`. */
  readonly source: string;
}

/** @public */
export interface RiskScore {
  /** Whole number 0 to 10. */
  readonly score: number;
  readonly band: Band;
  readonly contributions: readonly Contribution[];
  /** Revision of the risk model the numbers come from. */
  readonly modelRevision: string;
  /** The cheapest single change that reaches a lower band or score, if any. */
  readonly cheapestWayDown?: {
    readonly change: string;
    readonly score: number;
    readonly band: Band;
  };
}
