import type { Rung } from '@micro-apps/governance-core';
import type {
  OfferAnswer,
  OwnershipOffer,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { OFFERS } from '../gates/DatabaseSuccessionLedger';
import { rowsTogether } from '../kernel/DatabaseTogether';
import type { Connection } from '../registry/AppStore';

interface OfferRecord {
  id: string;
  orphan_id: string;
  offered_to: string;
  /** Empty where it is not known, and for groups. */
  offered_subject: string;
  rung: string | null;
  offered_at: string;
  offered_by: string | null;
  answer: string | null;
  answered_at: string | null;
  reason: string | null;
}

/** An offer with the person to whom it was made, where that is known. */
export interface BoundOffer extends OwnershipOffer {
  readonly subject?: string;
}

/** One offer to each person, whatever her name was before (reliability E4). */
const ONE = ['orphan_id', 'offered_to', 'offered_subject'];

/** Notes that somebody is asked; asked again she may say something else. */
export async function insertOffer(
  tx: Knex.Transaction,
  offer: BoundOffer & { id: string; orphanId: string },
): Promise<void> {
  await tx<OfferRecord>(OFFERS)
    .insert({
      id: offer.id,
      orphan_id: offer.orphanId,
      offered_to: offer.to,
      offered_subject: offer.subject ?? '',
      rung: offer.rung ?? null,
      offered_at: offer.at,
      offered_by: offer.by ?? null,
    })
    .onConflict(ONE)
    .ignore();
}

const ofOrphan = rowsTogether<OfferRecord>({
  columns: ['orphan_id'],
  rows: connection =>
    connection<OfferRecord>(OFFERS).orderBy(['offered_at', 'id']),
});

/** Everybody who was asked, in this order. */
export async function offersOf(
  connection: Connection,
  orphanId: string,
): Promise<readonly BoundOffer[]> {
  const records = await ofOrphan(connection, orphanId);
  return records.map(record => ({
    to: record.offered_to,
    subject: record.offered_subject || undefined,
    rung: (record.rung ?? undefined) as Rung | undefined,
    at: record.offered_at,
    by: record.offered_by ?? undefined,
    answer: (record.answer ?? undefined) as OfferAnswer | undefined,
    answeredAt: record.answered_at ?? undefined,
    reason: record.reason ?? undefined,
  }));
}

/** Notes what somebody said; one who was asked as one of a group gets a row. */
export async function answerOffer(
  tx: Knex.Transaction,
  answer: {
    id: string;
    orphanId: string;
    to: string;
    subject?: string;
    answer: OfferAnswer;
    reason?: string;
    at: string;
  },
): Promise<void> {
  const said = {
    answer: answer.answer,
    answered_at: answer.at,
    reason: answer.reason ?? null,
  };
  await tx<OfferRecord>(OFFERS)
    .insert({
      id: answer.id,
      orphan_id: answer.orphanId,
      offered_to: answer.to,
      offered_subject: answer.subject ?? '',
      offered_at: answer.at,
      ...said,
    })
    .onConflict(ONE)
    .merge(said);
}

/**
 * The next offers that somebody was made in time and said nothing to, by search.
 * With a subject only hers: what the next one of her name was asked is not.
 */
export async function unansweredBy(
  connection: Connection,
  who: { to: string; subject?: string; until: string; limit: number },
): Promise<readonly { orphanId: string; subject?: string }[]> {
  const { to, subject, until, limit } = who;
  const offers = connection<OfferRecord>(OFFERS)
    .where({ offered_to: to })
    .andWhere('offered_at', '<=', until)
    .whereNull('answer')
    .orderBy(['orphan_id', 'offered_subject'])
    .limit(limit);
  if (subject) offers.whereIn('offered_subject', ['', subject]);
  return (await offers).map(record => ({
    orphanId: record.orphan_id,
    subject: record.offered_subject || undefined,
  }));
}
