import type {
  AppStanding,
  Band,
  DataClass,
  Registration,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import type { PendingPolicy } from '../policy/pendingPolicy';

/** One thing that a draft still lacks. */
export interface Missing {
  /** Field of the registration. */
  readonly path: string;
  readonly message: string;
}

/** How a registration or a change of it came in. */
export type Via = 'api' | 'template' | 'import' | 'repository';

/** One app of the registry, with what its last assessment said. */
export interface AppRow {
  readonly id: string;
  readonly name: string;
  /** Counts registration changes, from 1. */
  readonly version: number;
  readonly registration: Registration;
  readonly standing: AppStanding;
  readonly goldenPath?: string;
  readonly lookAlikes: readonly string[];
  /** SHA-256 of the canonical envelope. */
  readonly envelopeHash: string;
  readonly envelope: string;
  readonly score: number;
  readonly band: Band;
  readonly effectiveClass: DataClass;
  /** Company rules have not agreed to the registration. */
  readonly pendingPolicy?: PendingPolicy;
  /** Newer rules deny what runs: until when it needs approval again (R12). */
  readonly reapproval?: { readonly dueAt: string; readonly because: string };
  /** Of a draft: what its owner has to complete; empty or left out: nothing. */
  readonly missing?: readonly Missing[];
  readonly via?: Via;
  /** Stable subject of the owner, once the directory told it (E4). */
  readonly ownerSubject?: string;
  readonly successorSubject?: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A knex client or a transaction of it. */
export type Connection = Knex | Knex.Transaction;

/** Reads apps. Writing is the commands' business. */
export interface AppStore {
  /** The app, or `undefined`. */
  get(connection: Connection, id: string): Promise<AppRow | undefined>;
}
