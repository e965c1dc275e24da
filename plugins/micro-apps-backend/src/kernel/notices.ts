import type { ApproverRole } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { cancelQueued, enqueue } from './outbox';

/** Outbox topic of what people are told. */
export const NOTICE = 'notice';

/** Who is told; groups are resolved when the notice goes out. */
export type NoticeAudience =
  | { readonly people: readonly string[] }
  | {
      readonly role: ApproverRole;
      /** Whose approvers; those of the app of `appId` where it is left out. */
      readonly businessUnit?: string;
    }
  | { readonly administrators: true }
  /** Everybody in one of these groups of the catalog. */
  | { readonly groups: readonly string[] };

/** One thing that somebody should know, in plain words. */
export interface Notice {
  /** Unique; the same key is told once. */
  readonly key: string;
  /** What it is about: `request.opened`, `exception.granted`. Digests group by it. */
  readonly kind: string;
  readonly to: NoticeAudience;
  readonly title: string;
  readonly text: string;
  /** Path in the portal. */
  readonly link: string;
  readonly appId?: string;
  /** Told at once instead of in the digest: somebody has to act soon. */
  readonly urgent?: boolean;
  readonly at: Date;
  /** Not before; a reminder is a notice with a future one. */
  readonly dueAt?: Date;
}

/** Notes in the caller's transaction that somebody is to be told. */
export async function enqueueNotice(
  tx: Knex.Transaction,
  { key, at, dueAt, ...rest }: Notice,
): Promise<void> {
  await enqueue(tx, {
    topic: NOTICE,
    key: `${NOTICE}:${key}`,
    payload: { key, ...rest },
    at,
    dueAt,
  });
}

/**
 * Takes back notices that have not gone out, by key or by the beginning of it.
 * @returns how many it were
 */
export async function cancelNotices(
  tx: Knex.Transaction,
  which: { readonly key: string } | { readonly keyPrefix: string },
): Promise<number> {
  return await cancelQueued(
    tx,
    'key' in which
      ? { key: `${NOTICE}:${which.key}` }
      : { keyPrefix: `${NOTICE}:${which.keyPrefix}` },
  );
}
