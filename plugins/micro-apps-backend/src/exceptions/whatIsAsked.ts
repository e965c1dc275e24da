import {
  canonicalJson,
  controlById,
  type ExceptionRequest,
} from '@micro-apps/governance-core';
import type { EnvelopeChange } from '@micro-apps/plugin-micro-apps-common';
import { sha256 } from '../audit/appendAuditEntry';
import type { AskedException } from './DatabaseExceptions';

/** The plain name of a control; its id where the catalogue has lost it. */
export function controlTitle(id: string): string {
  return controlById(id)?.title ?? id;
}

/**
 * What a reviewer has to have seen: everything that is asked for, as canonical
 * text. When the proof ends is not part of it: time alone changes nothing of
 * what was asked.
 */
export function canonicalAsk(asked: AskedException): string {
  const { statement, controlId, evidenceIds } = asked.compensation;
  return canonicalJson({
    id: asked.id,
    appId: asked.appId,
    controlId: asked.controlId,
    reason: asked.reason,
    compensation: {
      statement,
      controlId: controlId ?? null,
      evidenceIds: [...evidenceIds],
    },
    startsAt: asked.askedStartsAt,
    endsAt: asked.endsAt,
  });
}

/** SHA-256 of {@link canonicalAsk}. */
export function hashOfAsk(asked: AskedException): string {
  return sha256(canonicalAsk(asked));
}

/**
 * What is asked for as the core's rules take it. A grant that comes after the
 * asked beginning begins when it comes, and ends when it was asked to end:
 * waiting for an answer never makes an exception longer.
 */
export function requestOf(asked: AskedException, now: Date): ExceptionRequest {
  const begins = Math.max(Date.parse(asked.askedStartsAt), now.getTime());
  return {
    appId: asked.appId,
    controlId: asked.controlId,
    reason: asked.reason,
    compensation: asked.compensation,
    startsAt: new Date(begins).toISOString(),
    endsAt: asked.endsAt,
    requestedBy: asked.requestedBy,
  };
}

/** What is asked for, line by line, for the page of the reviewer. */
export function linesOf(asked: AskedException): readonly EnvelopeChange[] {
  const { compensation } = asked;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Control', controlTitle(asked.controlId)],
    ['Why', asked.reason],
    ['What makes up for it', compensation.statement],
    [
      'Stays met meanwhile',
      compensation.controlId && controlTitle(compensation.controlId),
    ],
    ['From', minuteOf(asked.askedStartsAt)],
    ['Until', minuteOf(asked.endsAt)],
  ];
  return lines.flatMap(([field, after]) =>
    after === undefined ? [] : [{ field, before: 'not known', after }],
  );
}

function minuteOf(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
}
