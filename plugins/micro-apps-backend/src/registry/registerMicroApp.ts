import {
  accept,
  APP_STANDING_TABLE,
  normaliseRef,
  refuse,
  slugOf,
  transition,
  type AppStanding,
  type Integration,
  type Registration,
  type Result,
} from '@micro-apps/governance-core';
import type { Knex } from 'knex';
import { appendAuditEntry, type AuditEntry } from '../audit/appendAuditEntry';
import type { Directory } from '../directory/Directory';
import { insertDecision } from '../gates/DatabaseDecisions';
import { appChanged } from '../kernel/appEvents';
import { isUniqueViolation } from '../kernel/database';
import type { BackendDeps } from '../kernel/deps';
import type { Actor } from '../kernel/types';
import type { PendingPolicy } from '../policy/pendingPolicy';
import { holds } from './appAccess';
import type { AppRow, Missing, Via } from './AppStore';
import type { Assessment } from './assess';
import { checkRegistration } from './checkRegistration';
import { insertApp, lookAlikesOf } from './DatabaseAppStore';
import { insertVersion } from './DatabaseVersions';
import { recordRefusal } from './recordRefusal';
import {
  askRegisterGate,
  refuseRegistration,
  type RegisterAnswer,
} from './registerGate';

/** What every way in needs. */
export type RegisterDeps = BackendDeps & { readonly directory: Directory };

/** One registration, whichever way it comes in. */
export interface Registering {
  readonly actor: Actor;
  readonly now: Date;
  readonly registration: Registration;
  readonly via: Via;
  readonly goldenPath?: string;
  /** Left out: made of the name. */
  readonly id?: string;
  /**
   * Of a proposal that its owner has to confirm: it is kept as a draft with
   * what it lacks, whatever people, catalog or company rules say of it.
   */
  readonly draft?: { readonly missing: readonly Missing[] };
  /** Facts for the audit entry: which import, which file. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** What else is written in the same transaction. */
  readonly alongside?: (tx: Knex.Transaction, app: AppRow) => Promise<void>;
}

/** A registration that was judged and is not written yet. */
export interface Judged {
  readonly id: string;
  readonly integrations: readonly Integration[];
  readonly assessment: Assessment;
  readonly answer: RegisterAnswer;
  readonly standing: AppStanding;
  readonly missing: readonly Missing[];
  readonly pendingPolicy?: PendingPolicy;
}

/**
 * Judges a registration as registering does, and writes nothing: owners,
 * catalog, score, company rules. `refused` has the answer of company rules
 * that say no.
 */
export async function judgeRegistration(
  deps: RegisterDeps,
  given: Registering,
): Promise<Result<Judged>> {
  const { registration, draft, now } = given;
  const id = given.id ?? slugOf(registration.name);
  if (!draft) {
    const mayRegister = requireOwnership(deps, given);
    if (!mayRegister.ok) return mayRegister;
  }
  const known = await checkRegistration(deps, given);
  if (!known.ok) return known;
  const { assessment, integrations, missing } = known.value;
  const facts = { registration, integrations };
  const answer = await askRegisterGate(deps, { ...facts, assessment, now });
  const { initial } = APP_STANDING_TABLE;
  const standing = draft
    ? accept(initial)
    : transition(APP_STANDING_TABLE, initial, 'activate');
  if (!standing.ok) return standing;
  return accept({
    id,
    integrations,
    assessment,
    answer,
    standing: standing.value,
    missing,
    pendingPolicy: draft ? pendingOfDraft(answer, now) : answer.pendingPolicy,
  });
}

/**
 * Puts an app on record: class, score and controls at once (requirements R1).
 * The one way in for form, template, API, import and repository.
 */
export async function registerMicroApp(
  deps: RegisterDeps,
  given: Registering,
): Promise<Result<AppRow>> {
  const judged = await judgeRegistration(deps, given);
  if (!judged.ok) return judged;
  const { id, assessment, answer } = judged.value;
  const { registration, actor, now, draft } = given;
  if (!draft && !answer.decision.allowed && !answer.pendingPolicy) {
    await recordRefusal(deps, {
      app: { id, version: 0 },
      assessment,
      answer,
      context: { actor, now },
    });
    return refuseRegistration(answer.decision.violations);
  }
  const decisionId = deps.newId();
  try {
    return accept(
      await deps.database.transaction(tx =>
        write(tx, { given, judged: judged.value, decisionId }),
      ),
    );
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return nameTaken(registration.name);
  }
}

/** People register what they own; administrators help anybody. */
function requireOwnership(
  { settings }: RegisterDeps,
  { actor, registration }: Registering,
): Result<true> {
  const isOwner = normaliseRef(registration.owner) === normaliseRef(actor.ref);
  return isOwner || holds(actor, settings.administrators)
    ? accept(true)
    : refuse(
        'not-allowed',
        'You can register apps that you own. Ask the person who will own it to register it',
        [{ path: 'registration.owner', message: 'Choose yourself' }],
      );
}

/** The refusal of a name whose address is in use. */
export function nameTaken(name: string): Result<never> {
  return refuse(
    'name-taken',
    `There is an app at the address that "${name}" would get. Choose another name`,
    [{ path: 'registration.name', message: 'Choose another name' }],
  );
}

/** What company rules left open on a draft: no answer yet, or a "no". */
export function pendingOfDraft(
  { company, pendingPolicy }: RegisterAnswer,
  now: Date,
): PendingPolicy | undefined {
  if (pendingPolicy || company.allowed) return pendingPolicy;
  return { since: now.toISOString(), violations: company.violations };
}

async function write(
  tx: Knex.Transaction,
  options: { given: Registering; judged: Judged; decisionId: string },
): Promise<AppRow> {
  const { given, judged, decisionId } = options;
  const { registration, goldenPath, actor, now, via } = given;
  const { id, assessment, answer, standing, missing, pendingPolicy } = judged;
  const at = now.toISOString();
  const lookAlikes = await lookAlikesOf(tx, { id, name: registration.name });
  const app = await insertApp(tx, {
    id,
    registration,
    goldenPath,
    lookAlikes,
    standing,
    assessment,
    pendingPolicy,
    missing,
    via,
    createdBy: actor.ref,
    createdBySubject: actor.subject,
    at,
  });
  await insertVersion(tx, { app, actor, at, via });
  await insertDecision(tx, {
    id: decisionId,
    app,
    decision: answer.decision,
    policy: answer.policy,
    now,
  });
  await given.alongside?.(tx, app);
  // Last: others wait for the end of the audit log from here to the end.
  const entry: AuditEntry = {
    at: now,
    actor,
    action: given.draft ? 'app.drafted' : 'app.registered',
    appId: id,
    summary: sentenceOf(app, answer),
    details: {
      ...given.details,
      version: 1,
      via,
      score: app.score,
      band: app.band,
      effectiveClass: app.effectiveClass,
      envelopeHash: app.envelopeHash,
      lookAlikes,
      decisionId,
      policyRevision: answer.policy.revision,
      ...(given.draft && { missing: missing.map(({ path }) => path) }),
    },
  };
  await appendAuditEntry(tx, entry, appChanged({ appId: id, at: now }));
  return app;
}

function sentenceOf(app: AppRow, answer: RegisterAnswer): string {
  const risk = `risk ${app.score} of 10, ${app.effectiveClass} data`;
  if (app.standing !== 'draft') {
    return `Registered: ${risk}${
      answer.pendingPolicy ? '; company rules have not answered yet' : ''
    }`;
  }
  const lacks = app.missing?.length ?? 0;
  return lacks > 0
    ? `Draft from a repository: ${risk} so far, ${lacks} things to complete`
    : `Draft from a repository: ${risk}; its owner has to confirm it`;
}
