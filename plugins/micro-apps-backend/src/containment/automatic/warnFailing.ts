import {
  HELD_STANDINGS,
  HOLD_ACTIONS,
  type HoldAction,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { enqueueNotice } from '../../kernel/notices';
import type { AppRow } from '../../registry/AppStore';
import type { ContainmentDeps } from '../containmentDeps';
import { linkTo, ownersOf, stepsOf, WHAT } from '../holdNotices';
import { insertProofs, readHandled } from './DatabaseAutomatic';
import { lockLook } from './DatabaseLooks';
import type { Failing } from './failingOf';

/** An app whose owner is to be told what a rule would do. */
export interface Warned {
  readonly app: AppRow;
  readonly action: HoldAction;
  readonly proof: Failing;
}

/** Tells owners what failed and what would follow; once for each failed proof. */
export async function warnFailing(
  { clock, database }: Pick<ContainmentDeps, 'clock' | 'database'>,
  warned: readonly Warned[],
): Promise<void> {
  if (warned.length === 0) return;
  await database.transaction(async tx => {
    await lockLook(tx);
    const handled = await readHandled(
      tx,
      warned.map(({ app }) => app.id),
    );
    const fresh = warned.filter(
      ({ app, proof }) => !handled.covers('warn', app.id, proof),
    );
    const at = clock();
    await insertProofs(
      tx,
      { step: 'warn', at: at.toISOString() },
      fresh.map(({ app, proof: { controlId, provenAt } }) => ({
        appId: app.id,
        controlId,
        provenAt,
      })),
    );
    for (const each of fresh) await tell(tx, each, at);
  });
}

async function tell(
  tx: Knex.Transaction,
  { app, action, proof }: Warned,
  at: Date,
): Promise<void> {
  const { controlId, provenAt, finding } = proof;
  const standing = HELD_STANDINGS[HOLD_ACTIONS.indexOf(action)];
  await enqueueNotice(tx, {
    key: `automatic-warning:${app.id}:${controlId}:${provenAt}`,
    kind: 'app.check-failed',
    to: { people: ownersOf(app) },
    title: `${app.name} failed a check while it runs`,
    text: [
      `${finding.title}: ${finding.because}. Nothing happens yet. When this rule is enforced, such an app is ${standing}: ${WHAT[standing]}`,
      ...stepsOf([finding], 'Do this:'),
    ].join('\n'),
    link: linkTo(app),
    appId: app.id,
    at,
  });
}
