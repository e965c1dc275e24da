import type { ReviewAnswer, ReviewLine } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { enqueueAppChanged } from '../kernel/appEvents';
import { enqueue } from '../kernel/outbox';
import { CONSIDER_APPROVAL } from '../kernel/parts';
import type { NewId } from '../kernel/types';
import type { AppRow } from '../registry/AppStore';
import { insertReview } from './DatabaseReviews';
import { stopReminding } from './reviewNotices';

/** Puts a look at an app on record, in the transaction that has locked it. */
export async function recordReview(
  tx: Knex.Transaction,
  { newId }: { newId: NewId },
  review: {
    app: AppRow;
    by: { readonly ref: string; readonly subject?: string };
    answers?: Readonly<Record<ReviewLine, ReviewAnswer>>;
    requestId?: string;
    at: Date;
  },
): Promise<void> {
  const { app, by, answers, requestId, at } = review;
  const how = answers ? 'attested' : 'reviewed';
  await insertReview(tx, {
    id: newId(),
    appId: app.id,
    at: at.toISOString(),
    how,
    by: by.ref,
    bySubject: by.subject,
    version: app.version,
    envelopeHash: app.envelopeHash,
    answers,
    requestId,
  });
  await appendAuditEntry(tx, {
    at,
    actor: { ...by, direct: true },
    action: 'review.done',
    appId: app.id,
    summary:
      how === 'attested'
        ? 'Annual review: the owner confirmed the registration line by line'
        : 'Annual review: a reviewer has looked at the app',
    details: { kind: how, version: app.version, requestId },
  });
  await stopReminding(tx, app);
  // What the late review held back may be done.
  await enqueue(tx, {
    topic: CONSIDER_APPROVAL,
    key: `${CONSIDER_APPROVAL}:${app.id}:review:${newId()}`,
    payload: { appId: app.id },
    at,
  });
  await enqueueAppChanged(tx, { appId: app.id, at });
}
