import type { RuleMode } from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { together } from '../kernel/DatabaseTogether';
import type { Actor } from '../kernel/types';
import type { Connection } from '../registry/AppStore';

const SWITCHES = 'micro_apps_rule_switches';

/** One switch that is in force. */
export interface RuleSwitch {
  readonly rule: string;
  /** Absent: everywhere. */
  readonly ring?: string;
  readonly mode: RuleMode;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

/** Everything that is switched now. */
export interface RuleSwitches {
  /** Number of the newest switch, taken back or not; 0: there never was one. */
  readonly seq: number;
  readonly inForce: readonly RuleSwitch[];
}

interface SwitchRecord {
  seq: number | string;
  rule: string;
  ring: string;
  mode: string | null;
  reason: string;
  switched_by: string;
  at: string;
}

const newest = together<'all', RuleSwitches>(async (connection, asked) => {
  const records: SwitchRecord[] = await connection(SWITCHES)
    .whereIn('seq', connection(SWITCHES).max('seq').groupBy('rule', 'ring'))
    .orderBy('seq');
  const switches: RuleSwitches = {
    seq: Number(records.at(-1)?.seq ?? 0),
    inForce: records.flatMap(({ mode, ...record }) =>
      mode === null
        ? []
        : [
            {
              rule: record.rule,
              ring: record.ring === '' ? undefined : record.ring,
              mode: mode as RuleMode,
              reason: record.reason,
              by: record.switched_by,
              at: record.at,
            },
          ],
    ),
  };
  return asked.map(() => switches);
});

/** Reads what is switched; for all who ask at one moment in one query. */
export function readRuleSwitches(
  connection: Connection,
): Promise<RuleSwitches> {
  return newest(connection, 'all');
}

/** Writes a switch. */
export async function insertRuleSwitch(
  tx: Knex.Transaction,
  made: {
    rule: string;
    ring?: string;
    /** Absent: as it was set up. */
    mode?: RuleMode;
    reason: string;
    actor: Actor;
    at: Date;
    previewId?: string;
  },
): Promise<void> {
  await tx(SWITCHES).insert({
    rule: made.rule,
    ring: made.ring ?? '',
    mode: made.mode ?? null,
    reason: made.reason,
    switched_by: made.actor.ref,
    switched_by_subject: made.actor.subject ?? null,
    at: made.at.toISOString(),
    preview_id: made.previewId ?? null,
  });
}
