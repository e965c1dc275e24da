import { createHash } from 'node:crypto';
import {
  blastAllowance,
  controlById,
  HOLD_ACTIONS,
  holdApp,
  type AutomaticRule,
  type HoldAction,
  type Integration,
} from '@micro-apps/governance-core';
import { reviewDaysNow } from '../../gates/reviewDaysNow';
import { isDatabaseError } from '../../kernel/database';
import { containmentSettings, gatedEnvironments } from '../../kernel/settings';
import type { AppRow } from '../../registry/AppStore';
import { countApps } from '../../registry/DatabaseFleet';
import type { ContainmentDeps } from '../containmentDeps';
import { THE_PORTAL } from '../fleet/fleetActor';
import { wouldHold } from '../fleet/previewStop';
import {
  readHandled,
  suspectPage,
  type FailedProof,
  type RunningApp,
} from './DatabaseAutomatic';
import { putCounts } from './DatabaseLooks';
import { failingOf, type Failing } from './failingOf';
import { holdFailing, type Candidate } from './holdFailing';
import { releaseMended } from './releaseMended';
import { warnFailing, type Warned } from './warnFailing';

const PAGE = 100;

/**
 * Looks at the apps that run in production for controls that are proven to
 * fail: counts them for rules that observe, tells owners for rules that warn, and
 * begins one run for what rules enforce. Then it releases what is mended.
 * May run at any time, anywhere, twice at once (requirements R11).
 */
export function watchFailing(deps: ContainmentDeps): () => Promise<void> {
  return async function watch() {
    if (containmentSettings(deps.settings).automatic.length > 0) {
      await look(deps);
    }
    await releaseMended(deps);
  };
}

async function look(deps: ContainmentDeps): Promise<void> {
  const { clock, database, integrations, policy, settings } = deps;
  const { knex } = database;
  const { automatic, limit } = containmentSettings(settings);
  const began = clock();
  // More than may be held are counted and not kept.
  const most = blastAllowance({ total: await countApps(knex), limit });
  const reviewDays = await reviewDaysNow(policy);
  const kinds = kindsOf(automatic);
  const counts = new Map(automatic.map(({ controlId }) => [controlId, 0]));
  const set = createHash('sha256');
  const candidates: Candidate[] = [];
  let apps = 0;
  let after: string | undefined;
  for (;;) {
    const page = await suspectPage(knex, {
      environments: gatedEnvironments(settings),
      kinds,
      after,
      limit: PAGE,
    });
    const known = await integrations.list();
    // What apps use is not known, so nothing is; the next look sees it.
    if (!known.ok) return;
    const judged = await judge(deps, page, {
      integrations: known.value,
      reviewDays,
    });
    const handled = await readHandled(
      knex,
      page.map(({ app }) => app.id),
    );
    const warned: Warned[] = [];
    for (const { app, failing } of judged) {
      const hit = hitBy(automatic, app, failing).filter(
        ({ proof }) => !handled.covers('hold', app.id, proof),
      );
      for (const { rule } of hit) {
        counts.set(rule.controlId, (counts.get(rule.controlId) ?? 0) + 1);
      }
      warned.push(
        ...toWarn(app, hit).filter(
          ({ proof }) => !handled.covers('warn', app.id, proof),
        ),
      );
      const candidate = toHold(app, hit);
      if (!candidate) continue;
      apps += 1;
      if (candidates.length < most) candidates.push(candidate);
      const controls = candidate.proofs.map(({ controlId }) => controlId);
      set.update(JSON.stringify([app.id, candidate.action, controls]));
    }
    await warnFailing(deps, warned);
    after = page.at(-1)?.app.id;
    if (page.length < PAGE) break;
  }
  await holdFailing(deps, { candidates, apps, set: set.digest('hex') });
  await database.transaction(tx =>
    putCounts(tx, {
      lookedAt: began.toISOString(),
      counts: Object.fromEntries(counts),
    }),
  );
}

/** What proves the controls of some rules, for a commit or otherwise. */
function kindsOf(rules: readonly AutomaticRule[]) {
  const controls = rules.flatMap(
    ({ controlId }) => controlById(controlId) ?? [],
  );
  const of = (bound: boolean) =>
    controls
      .filter(({ boundTo }) => (boundTo === 'commit') === bound)
      .flatMap(({ evidenceKinds }) => evidenceKinds);
  return { ofCommits: of(true), others: of(false) };
}

/** Judges a page at once; what breaks on one app keeps nobody from the others. */
async function judge(
  { clock, database, logger, settings }: ContainmentDeps,
  page: readonly RunningApp[],
  facts: { integrations: readonly Integration[]; reviewDays: number },
): Promise<readonly { app: AppRow; failing: readonly Failing[] }[]> {
  const controlIds = containmentSettings(settings).automatic.map(
    rule => rule.controlId,
  );
  const now = clock();
  return await Promise.all(
    page.map(async running => {
      const { app } = running;
      try {
        const failing = await failingOf(controlIds, {
          connection: database.knex,
          running,
          settings,
          now,
          ...facts,
        });
        return { app, failing };
      } catch (error) {
        if (isDatabaseError(error)) throw error;
        logger.warn(`What runs of ${app.id} cannot be judged: ${error}`);
        return { app, failing: [] };
      }
    }),
  );
}

/** A rule that would hold an app now, and for what. */
interface Hit {
  readonly rule: AutomaticRule;
  readonly proof: Failing;
}

function hitBy(
  rules: readonly AutomaticRule[],
  app: AppRow,
  failing: readonly Failing[],
): readonly Hit[] {
  return rules.flatMap(rule => {
    const { action, controlId } = rule;
    const proof = failing.find(each => each.controlId === controlId);
    return proof &&
      wouldHold(app, action) &&
      holdApp({ standing: app.standing, action, actor: THE_PORTAL }).ok
      ? [{ rule, proof }]
      : [];
  });
}

function toWarn(app: AppRow, hit: readonly Hit[]): readonly Warned[] {
  return hit.flatMap(({ rule, proof }) =>
    rule.mode === 'warn' ? [{ app, action: rule.action, proof }] : [],
  );
}

/** One hold for all that fails, by the strictest of the rules. */
function toHold(app: AppRow, hit: readonly Hit[]): Candidate | undefined {
  const enforced = hit.filter(({ rule }) => rule.mode === 'enforce');
  if (enforced.length === 0) return undefined;
  const action = HOLD_ACTIONS.reduce<HoldAction>(
    (strictest, each) =>
      enforced.some(({ rule }) => rule.action === each) ? each : strictest,
    'restrict',
  );
  const proofs: FailedProof[] = enforced.map(
    ({ proof: { controlId, provenAt } }) => ({ controlId, provenAt }),
  );
  return { appId: app.id, action, proofs };
}
