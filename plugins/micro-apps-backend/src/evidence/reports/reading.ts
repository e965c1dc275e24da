import type { Evidence } from '@micro-apps/governance-core';
import type { ListedComponent } from './componentReport';

/** What a report says, whatever its format. */
export interface Reading {
  readonly tool: Evidence['tool'];
  /** Of every part of it; they say what it can prove. */
  readonly toolNames: readonly string[];
  readonly outcome: Evidence['outcome'];
  /** One plain sentence. */
  readonly summary: string;
  /** The worst; `count` says how many there are in all. */
  readonly problems: Evidence['problems'];
  readonly count: number;
  /** When the tool came to its end, ISO 8601, where it says so. */
  readonly endedAt?: string;
  /** It counts no longer than this, ISO 8601. */
  readonly expiresAt?: string;
  readonly components?: readonly ListedComponent[];
}
