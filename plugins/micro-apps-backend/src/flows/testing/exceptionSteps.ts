import {
  accept,
  DAY,
  normaliseRef,
  refuse,
  type ApproverRole,
} from '@micro-apps/governance-core';
import type {
  AskExceptionRequest,
  ExceptionView,
} from '@micro-apps/plugin-micro-apps-common';
import type { useDatabases } from '../../__testUtils__/databases';
import { appKind } from '../../approvals/appKind';
import { endRequest } from '../../approvals/endRequest';
import type { ApprovalsDeps } from '../../approvals/kinds';
import { openRequest } from '../../approvals/openRequest';
import { vote } from '../../approvals/vote';
import { askException } from '../../exceptions/askException';
import { exceptionKind } from '../../exceptions/exceptionKind';
import type { ExceptionsDeps } from '../../exceptions/exceptionsDeps';
import { REQUESTS, toRequestRow } from '../../gates/requestRecords';
import type { RequestRecord } from '../../gates/requestRecords';
import type { Actor } from '../../kernel/types';
import {
  APP,
  createStack,
  MAYA,
  NOAH,
  passingResults,
  SAM,
  type Portal,
  type PortalOptions,
  type Stack,
} from './stack';
import { accepted, withRepository, withScans } from './steps';

export const IVAN: Actor = {
  ref: 'user:default/ivan',
  subject: 'sub-ivan',
  direct: true,
  groups: ['group:default/it-administrators'],
};
/** Leads IT. */
export const LENA: Actor = {
  ref: 'user:default/lena',
  subject: 'sub-lena',
  direct: true,
  groups: ['group:default/it-leads'],
};

const APPROVERS: Readonly<Record<ApproverRole, readonly string[]>> = {
  security: ['group:default/security-reviewers'],
  privacy: ['group:default/privacy-office'],
  it: ['group:default/it-administrators'],
  'it-lead': ['group:default/it-leads'],
};
/** Settings of a portal where exceptions can be granted. */
export const WITH_APPROVERS = { approvers: APPROVERS };

/** The control that {@link withOneOpenControl} leaves open. */
export const OPEN = 'dynamic-security-scan';

/** Code and green scans, but for the dynamic one: one control is open. */
export async function withOneOpenControl(
  stack: Stack,
  portal: Portal,
): Promise<string> {
  stack.scanRunner.run.mockImplementation(async () =>
    passingResults().filter(({ kind }) => kind !== 'dynamic-scan'),
  );
  const head = await withRepository(stack, portal);
  await withScans(stack, portal);
  return head;
}

/**
 * Makes what the tests of a file begin with: one open control, in a portal where
 * exceptions can be granted.
 */
export function setUpOn(databases: ReturnType<typeof useDatabases>) {
  return async function setUp(options: PortalOptions = {}) {
    const stack = await createStack(await databases.init());
    const portal = stack.portal({ settings: WITH_APPROVERS, ...options });
    await withOneOpenControl(stack, portal);
    return { stack, portal };
  };
}

/** What exceptions and the votes on them stand on. */
export function exceptionDeps(portal: Portal): ExceptionsDeps & ApprovalsDeps {
  const people = [MAYA, SAM, NOAH, IVAN, LENA];
  const base = {
    ...portal.deps,
    async findActor({ ref }: { ref: string }) {
      const found = people.find(person => person.ref === normaliseRef(ref));
      return found
        ? accept(found)
        : refuse<Actor>('unknown-record', 'Nobody is called that');
    },
  };
  return {
    ...base,
    approvals: {
      endRequest,
      openRequest: (tx, asked) => openRequest(tx, asked, base.settings),
      registerKind: () => undefined,
    },
    kinds: new Map([
      ['app', appKind(base)],
      ['exception', exceptionKind(base)],
    ]),
  };
}

/** A day as {@link Stack.later} counts it. */
export const DAY_MINUTES = 24 * 60;

/** An ISO instant, days and milliseconds from the stack's now. */
export function inDays(stack: Stack, days: number, ms = 0): string {
  return new Date(stack.now().getTime() + days * DAY + ms).toISOString();
}

/** Id of the newest proof of a kind that the app has. */
export async function proofOf(stack: Stack, kind: string): Promise<string> {
  const [id] = await stack
    .knex('micro_apps_evidence')
    .where({ app_id: APP, kind })
    .orderBy('received_at', 'desc')
    .pluck('id');
  return id;
}

/** Asks as the owner: a week without the dynamic scan, made up for by headers. */
export async function ask(
  stack: Stack,
  portal: Portal,
  changes: Partial<AskExceptionRequest> = {},
) {
  return await askException(exceptionDeps(portal)).run(stack.context(), {
    id: APP,
    controlId: OPEN,
    reason: 'The scanner cannot reach the new page yet',
    endsAt: inDays(stack, 7),
    compensation: {
      statement: 'The headers keep the browser from doing harm',
      controlId: 'security-headers',
      evidenceIds: [await proofOf(stack, 'header-scan')],
    },
    ...changes,
  });
}

/** Decides on what was asked for, on what stands there now. */
export async function decide(
  stack: Stack,
  portal: Portal,
  options: {
    exceptionId: string;
    actor?: Actor;
    choice?: 'approve' | 'reject';
  },
) {
  const { exceptionId, actor = IVAN, choice = 'approve' } = options;
  const record = await stack
    .knex<RequestRecord>(REQUESTS)
    .where({ kind: 'exception', subject_id: exceptionId })
    .first();
  if (!record) throw new Error('Nobody was asked');
  const { id, envelopeHash } = toRequestRow(record);
  const app = await portal.deps.apps.get(stack.knex, APP);
  return await vote(exceptionDeps(portal)).run(stack.context(actor), {
    id,
    choice,
    reason: 'Looked at what makes up for it',
    envelopeHash,
    expectedVersion: app?.version ?? 0,
  });
}

/** Asks as the owner, and IT grants it. */
export async function granted(
  stack: Stack,
  portal: Portal,
  changes: Partial<AskExceptionRequest> = {},
  actor: Actor = IVAN,
): Promise<ExceptionView> {
  const asked = accepted(await ask(stack, portal, changes));
  accepted(await decide(stack, portal, { exceptionId: asked.id, actor }));
  return asked;
}

/** Every exception as it is on record, the first that was asked for first. */
export async function exceptionRows({ knex }: Stack) {
  return await knex('micro_apps_exceptions').orderBy('requested_at');
}
