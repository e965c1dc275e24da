import {
  effectiveMode,
  fleetPreview,
  RULE_MODES,
  type GateDecision,
  type ModeSwitches,
  type PolicyInput,
} from '@micro-apps/governance-core';
import type { RulePreviewView } from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import pLimit from 'p-limit';
import { judgeApp } from '../gates/judgeApp';
import { reviewDaysNow } from '../gates/reviewDaysNow';
import type { BackendDeps } from '../kernel/deps';
import { causeOf, isDatabaseAway, isLostRace } from '../kernel/database';
import type { EnvironmentSetting } from '../kernel/settings';
import { askPolicy } from '../policy/askPolicy';
import { readRuleSwitches } from '../policy/DatabaseRuleSwitches';
import { policyQuestion } from '../policy/policyQuestion';
import { modesOf } from '../policy/switchedRules';
import type { AppRow } from '../registry/AppStore';
import { credentialsOf, fleetPage } from '../registry/DatabaseFleet';
import { findRule } from './findRule';
import {
  finishPreview,
  getPreview,
  noteProgress,
} from './DatabaseRulePreviews';
import { inOrder } from './inOrder';
import { PAGES_AT_ONCE, waitingAtOnce } from './waitingAtOnce';

const PAGE = 200;
const EXAMPLES = 20;
/** Nobody stands at a gate for a preview. */
const PATIENCE_MS = 30_000;

const NOTHING: GateDecision = {
  gate: 'promote',
  allowed: true,
  violations: [],
  obligations: [],
};

type Modes = Readonly<Record<string, ModeSwitches>>;

/** Which modes to ask with, and where. */
interface Comparison {
  /** Only the rule that is looked at says "no". */
  readonly alone: Modes;
  readonly before: Modes;
  readonly after: Modes;
  readonly environments: readonly EnvironmentSetting[];
}

/** What the rules say of one app before and after a switch. */
interface Compared {
  readonly app: AppRow;
  readonly before?: GateDecision;
  readonly after?: GateDecision;
}

/**
 * Asks the rules about every app that is not over, as if it were promoted now,
 * with and without the switch. Cut off, it begins again; nothing but the
 * preview is written.
 */
export function workRulePreview(deps: BackendDeps) {
  return async function work({ id }: Record<string, unknown>): Promise<void> {
    const { clock, database, logger } = deps;
    const wanted = await getPreview(database.knex, String(id));
    if (!wanted || wanted.state !== 'running') return;
    const finish = (end: Omit<Parameters<typeof finishPreview>[2], 'at'>) =>
      finishPreview(database.knex, wanted.id, { ...end, at: clock() });
    try {
      const comparison = await compareWhat(deps, wanted);
      const end = comparison
        ? await overTheFleet(deps, wanted.id, comparison)
        : { problem: 'The rules have changed since. Work it out again' };
      if (end) await finish(end);
    } catch (error) {
      // Nothing can be noted without a database: the message is taken up again.
      if (isDatabaseAway(error) || isLostRace(error)) throw error;
      logger.warn(`Preview ${wanted.id} failed: ${causeOf(error)}`);
      await finish({ problem: 'It broke on our side. Work it out again' });
    }
  };
}

/** `undefined` when other rules are in force than those it was asked about. */
async function compareWhat(
  deps: BackendDeps,
  wanted: RulePreviewView,
): Promise<Comparison | undefined> {
  const { database, settings } = deps;
  const { rule: id, ring, mode } = wanted;
  const found = await findRule(deps, wanted);
  if (!found.ok || found.value.described.revision !== wanted.revision) {
    return undefined;
  }
  const { rule, described } = found.value;
  const { inForce } = await readRuleSwitches(database.knex);
  const others = inForce.filter(each => each.rule !== id || each.ring !== ring);
  const rings = settings.environments.map(({ name }) => name);
  const everywhere = (is: 'observe' | 'enforce'): ModeSwitches => ({
    mode: is,
    rings: Object.fromEntries(rings.map(name => [name, is])),
  });
  const ids = [...described.rules.map(each => each.id), 'company-rule'];
  const after = modesOf([...others, { rule: id, ring, mode }]);
  return {
    alone: Object.fromEntries(
      ids.map(each => [each, everywhere(each === id ? 'enforce' : 'observe')]),
    ),
    before: modesOf(inForce),
    after,
    environments: settings.environments.filter(
      ({ name, gate }) =>
        gate === 'promote' &&
        (ring === undefined ? !ownRing(rule, name) : ring === name) &&
        effectiveMode({ rule, ring: name }) !== mode,
    ),
  };
}

/** An environment with a mode of its own is not touched by one for everywhere. */
function ownRing(
  { rings = {} }: { rings?: Readonly<Record<string, unknown>> },
  name: string,
): boolean {
  return RULE_MODES.some(mode => rings[name] === mode);
}

/** `undefined` when it was stopped meanwhile. */
async function overTheFleet(
  deps: BackendDeps,
  previewId: string,
  comparison: Comparison,
): Promise<
  { done: number; result: NonNullable<RulePreviewView['result']> } | undefined
> {
  const { knex } = deps.database;
  let credentials: ReadonlyMap<string, number> = new Map();
  const examples: { id: string; name: string }[] = [];
  const preview = fleetPreview<Compared, 'before' | 'after'>({
    before: 'before',
    after: 'after',
    decide: (compared, version) => {
      const decision = compared[version];
      if (!decision) throw new Error('The rules gave no clear answer');
      return decision;
    },
    idOf: ({ app }) => app.id,
    peopleOf: ({ app: { registration } }) =>
      registration.successor
        ? [registration.owner, registration.successor]
        : [registration.owner],
    credentialsOf: ({ app }) => credentials.get(app.id) ?? 0,
    onAffected: ({ app: { id, name } }) => {
      if (examples.length < EXAMPLES) examples.push({ id, name });
    },
  });
  let done = 0;
  let atOnce = waitingAtOnce();
  for await (const page of inOrder(pagesOf(knex), PAGES_AT_ONCE, apps =>
    comparePage(deps, comparison, { apps, atOnce }),
  )) {
    credentials = page.credentials;
    for (const compared of page.compared) preview.add(compared);
    done += page.compared.length;
    atOnce = page.atOnceNext;
    if (!(await noteProgress(knex, previewId, done))) return undefined;
  }
  const { affected, newlyHeld, newlyFree, people, undecided, ...counts } =
    preview.result();
  return {
    done,
    result: {
      apps: affected,
      newlyHeld,
      newlyFree,
      people,
      credentials: counts.credentials,
      undecided,
      examples,
    },
  };
}

/** Every app that is not over, some at a time. */
async function* pagesOf(knex: Knex): AsyncGenerator<readonly AppRow[]> {
  let after: string | undefined;
  do {
    const apps = await fleetPage(knex, { after, limit: PAGE });
    if (apps.length > 0) yield apps;
    after = apps.length < PAGE ? undefined : apps.at(-1)?.id;
  } while (after !== undefined);
}

/** What the rules say of some apps of the fleet. */
interface ComparedPage {
  readonly compared: readonly Compared[];
  readonly credentials: ReadonlyMap<string, number>;
  /** How many questions of another page may wait at once. */
  readonly atOnceNext: number;
}

async function comparePage(
  deps: BackendDeps,
  comparison: Comparison,
  { apps, atOnce }: { apps: readonly AppRow[]; atOnce: number },
): Promise<ComparedPage> {
  const credentials = await credentialsOf(
    deps.database.knex,
    apps.map(({ id }) => id),
  );
  const limit = pLimit(atOnce);
  const began = performance.now();
  const isAsked = comparison.environments.length > 0;
  const compared = await Promise.all(
    apps.map(async app => {
      const question = isAsked ? await questionOf(deps, app) : undefined;
      return await limit(() => compare(deps, { app, question }, comparison));
    }),
  );
  const msEach = (performance.now() - began) / apps.length;
  return {
    compared,
    credentials,
    atOnceNext: waitingAtOnce(msEach),
  };
}

/**
 * Most apps are none of the rule's business: then one question is enough, and
 * what the other rules say of them is the same before and after.
 */
async function compare(
  deps: BackendDeps,
  { app, question }: { app: AppRow; question: Question | undefined },
  { alone, before, after, environments }: Comparison,
): Promise<Compared> {
  let touched: Compared = { app, before: NOTHING, after: NOTHING };
  if (environments.length === 0) return touched;
  if (!question) return { app };
  for (const environment of environments) {
    const about = question(environment);
    const ask = (modes: Modes) => decide(deps, { ...about, modes });
    const said = await ask(alone);
    if (said && said.violations.length + said.obligations.length === 0)
      continue;
    touched = { app, before: await ask(before), after: await ask(after) };
    if (JSON.stringify(touched.before) !== JSON.stringify(touched.after)) break;
  }
  return touched;
}

type Question = (environment: EnvironmentSetting) => PolicyInput;

/** What to ask about an app, by where it would run; `undefined`: not known. */
async function questionOf(
  { clock, database, integrations, policy, repository, settings }: BackendDeps,
  app: AppRow,
): Promise<Question | undefined> {
  const now = clock();
  const found = await integrations.forRegistration(
    app.registration,
    database.knex,
  );
  if (!found.ok) return undefined;
  const { assessment, findings } = await judgeApp({
    connection: database.knex,
    app,
    commit: await repository?.head(app.id),
    integrations: found.value,
    model: settings.riskModel,
    reviewDays: await reviewDaysNow(policy),
    now,
  });
  return environment =>
    policyQuestion({
      gate: 'promote',
      app,
      registration: app.registration,
      integrations: found.value,
      assessment,
      findings,
      environment,
      now,
    });
}

/** A duty to ask people holds an app up like a "no"; both count here. */
async function decide(
  { policy }: BackendDeps,
  input: PolicyInput,
): Promise<GateDecision | undefined> {
  const { decision, answered } = await askPolicy({
    policy: policy.asLoaded ?? policy,
    input,
    timeoutMs: PATIENCE_MS,
  });
  if (!answered) return undefined;
  const asking = decision.obligations.filter(({ code }) =>
    code.startsWith('approval:'),
  );
  const violations = [...decision.violations, ...asking];
  return {
    ...decision,
    allowed: violations.length === 0,
    violations,
    obligations: [],
  };
}
