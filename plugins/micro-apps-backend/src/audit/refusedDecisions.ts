import type { RefusalCode } from '@micro-apps/governance-core';
import type { BackendDeps } from '../kernel/deps';
import { SYSTEM_ACTOR } from '../kernel/types';
import { appendAuditEntry } from './appendAuditEntry';
import { decisionSubject } from './DatabaseDecisionSubjects';

const EVERY_MS = 60_000;
/** Entries that one person's refusals make in a minute. */
const MOST = 20;

/**
 * Refusals of a decision, in words that give nothing away: everybody who may
 * see the app reads them. What is not listed refuses no decision: there was
 * nothing to decide on, or the request was not understood. What company rules
 * deny is kept with their decision, where they are asked.
 */
const WORDS: Partial<Record<RefusalCode, string>> = {
  'not-allowed': 'whoever made it may not, or not in this way',
  'not-eligible': 'whoever made it may not decide here',
  'changed-since-you-looked': 'what it was about had changed',
  'not-in-this-state': 'there was nothing to decide any more, or not yet',
  'directory-unavailable': 'the directory of people could not be reached',
  busy: 'what had to be asked first gave no answer',
};

/** A decision that was refused. */
export interface RefusedDecision {
  readonly code: RefusalCode;
  /** User entity reference; left out: not a person. */
  readonly ref?: string;
  /** False when a template or a tool acts on the person's behalf. */
  readonly direct: boolean;
  /** Name of the operation. */
  readonly operation: string;
  readonly path: string;
  /** Of what was to be decided on, as it was sent. */
  readonly id?: string;
}

/** Keeps that a decision was refused. */
export type NoteRefused = (refused: RefusedDecision) => Promise<void>;

/**
 * Keeps refused decisions in the audit log, after the refused transaction was
 * rolled back (reliability, A). The same refusal again within a minute is
 * counted, and so is what goes beyond twenty of one person, so that nobody can
 * flood the log by being refused; her next entry tells the count.
 */
export function createRefusedDecisions({
  database,
  findActor,
  clock,
}: Pick<BackendDeps, 'database' | 'findActor' | 'clock'>): NoteRefused {
  const minutes = new Map<
    string,
    { since: number; noted: Set<string>; left: number }
  >();

  /** How many were left out before; `undefined`: this one is, too. */
  function leftBefore(ref: string, refusal: string, at: number) {
    let mine = minutes.get(ref);
    if (!mine || Math.abs(at - mine.since) >= EVERY_MS) {
      mine = { since: at, noted: new Set(), left: mine?.left ?? 0 };
      minutes.set(ref, mine);
    }
    if (mine.noted.has(refusal) || mine.noted.size >= MOST) {
      mine.left += 1;
      return undefined;
    }
    mine.noted.add(refusal);
    const { left } = mine;
    mine.left = 0;
    return left;
  }

  /** With the subject that she has now; a look into the directory is enough. */
  async function actorOf({ ref, direct }: RefusedDecision) {
    if (ref === undefined) return { ...SYSTEM_ACTOR, direct };
    const found = await findActor?.({ ref, direct, fresh: false });
    return found?.ok ? found.value : { ref, direct };
  }

  return async function note(refused) {
    const { code, ref = SYSTEM_ACTOR.ref, operation, path, id } = refused;
    const words = WORDS[code];
    if (words === undefined) return;
    const now = clock();
    const refusal = JSON.stringify([code, operation, id, refused.direct]);
    const notNoted = leftBefore(ref, refusal, now.getTime());
    if (notNoted === undefined) return;
    const actor = await actorOf(refused);
    await database.transaction(async tx => {
      const { appId, facts } =
        id === undefined
          ? { appId: undefined, facts: {} }
          : await decisionSubject(tx, { path, id });
      await appendAuditEntry(tx, {
        at: now,
        actor,
        action: 'decision.refused',
        appId,
        summary: `A decision was refused: ${words}`,
        details: {
          ...facts,
          ...{ code, operation, notNoted },
          by: refused.ref === undefined ? 'service' : 'person',
        },
      });
    });
  };
}
