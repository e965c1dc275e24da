import type { LeaverPause } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import type { Connection } from '../registry/AppStore';

const PAUSES = 'micro_apps_leaver_pauses';
/** There is one at a time. */
const OPEN = 'open';

interface PauseRecord {
  id: string;
  paused_at: string;
  missing: number;
  total: number;
  ended_at: string | null;
  ended: string | null;
  ended_by: string | null;
  open_key: string | null;
}

/** The pause of now, if there is one. */
export async function openPause(
  connection: Connection,
): Promise<(LeaverPause & { id: string }) | undefined> {
  const record = await connection<PauseRecord>(PAUSES)
    .where({ open_key: OPEN })
    .first();
  return (
    record && {
      id: record.id,
      since: record.paused_at,
      missing: Number(record.missing),
      total: Number(record.total),
    }
  );
}

/** Begins one. Throws the UNIQUE error while another one is on. */
export async function insertPause(
  tx: Knex.Transaction,
  pause: LeaverPause & { id: string },
): Promise<void> {
  await tx<PauseRecord>(PAUSES).insert({
    id: pause.id,
    paused_at: pause.since,
    missing: pause.missing,
    total: pause.total,
    open_key: OPEN,
  });
}

/** More, or fewer, are away by now. */
export async function recountPause(
  tx: Knex.Transaction,
  { id, missing, total }: Omit<LeaverPause, 'since'> & { id: string },
): Promise<void> {
  await tx<PauseRecord>(PAUSES).where({ id }).update({ missing, total });
}

/** Ends it: they came back by themselves, or somebody confirmed it. */
export async function endPause(
  tx: Knex.Transaction,
  end: { id: string; ended: 'confirmed' | 'passed'; by?: string; at: string },
): Promise<boolean> {
  const ended = await tx<PauseRecord>(PAUSES)
    .where({ id: end.id, open_key: OPEN })
    .update({
      ended: end.ended,
      ended_at: end.at,
      ended_by: end.by ?? null,
      open_key: null,
    });
  return ended === 1;
}
