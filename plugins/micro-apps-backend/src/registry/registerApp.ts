import {
  accept,
  APP_STANDING_TABLE,
  normaliseRef,
  refuse,
  slugOf,
  transition,
  type AppStanding,
  type Registration,
  type Result,
} from '@micro-apps/governance-core';
import {
  microAppsAppCreatePermission,
  type RegisterRequest,
} from '@micro-apps/plugin-micro-apps-common';
import type { Knex } from 'knex';
import { appendAuditEntry } from '../audit/appendAuditEntry';
import type { Directory } from '../directory/Directory';
import { insertDecision } from '../gates/DatabaseDecisions';
import { enqueueAppChanged } from '../kernel/appEvents';
import type { Command, CommandContext } from '../kernel/commands';
import { isUniqueViolation } from '../kernel/database';
import type { BackendDeps } from '../kernel/deps';
import { holds } from './appAccess';
import type { AppRow } from './AppStore';
import { assess, checkIntegrations, type Assessment } from './assess';
import { insertApp, insertVersion, lookAlikesOf } from './DatabaseAppStore';
import { appOfKey, keepKey } from './DatabaseRegistrationKeys';
import { recordRefusal } from './recordRefusal';
import {
  askRegisterGate,
  refuseRegistration,
  type RegisterAnswer,
} from './registerGate';

/** Puts an app on record: class, score and controls at once (requirements R1). */
export function registerApp(
  deps: BackendDeps & { directory: Directory },
): Command<RegisterRequest, AppRow> {
  return {
    permission: microAppsAppCreatePermission,
    async run(context, input) {
      const { registration, idempotencyKey: key } = input;
      const earlier = await findEarlier(deps, context, key);
      if (earlier) return accept(earlier);
      const mayRegister = requireOwnership(deps, context, registration);
      if (!mayRegister.ok) return mayRegister;
      const people = await deps.directory.check(registration);
      if (!people.ok) return people;
      const integrations = await deps.integrations.list();
      if (!integrations.ok) return integrations;
      const facts = { registration, integrations: integrations.value };
      const known = checkIntegrations(facts);
      if (!known.ok) return known;
      const standing = transition(
        APP_STANDING_TABLE,
        APP_STANDING_TABLE.initial,
        'activate',
      );
      if (!standing.ok) return standing;
      const model = deps.settings.riskModel;
      const assessment = assess({ ...facts, model });
      const answer = await askRegisterGate(deps, {
        ...facts,
        assessment,
        now: context.now,
      });
      if (!answer.decision.allowed && !answer.pendingPolicy) {
        const app = { id: slugOf(registration.name), version: 0 };
        await recordRefusal(deps, {
          app,
          assessment,
          answer,
          context,
        });
        return refuseRegistration(answer.decision.violations);
      }
      try {
        return accept(
          await deps.database.transaction(tx =>
            write(tx, {
              context,
              input,
              assessment,
              answer,
              decisionId: deps.newId(),
              standing: standing.value,
            }),
          ),
        );
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        // The same run, twice at once: the other one was first.
        const winner = await findEarlier(deps, context, key);
        return winner ? accept(winner) : nameTaken(registration.name);
      }
    },
  };
}

/** People register what they own; administrators help anybody. */
function requireOwnership(
  { settings }: BackendDeps,
  { actor }: CommandContext,
  registration: Registration,
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

function nameTaken(name: string): Result<never> {
  return refuse(
    'name-taken',
    `There is an app at the address that "${name}" would get. Choose another name`,
    [{ path: 'registration.name', message: 'Choose another name' }],
  );
}

async function findEarlier(
  { database, apps }: BackendDeps,
  { actor }: CommandContext,
  key: string | undefined,
): Promise<AppRow | undefined> {
  if (!key) return undefined;
  const id = await appOfKey(database.knex, { actor: actor.ref, key });
  return id ? await apps.get(database.knex, id) : undefined;
}

async function write(
  tx: Knex.Transaction,
  options: {
    context: CommandContext;
    input: RegisterRequest;
    assessment: Assessment;
    answer: RegisterAnswer;
    decisionId: string;
    standing: AppStanding;
  },
): Promise<AppRow> {
  const { context, input, assessment, answer, decisionId, standing } = options;
  const { registration, goldenPath, idempotencyKey } = input;
  const { actor, now } = context;
  const at = now.toISOString();
  const id = slugOf(registration.name);
  const lookAlikes = await lookAlikesOf(tx, { id, name: registration.name });
  const app = await insertApp(tx, {
    id,
    registration,
    goldenPath,
    lookAlikes,
    standing,
    assessment,
    pendingPolicy: answer.pendingPolicy,
    createdBy: actor.ref,
    at,
  });
  await insertVersion(tx, { app, actor, at });
  await insertDecision(tx, {
    id: decisionId,
    app,
    decision: answer.decision,
    policy: answer.policy,
    now,
  });
  if (idempotencyKey) {
    const key = { actor: actor.ref, key: idempotencyKey };
    await keepKey(tx, key, { appId: id, at: now });
  }
  await appendAuditEntry(tx, {
    at: now,
    actor,
    action: 'app.registered',
    appId: id,
    summary: `Registered: risk ${app.score} of 10, ${app.effectiveClass} data${
      answer.pendingPolicy ? '; company rules have not answered yet' : ''
    }`,
    details: {
      version: 1,
      score: app.score,
      band: app.band,
      effectiveClass: app.effectiveClass,
      envelopeHash: app.envelopeHash,
      lookAlikes,
      decisionId,
      policyRevision: answer.policy.revision,
    },
  });
  await enqueueAppChanged(tx, { appId: id, at: now });
  return app;
}
