import type { RolloutStepId, RolloutTick } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import type { Connection } from '../registry/AppStore';

const ROLLOUT = 'micro_apps_rollout';
const TICKS = 'micro_apps_rollout_ticks';

interface RolloutRecord {
  id: number;
  starts_at: string;
  set_by: string;
  set_at: string;
}

interface TickRecord {
  step: string;
  note: string;
  ticked_by: string;
  ticked_at: string;
}

/** The first day of the rollout, and who said so. */
export interface RolloutStart {
  readonly startsAt: string;
  readonly setBy: string;
  readonly setAt: string;
}

/** The first day; `undefined` until somebody set it. */
export async function readStart(
  connection: Connection,
): Promise<RolloutStart | undefined> {
  const record = await connection<RolloutRecord>(ROLLOUT)
    .where({ id: 1 })
    .first();
  return (
    record && {
      startsAt: record.starts_at,
      setBy: record.set_by,
      setAt: record.set_at,
    }
  );
}

/** Sets the first day, or another one. */
export async function putStart(
  tx: Knex.Transaction,
  { startsAt, setBy, setAt }: RolloutStart,
): Promise<void> {
  await tx<RolloutRecord>(ROLLOUT)
    .insert({ id: 1, starts_at: startsAt, set_by: setBy, set_at: setAt })
    .onConflict('id')
    .merge();
}

/** What people said is done, by step. */
export async function readTicks(
  connection: Connection,
): Promise<Readonly<Partial<Record<RolloutStepId, RolloutTick>>>> {
  const records = await connection<TickRecord>(TICKS);
  return Object.fromEntries(
    records.map(({ step, note, ticked_by, ticked_at }) => [
      step,
      { by: ticked_by, at: ticked_at, note },
    ]),
  );
}

/** Ticks a step; whoever was first stays. `false`: it was ticked already. */
export async function addTick(
  tx: Knex.Transaction,
  step: RolloutStepId,
  { by, at, note }: RolloutTick,
): Promise<boolean> {
  const there = await tx<TickRecord>(TICKS).where({ step }).first();
  if (there) return false;
  await tx<TickRecord>(TICKS).insert({
    step,
    note,
    ticked_by: by,
    ticked_at: at,
  });
  return true;
}

/** Takes a tick back; `false`: there was none. */
export async function removeTick(
  tx: Knex.Transaction,
  step: RolloutStepId,
): Promise<boolean> {
  return (await tx<TickRecord>(TICKS).where({ step }).delete()) === 1;
}
