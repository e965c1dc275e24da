import type { RuleMode } from '@micro-apps/governance-core';
import type { RulePreviewView } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import type { Connection } from '../registry/AppStore';

const PREVIEWS = 'micro_apps_rule_previews';

interface PreviewRecord {
  id: string;
  rule: string;
  ring: string;
  mode: string;
  revision: string;
  asked_by: string;
  at: string;
  done: number | string;
  total: number | string;
  result: string | null;
  finished_at: string | null;
  problem: string | null;
  stopped_by: string | null;
}

/** What a preview is about. */
export type WantedPreview = Pick<
  RulePreviewView,
  'id' | 'rule' | 'ring' | 'mode' | 'revision' | 'by' | 'at' | 'total'
>;

/** Writes a preview that begins. */
export async function insertPreview(
  tx: Knex.Transaction,
  wanted: WantedPreview,
): Promise<void> {
  await tx(PREVIEWS).insert({
    id: wanted.id,
    rule: wanted.rule,
    ring: wanted.ring ?? '',
    mode: wanted.mode,
    revision: wanted.revision,
    asked_by: wanted.by,
    at: wanted.at,
    done: 0,
    total: wanted.total,
  });
}

/** One preview. */
export async function getPreview(
  connection: Connection,
  id: string,
): Promise<RulePreviewView | undefined> {
  const record = await connection<PreviewRecord>(PREVIEWS)
    .where({ id })
    .first();
  return record && toPreview(record);
}

/**
 * Notes how far it has come.
 * @returns `false` when somebody has stopped it
 */
export async function noteProgress(
  connection: Connection,
  id: string,
  done: number,
): Promise<boolean> {
  const running = await connection(PREVIEWS)
    .where({ id })
    .whereNull('finished_at')
    .update({ done });
  return running > 0;
}

/** Ends one that runs, with what it found or why it could not. */
export async function finishPreview(
  connection: Connection,
  id: string,
  end: {
    at: Date;
    done?: number;
    result?: RulePreviewView['result'];
    problem?: string;
    stoppedBy?: string;
  },
): Promise<void> {
  await connection(PREVIEWS)
    .where({ id })
    .whereNull('finished_at')
    .update({
      finished_at: end.at.toISOString(),
      result: end.result ? JSON.stringify(end.result) : null,
      problem: end.problem ?? null,
      stopped_by: end.stoppedBy ?? null,
      ...(end.done !== undefined && { done: end.done, total: end.done }),
    });
}

/** Deletes those that nobody will look at again. */
export async function deletePreviews(
  tx: Knex.Transaction,
  before: Date,
): Promise<void> {
  await tx(PREVIEWS).where('at', '<', before.toISOString()).delete();
}

function toPreview(record: PreviewRecord): RulePreviewView {
  return {
    id: record.id,
    rule: record.rule,
    ring: record.ring === '' ? undefined : record.ring,
    mode: record.mode as RuleMode,
    revision: record.revision,
    by: record.asked_by,
    at: record.at,
    state: stateOf(record),
    done: Number(record.done),
    total: Number(record.total),
    finishedAt: record.finished_at ?? undefined,
    stoppedBy: record.stopped_by ?? undefined,
    because: record.problem ?? undefined,
    result: record.result ? JSON.parse(record.result) : undefined,
  };
}

function stateOf(record: PreviewRecord): RulePreviewView['state'] {
  if (record.finished_at === null) return 'running';
  if (record.stopped_by !== null) return 'stopped';
  return record.problem === null ? 'done' : 'failed';
}
