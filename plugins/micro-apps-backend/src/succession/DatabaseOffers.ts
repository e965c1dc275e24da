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
  rung: string | null;
  offered_at: string;
  offered_by: string | null;
  answer: string | null;
  answered_at: string | null;
  reason: string | null;
}

/** Notes that somebody is asked; asked again she may say something else. */
export async function insertOffer(
  tx: Knex.Transaction,
  offer: OwnershipOffer & { id: string; orphanId: string },
): Promise<void> {
  await tx<OfferRecord>(OFFERS)
    .insert({
      id: offer.id,
      orphan_id: offer.orphanId,
      offered_to: offer.to,
      rung: offer.rung ?? null,
      offered_at: offer.at,
      offered_by: offer.by ?? null,
    })
    .onConflict(['orphan_id', 'offered_to'])
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
): Promise<readonly OwnershipOffer[]> {
  const records = await ofOrphan(connection, orphanId);
  return records.map(record => ({
    to: record.offered_to,
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
      offered_at: answer.at,
      ...said,
    })
    .onConflict(['orphan_id', 'offered_to'])
    .merge(said);
}

/** The next searches in which somebody was asked in time and said nothing. */
export async function unansweredBy(
  connection: Connection,
  { to, until, limit }: { to: string; until: string; limit: number },
): Promise<readonly string[]> {
  return await connection<OfferRecord>(OFFERS)
    .where({ offered_to: to })
    .andWhere('offered_at', '<=', until)
    .whereNull('answer')
    .orderBy('orphan_id')
    .limit(limit)
    .pluck('orphan_id');
}
