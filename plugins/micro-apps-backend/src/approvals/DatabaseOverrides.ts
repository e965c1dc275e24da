import type { RequestRow } from '../gates/requestRecords';
import { rowsTogether } from '../kernel/DatabaseTogether';
import type { Connection } from '../registry/AppStore';

export const OVERRIDES = 'micro_apps_request_overrides';

/** What the second look may say. */
export type OverrideOutcome = 'upheld' | 'taken-back';

/** An approval that was given in an emergency. */
export interface Override {
  readonly by: { readonly ref: string; readonly subject: string };
  readonly reason: string;
  readonly at: string;
  /** Until when somebody else has to look at it. */
  readonly dueAt: string;
  readonly review?: {
    readonly by: { readonly ref: string; readonly subject: string };
    readonly outcome: OverrideOutcome;
    readonly reason: string;
    readonly at: string;
  };
}

interface OverrideRecord {
  request_id: string;
  by_ref: string;
  by_subject: string;
  reason: string;
  at: string;
  due_at: string;
  reviewed_at: string | null;
  reviewed_by_ref: string | null;
  reviewed_by_subject: string | null;
  outcome: string | null;
  outcome_reason: string | null;
}

const ofRequest = rowsTogether<OverrideRecord>({
  columns: ['request_id'],
  rows: connection => connection(OVERRIDES),
});

/** The override behind a request, if there is one. */
export async function overrideOf(
  connection: Connection,
  { id }: Pick<RequestRow, 'id'>,
): Promise<Override | undefined> {
  const [record] = await ofRequest(connection, id);
  if (!record) return undefined;
  return {
    by: { ref: record.by_ref, subject: record.by_subject },
    reason: record.reason,
    at: record.at,
    dueAt: record.due_at,
    review:
      record.reviewed_at === null
        ? undefined
        : {
            by: {
              ref: record.reviewed_by_ref ?? '',
              subject: record.reviewed_by_subject ?? '',
            },
            outcome: record.outcome as OverrideOutcome,
            reason: record.outcome_reason ?? '',
            at: record.reviewed_at,
          },
  };
}

/** Notes an override; a request has one at most. */
export async function insertOverride(
  connection: Connection,
  { id }: Pick<RequestRow, 'id'>,
  override: Override,
): Promise<void> {
  await connection(OVERRIDES).insert({
    request_id: id,
    by_ref: override.by.ref,
    by_subject: override.by.subject,
    reason: override.reason,
    at: override.at,
    due_at: override.dueAt,
  });
}

/** Notes the second look; `false` when somebody was faster. */
export async function setReview(
  connection: Connection,
  { id }: Pick<RequestRow, 'id'>,
  review: NonNullable<Override['review']>,
): Promise<boolean> {
  const changed = await connection(OVERRIDES)
    .where({ request_id: id })
    .whereNull('reviewed_at')
    .update({
      reviewed_at: review.at,
      reviewed_by_ref: review.by.ref,
      reviewed_by_subject: review.by.subject,
      outcome: review.outcome,
      outcome_reason: review.reason,
    });
  return changed === 1;
}
