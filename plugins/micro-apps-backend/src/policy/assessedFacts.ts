import type {
  Band,
  DataClass,
  RequiredControl,
  RiskModel,
} from '@micro-apps/governance-core';

/** What the core says of an app, as questions to company rules hold it. */
export interface AssessedFacts {
  readonly effectiveClass: DataClass;
  readonly score: number;
  readonly band: Band;
  readonly modelRevision: string;
  readonly required: readonly RequiredControl[];
  /** The organisation's numbers; the shipped ones when left out. */
  readonly model?: RiskModel;
}
