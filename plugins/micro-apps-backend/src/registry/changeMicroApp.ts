import {
  accept,
  APP_STANDING_TABLE,
  compareClass,
  normaliseRef,
  registrationDifference,
  refuse,
  transition,
  type AppStanding,
  type Integration,
  type Registration,
  type Result,
  type Violation,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import { insertDecision } from '../gates/DatabaseDecisions';
import { enqueueAppChanged } from '../kernel/appEvents';
import { enqueue } from '../kernel/outbox';
import {
  CONSIDER_APPROVAL,
  type ApprovalsPart,
  type EndSearch,
  type ProvisioningPart,
} from '../kernel/parts';
import type { Actor } from '../kernel/types';
import type { PendingPolicy } from '../policy/pendingPolicy';
import type { AppRow, Missing, Via } from './AppStore';
import { assess, type Assessment } from './assess';
import { checkRegistration } from './checkRegistration';
import { lookAlikesOf, updateApp } from './DatabaseAppStore';
import { insertVersion } from './DatabaseVersions';
import { recordRefusal } from './recordRefusal';
import {
  askRegisterGate,
  refuseRegistration,
  type RegisterAnswer,
} from './registerGate';
import { pendingOfDraft, type RegisterDeps } from './registerMicroApp';
import { unknownApp } from './unknownApp';

/** What every way to change needs. */
export type ChangeDeps = RegisterDeps & {
  readonly approvals: ApprovalsPart;
  readonly provisioning: ProvisioningPart;
  /** In the transaction that gives an app another owner. */
  readonly endSearch?: EndSearch;
};

/** One change, whichever way it comes in. */
export interface Changing {
  readonly actor: Actor;
  readonly now: Date;
  readonly id: string;
  readonly registration: Registration;
  readonly expectedVersion: number;
  readonly via: Via;
  /** A draft stays one: its file changed before its owner confirmed it. */
  readonly draft?: { readonly missing: readonly Missing[] };
  /** Facts for the audit entry: which file, which proposal. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Asked of the app as it is, before and inside the transaction. */
  readonly allowed: (app: AppRow) => Result<true>;
  /** What else is written in the same transaction; a refusal undoes all. */
  readonly alongside?: (
    tx: Knex.Transaction,
    app: AppRow,
  ) => Promise<Result<true>>;
}

/** Thrown inside a transaction to undo it; the refusal is the answer. */
class Undone extends Error {
  constructor(readonly result: Result<never>) {
    super('Undone');
  }
}

/**
 * Changes what is registered and assesses anew; a draft that is changed by its
 * owner becomes an app. Leaving what was approved voids the approval in the
 * same transaction (reliability P4).
 */
export async function changeMicroApp(
  deps: ChangeDeps,
  given: Changing,
): Promise<Result<AppRow>> {
  const { id, registration, actor, now, draft } = given;
  const { apps, database } = deps;
  const current = await apps.get(database.knex, id);
  if (!current) return unknownApp();
  const may = mayChange(given, current);
  if (!may.ok) return may;
  const known = await checkRegistration(deps, given);
  if (!known.ok) return known;
  const { assessment, integrations, missing } = known.value;
  const facts = { registration, integrations };
  const answer = await askRegisterGate(deps, {
    ...facts,
    app: current,
    assessment,
    now,
  });
  if (!draft && !answer.company.allowed && !answer.pendingPolicy) {
    const added =
      current.standing === 'draft'
        ? answer.company.violations
        : await addedViolations(deps, {
            current,
            answer,
            integrations,
            now,
          });
    if (added.length > 0) {
      await recordRefusal(deps, {
        app: current,
        assessment,
        answer,
        context: { actor, now },
      });
      return refuseRegistration(added);
    }
  }
  const decisionId = deps.newId();
  try {
    return await database.transaction(tx =>
      write(tx, deps, {
        given,
        assessment,
        answer,
        decisionId,
        missing,
      }),
    );
  } catch (error) {
    if (error instanceof Undone) return error.result;
    throw error;
  }
}

/** The person may, and the app is not at its end. */
function mayChange(given: Changing, app: AppRow): Result<true> {
  const allowed = given.allowed(app);
  if (!allowed.ok) return allowed;
  if (app.standing === 'retired' || app.standing === 'disposed') {
    return refuse(
      'not-in-this-state',
      `The app is ${app.standing}, so its registration stays as it is. Register a new app instead`,
    );
  }
  if (given.draft && app.standing !== 'draft') {
    return refuse('not-in-this-state', 'The app is no draft any more');
  }
  return accept(true);
}

async function write(
  tx: Knex.Transaction,
  deps: ChangeDeps,
  options: {
    given: Changing;
    assessment: Assessment;
    answer: RegisterAnswer;
    decisionId: string;
    missing: readonly Missing[];
  },
): Promise<Result<AppRow>> {
  const { given, assessment, answer, decisionId, missing } = options;
  const { id, registration, actor, now, draft, via } = given;
  const before = await deps.apps.get(tx, id);
  if (!before) return unknownApp();
  if (before.version !== given.expectedVersion) return changedMeanwhile();
  const still = mayChange(given, before);
  if (!still.ok) return still;
  const standing = standingAfter(before, draft !== undefined);
  if (!standing.ok) return standing;
  const at = now.toISOString();
  const lookAlikes = await lookAlikesOf(tx, { id, name: registration.name });
  const after = await updateApp(tx, {
    before,
    registration,
    lookAlikes,
    assessment,
    standing: standing.value,
    pendingPolicy: draft
      ? pendingOfDraft(answer, now)
      : stillPending(answer, now),
    missing,
    by: actor,
    at,
  });
  if (!after) return changedMeanwhile();
  await insertVersion(tx, { app: after, actor, at, via });
  await insertDecision(tx, {
    id: decisionId,
    app: after,
    decision: answer.decision,
    policy: answer.policy,
    now,
  });
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action:
      before.standing !== after.standing ? 'app.registered' : 'app.changed',
    appId: id,
    summary: sentenceOf(before, after),
    details: {
      ...given.details,
      version: after.version,
      via,
      changed: changedFields(before, after),
      score: after.score,
      band: after.band,
      effectiveClass: after.effectiveClass,
      envelopeHash: after.envelopeHash,
      lookAlikes,
      decisionId,
      policyRevision: answer.policy.revision,
    },
  });
  const noted = await given.alongside?.(tx, after);
  if (noted && !noted.ok) throw new Undone(noted);
  // After a yes to an offer, which is on record by then.
  if (
    normaliseRef(before.registration.owner) !== normaliseRef(registration.owner)
  ) {
    const ended = 'reassigned';
    await deps.endSearch?.(tx, { app: after, ended, actor, at: now });
  }
  await deps.approvals.envelopeChanged(tx, { before, after, actor, at: now });
  await enqueue(tx, {
    topic: CONSIDER_APPROVAL,
    key: `${CONSIDER_APPROVAL}:${id}:v${after.version}`,
    payload: { appId: id },
    at: now,
  });
  await deps.provisioning.registrationChanged(tx, { app: after, at: now });
  await enqueueAppChanged(tx, { appId: id, at: now });
  return accept(after);
}

/** Confirming a draft makes it an app; nothing else moves. */
function standingAfter(before: AppRow, staysDraft: boolean) {
  return before.standing === 'draft' && !staysDraft
    ? transition(APP_STANDING_TABLE, before.standing, 'activate')
    : accept<AppStanding>(before.standing);
}

/**
 * What company rules say against the new version and not against the present
 * one. Newer rules may deny what is registered already; then a change that
 * makes nothing worse, a first step towards mending it, is still accepted.
 */
async function addedViolations(
  deps: ChangeDeps,
  options: {
    current: AppRow;
    answer: RegisterAnswer;
    integrations: readonly Integration[];
    now: Date;
  },
): Promise<readonly Violation[]> {
  const { current, answer, integrations, now } = options;
  const { registration } = current;
  const facts = { registration, integrations };
  const before = await askRegisterGate(deps, {
    ...facts,
    app: current,
    assessment: assess({ ...facts, model: deps.settings.riskModel, now }),
    now,
  });
  const known = new Set(
    before.policy.answered ? before.company.violations.map(keyOf) : [],
  );
  return answer.company.violations.filter(each => !known.has(keyOf(each)));
}

function keyOf({ code, because, controlId }: Violation): string {
  return JSON.stringify([code, because, controlId]);
}

/** The mark on the new version: not asked yet, or denied as it was before. */
function stillPending(
  { company, pendingPolicy }: RegisterAnswer,
  now: Date,
): PendingPolicy | undefined {
  if (pendingPolicy || company.allowed) return pendingPolicy;
  return { since: now.toISOString(), violations: company.violations };
}

function changedMeanwhile(): Result<never> {
  return refuse(
    'changed-since-you-looked',
    'Somebody changed the registration since you opened it. Reload the page and make your change again',
  );
}

function changedFields(before: AppRow, after: AppRow): readonly string[] {
  return registrationDifference(before.registration, after.registration)
    .map(({ field }) => field)
    .sort();
}

function sentenceOf(before: AppRow, after: AppRow): string {
  const score =
    before.score === after.score
      ? `risk stays ${after.score} of 10`
      : `risk ${before.score} → ${after.score} of 10`;
  const lowered =
    compareClass(after.effectiveClass, before.effectiveClass) < 0
      ? `; class lowered from ${before.effectiveClass} to ${after.effectiveClass}`
      : '';
  const what =
    before.standing !== after.standing
      ? `Registered from its draft (version ${after.version})`
      : `Registration changed (version ${after.version})`;
  return `${what}: ${score}${lowered}`;
}
