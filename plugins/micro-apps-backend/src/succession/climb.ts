import {
  currentRung,
  normaliseRef,
  RUNGS,
  successionLadder,
  type LadderStep,
  type Rung,
} from '@micro-apps/governance-core';
import type { OwnershipOffer } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { lockApp } from '../gates/DatabaseAppLock';
import { enqueueAppChanged } from '../kernel/appEvents';
import { enqueue, timeOfWork, type Delivery } from '../kernel/outbox';
import { SYSTEM_ACTOR } from '../kernel/types';
import type { AppRow } from '../registry/AppStore';
import { insertOffer, offersOf } from './DatabaseOffers';
import { getOrphan, moveOrphan, type OrphanRow } from './DatabaseOrphans';
import type { SuccessionDeps } from './successionDeps';
import { askStep } from './successionNotices';

/** Outbox topic, payload `{ orphanId }`: the time of a step is over. */
export const ORPHAN_STEP = 'orphan.step';

const WORDS: Readonly<Record<Rung, string>> = {
  'second-owner': 'the second owner is',
  'co-owners': 'those who worked on it are',
  manager: 'the manager is',
  'business-unit': 'the business unit is',
  'platform-team': 'the platform team is',
};

/** What is known of a search when its steps are worked out. */
type About = Pick<
  OrphanRow,
  'orphanedAt' | 'leaver' | 'candidates' | 'platformTeam'
>;

/** The ladder of a search, by what was answered so far. */
export function ladderOf(
  { orphanedAt, leaver, candidates, platformTeam }: About,
  offers: readonly OwnershipOffer[] = [],
): readonly LadderStep[] {
  const ladder = successionLadder({
    orphanedAt,
    leaver,
    candidates,
    platformTeam,
    declines: offers.flatMap(({ to, answer, answeredAt }) =>
      answeredAt && (answer === 'declined' || answer === 'left')
        ? [{ ref: to, at: answeredAt }]
        : [],
    ),
  });
  // The instant is one of ours; there is nothing that could not be read.
  if (!ladder.ok) throw new Error(ladder.refusal.because);
  return ladder.value;
}

/** The step that is asked at an instant. */
export function stepAt(ladder: readonly LadderStep[], now: string): LadderStep {
  const step = currentRung(ladder, now);
  if (!step) throw new Error('A ladder ends with the platform team');
  return step;
}

/** Asks the people of some steps, and notes when the last of them is over. */
export async function askSteps(
  tx: Knex.Transaction,
  { newId }: Pick<SuccessionDeps, 'newId'>,
  options: {
    app: AppRow;
    orphan: Pick<OrphanRow, 'id' | 'leaver' | 'subjects'>;
    steps: readonly LadderStep[];
    at: Date;
  },
): Promise<void> {
  const { app, orphan, steps, at } = options;
  for (const step of steps) {
    for (const ref of step.refs) {
      const to = normaliseRef(ref);
      await insertOffer(tx, {
        id: newId(),
        orphanId: orphan.id,
        to,
        subject: orphan.subjects?.[to],
        rung: step.rung,
        at: at.toISOString(),
      });
    }
    await askStep(tx, { app, orphan, step, at });
  }
  const until = steps.at(-1)?.until;
  if (until === undefined) return;
  await enqueue(tx, {
    topic: ORPHAN_STEP,
    key: `${ORPHAN_STEP}:${orphan.id}:${until}`,
    payload: { orphanId: orphan.id },
    at,
    dueAt: new Date(until),
  });
}

/**
 * Asks the next people where the time of those before is over, or all of them
 * have said no; in the transaction that has locked the app. Looking once too
 * often does nothing.
 */
export async function climb(
  tx: Knex.Transaction,
  deps: Pick<SuccessionDeps, 'newId'>,
  options: { app: AppRow; orphan: OrphanRow; at: Date },
): Promise<void> {
  const { app, orphan, at } = options;
  const ladder = ladderOf(orphan, await offersOf(tx, orphan.id));
  const now = stepAt(ladder, at.toISOString());
  if (rankOf(now.rung) <= rankOf(orphan.rung)) return;
  await moveOrphan(tx, { id: orphan.id, rung: now.rung, dueAt: now.until });
  await askSteps(tx, deps, {
    ...options,
    // A backend that stood still asks those in between as well.
    steps: ladder.filter(
      ({ rung }) =>
        rankOf(rung) > rankOf(orphan.rung) && rankOf(rung) <= rankOf(now.rung),
    ),
  });
  await appendAuditEntry(tx, {
    at,
    actor: SYSTEM_ACTOR,
    action: 'orphan.step',
    appId: app.id,
    summary: `Nobody has taken the app over yet; ${WORDS[now.rung]} asked now`,
    details: { orphanId: orphan.id, state: now.rung, dueAt: now.until },
  });
  await enqueueAppChanged(tx, { appId: app.id, at });
}

/** The time of a step is over: whoever looks second finds it done. */
export function workStep(
  deps: Pick<SuccessionDeps, 'clock' | 'database' | 'newId'>,
) {
  return async function work(
    payload: Record<string, unknown>,
    delivery: Pick<Delivery, 'wantedAt'>,
  ): Promise<void> {
    const { clock, database } = deps;
    const id = String(payload.orphanId);
    await database.transaction(async tx => {
      const named = await getOrphan(tx, id);
      const app = named && (await lockApp(tx, named.appId));
      const orphan = app && (await getOrphan(tx, id));
      if (!app || !orphan || orphan.endedAt) return;
      const at = timeOfWork(clock, delivery);
      await climb(tx, deps, { app, orphan, at });
    });
  };
}

function rankOf(rung: Rung): number {
  return RUNGS.indexOf(rung);
}
