import type { AskExceptionRequest } from '@micro-apps/plugin-micro-apps-common';
import { recordEvidence } from '../evidence/recordEvidence';
import { endUnanswered } from '../exceptions/endUnanswered';
import { listExceptions } from '../exceptions/readExceptions';
import { revokeException } from '../exceptions/revokeException';
import {
  accepted,
  APP,
  auditActions,
  createCompanyRules,
  createStack,
  MAYA,
  SAM,
  type Portal,
  type Stack,
} from './testing';
import {
  ask,
  decide,
  exceptionDeps,
  granted,
  inDays,
  IVAN,
  LENA,
  OPEN,
  proofOf,
  WITH_APPROVERS,
  withOneOpenControl,
} from './testing/exceptionSteps';
import { useDatabases } from '../__testUtils__/databases';

const databases = useDatabases();
const DAY = 24 * 60;

async function setUp() {
  const stack = await createStack(await databases.init());
  const portal = stack.portal({ settings: WITH_APPROVERS });
  await withOneOpenControl(stack, portal);
  return { stack, portal };
}

/** What becomes of asking: `granted`-to-be, or the reason why not. */
async function refusalOf(
  stack: Stack,
  portal: Portal,
  changes: Partial<AskExceptionRequest>,
): Promise<string> {
  const result = await ask(stack, portal, changes);
  if (result.ok) return 'ok';
  return `${result.refusal.code}: ${result.refusal.because}`;
}

async function rows({ knex }: Stack) {
  return await knex('micro_apps_exceptions').orderBy('requested_at');
}

describe('asking for an exception', () => {
  it.each<[string, (stack: Stack) => Partial<AskExceptionRequest>, RegExp]>([
    [
      'a second more than two weeks',
      stack => ({ endsAt: inDays(stack, 14, 1_000) }),
      /^invalid-input: An exception lasts 14 days at most/,
    ],
    [
      'a time that ends before it begins',
      stack => ({ startsAt: inDays(stack, 2), endsAt: inDays(stack, 1) }),
      /^invalid-input: An exception ends after it begins/,
    ],
    [
      'yesterday',
      stack => ({ startsAt: inDays(stack, -1), endsAt: inDays(stack, 1) }),
      /^invalid-input: An exception cannot begin in the past/,
    ],
    [
      'a day that there is not',
      () => ({ endsAt: '2026-13-45T10:00:00Z' }),
      /^invalid-input: An exception ends after it begins/,
    ],
    [
      'no proof of what makes up for it',
      () => ({
        compensation: { statement: 'We look at it each day', evidenceIds: [] },
      }),
      /^invalid-input: Bring the proof of what makes up for it/,
    ],
    [
      'proof that this app does not have',
      () => ({
        compensation: {
          statement: 'We look at it each day',
          evidenceIds: ['of-another-app'],
        },
      }),
      /^invalid-input: A proof that you name is not on record for this app/,
    ],
    [
      'a control that makes up for itself',
      () => ({
        compensation: {
          statement: 'We look at it each day',
          controlId: OPEN,
          evidenceIds: ['x'],
        },
      }),
      /^invalid-input: A control cannot make up for itself/,
    ],
    [
      'a duty by law',
      () => ({ controlId: 'privacy-notice' }),
      /^not-allowed: There is no exception from .* it is a duty by law/,
    ],
    [
      'what the class asks for at least',
      () => ({ controlId: 'data-loss-prevention' }),
      /^not-allowed: .*the least that the class of the data asks for/,
    ],
    [
      'what people have to agree to',
      () => ({ controlId: 'security-review' }),
      /^not-allowed: .*people have to agree/,
    ],
    [
      'what makes up for exceptions',
      () => ({ controlId: 'compensating-controls-proven' }),
      /^not-allowed: .*what makes up for exceptions/,
    ],
    [
      'a control that there is not',
      () => ({ controlId: 'luck' }),
      /^invalid-input: There is no such control/,
    ],
    [
      'a control that is met',
      () => ({ controlId: 'security-headers' }),
      /^not-in-this-state: .* is met already/,
    ],
    [
      'a control that is not asked of this app',
      () => ({ controlId: 'incident-response-plan' }),
      /^not-in-this-state: .* is not asked of this app/,
    ],
    [
      'no reason',
      () => ({ reason: 'because' }),
      /^invalid-input: Say in a sentence why it is needed/,
    ],
  ])('is refused for %s', async (_, changes, refusal) => {
    const { stack, portal } = await setUp();
    const before = await auditActions(stack);
    expect(await refusalOf(stack, portal, changes(stack))).toMatch(refusal);
    expect(await rows(stack)).toEqual([]);
    expect(await stack.knex('micro_apps_requests')).toEqual([]);
    expect(await auditActions(stack)).toEqual(before);
  });

  it('takes two weeks to the millisecond, and any spelling of an instant', async () => {
    const { stack, portal } = await setUp();
    const asked = accepted(
      await ask(stack, portal, { endsAt: '2026-12-08T11:00:00+01:00' }),
    );
    expect(asked).toMatchObject({
      standing: 'asked',
      startsAt: '2026-11-24T10:00:00.000Z',
      endsAt: '2026-12-08T10:00:00.000Z',
    });
  });

  it.each([
    [
      'a report of the maker',
      { provenance: 'self-reported' },
      /report of your own/,
    ],
    ['a proof that failed', { outcome: 'fail' }, /did not pass/],
    ['a proof of other code', { commit: 'd'.repeat(40) }, /other code/],
    [
      'a proof of the control itself',
      { kind: 'dynamic-scan', outcome: 'fail' },
      /itself/,
    ],
  ] as const)('does not take %s as its compensation', async (_, given, why) => {
    const { stack, portal } = await setUp();
    const evidence = {
      kind: 'log-check' as const,
      provenance: 'portal-runner' as const,
      outcome: 'pass' as const,
      tool: { name: 'a tool' },
      summary: 'Something',
      problems: [],
      commit: await stack.ports.repository.head(APP),
    };
    const id = await stack.knex.transaction(tx =>
      recordEvidence(tx, {
        appId: APP,
        evidence: { ...evidence, ...given },
        at: stack.now(),
        actor: MAYA,
      }),
    );
    const compensation = {
      statement: 'We look at it each day',
      evidenceIds: [id],
    };
    expect(await refusalOf(stack, portal, { compensation })).toMatch(why);
  });

  it('is refused for the proof of another app', async () => {
    const { stack, portal } = await setUp();
    const id = await proofOf(stack, 'header-scan');
    const compensation = {
      statement: 'We look at it each day',
      evidenceIds: [id],
    };
    await stack
      .knex('micro_apps_evidence')
      .where({ id })
      .update({ app_id: 'another' });
    expect(await refusalOf(stack, portal, { compensation })).toMatch(
      /not on record for this app/,
    );
  });

  it('is done once: the second waits for the answer to the first', async () => {
    const { stack, portal } = await setUp();
    const both = await Promise.all([
      refusalOf(stack, portal, {}),
      refusalOf(stack, portal, {}),
    ]);
    expect(both.sort()).toEqual([
      expect.stringMatching(/^not-in-this-state: .*has been asked for already/),
      'ok',
    ]);
    expect(await rows(stack)).toHaveLength(1);
    expect(await stack.knex('micro_apps_requests')).toHaveLength(1);
  });
});

describe('a chain of exceptions', () => {
  it('goes to whoever leads IT from the second on, and ends at 28 days', async () => {
    const { stack, portal } = await setUp();
    await granted(stack, portal, { endsAt: inDays(stack, 14) });
    // On its last day.
    stack.later(13 * DAY);
    const second = accepted(
      await ask(stack, portal, {
        startsAt: inDays(stack, 1),
        endsAt: inDays(stack, 15),
      }),
    );
    const [, request] = await stack.knex('micro_apps_requests').orderBy('seq');
    expect(JSON.parse(request.requirements)).toEqual([
      {
        role: 'it-lead',
        count: 1,
        because: 'It follows another exception, so whoever leads IT grants it',
      },
    ]);
    const byIvan = await decide(stack, portal, { exceptionId: second.id });
    expect(byIvan).toMatchObject({ refusal: { code: 'not-eligible' } });
    accepted(
      await decide(stack, portal, { exceptionId: second.id, actor: LENA }),
    );
    const [, kept] = await rows(stack);
    expect(kept).toMatchObject({ renewal: 1, granted_as: 'it-lead' });
    // Another second is one too many, whoever would grant it.
    stack.later(14 * DAY);
    const third = (ms: number) =>
      refusalOf(stack, portal, {
        startsAt: inDays(stack, 1),
        endsAt: inDays(stack, 1, ms),
      });
    expect(await third(1_000)).toMatch(
      /^not-allowed: Exceptions in a row last 28 days at most; with this one it would be 28.01 days/,
    );
    expect(await third(3 * DAY * 60_000)).toMatch(/31 days/);
    expect(await rows(stack)).toHaveLength(2);
  });

  it('tells of the end of the last one only', async () => {
    const { stack, portal } = await setUp();
    const first = await granted(stack, portal);
    stack.later(6 * DAY);
    const second = await granted(
      stack,
      portal,
      { startsAt: inDays(stack, 1), endsAt: inDays(stack, 8) },
      LENA,
    );
    const ends = await stack
      .knex('micro_apps_outbox')
      .whereLike('message_key', 'notice:exception:%:end:%')
      .orderBy('id')
      .pluck('message_key');
    expect(ends).toEqual([
      `notice:exception:${second.id}:end:soon`,
      `notice:exception:${second.id}:end:now`,
    ]);
    expect(second.id).not.toBe(first.id);
  });
});

describe('granting', () => {
  it('that comes late begins when it comes, and ends when it was asked to end', async () => {
    const { stack, portal } = await setUp();
    const asked = accepted(await ask(stack, portal));
    stack.later(2 * DAY);
    accepted(await decide(stack, portal, { exceptionId: asked.id }));
    const [row] = await rows(stack);
    expect(row).toMatchObject({
      asked_starts_at: '2026-11-24T10:00:00.000Z',
      starts_at: '2026-11-26T10:00:00.000Z',
      ends_at: '2026-12-01T10:00:00.000Z',
    });
  });

  it('is refused, vote and all, when the time is over or the proof no longer counts', async () => {
    const { stack, portal } = await setUp();
    const asked = accepted(await ask(stack, portal));
    const nothing = async (because: RegExp) => {
      const before = await auditActions(stack);
      const result = await decide(stack, portal, { exceptionId: asked.id });
      expect(result).toMatchObject({
        ok: false,
        refusal: { because: expect.stringMatching(because) },
      });
      expect(await stack.knex('micro_apps_request_votes')).toEqual([]);
      expect((await rows(stack))[0].state).toBe('asked');
      expect(await auditActions(stack)).toEqual(before);
    };
    const headers = () =>
      stack.knex('micro_apps_evidence').where({ kind: 'header-scan' });
    await headers().update({ outcome: 'fail' });
    await nothing(/does not count here: it did not pass/);
    await headers().update({ outcome: 'pass' });
    stack.later(7 * DAY);
    await nothing(/An exception ends after it begins/);
  });

  it('is refused while the app is held', async () => {
    const { stack, portal } = await setUp();
    const asked = accepted(await ask(stack, portal));
    await stack.knex('micro_apps_apps').update({ standing: 'quarantined' });
    expect(
      await decide(stack, portal, { exceptionId: asked.id }),
    ).toMatchObject({ refusal: { code: 'not-in-this-state' } });
    expect(await refusalOf(stack, portal, {})).toMatch(/quarantined/);
  });
});

describe('the numbers of the organisation', () => {
  async function strict() {
    const stack = await createStack(await databases.init());
    const rules = createCompanyRules();
    const portal = stack.portal({ settings: WITH_APPROVERS, policy: rules });
    await withOneOpenControl(stack, portal);
    return { stack, portal, rules };
  }

  it('count when somebody asks, where they are smaller', async () => {
    const { stack, portal, rules } = await strict();
    const twoWeeks = { endsAt: inDays(stack, 14) };
    rules.described = { exceptionLimits: { maxDays: 5, maxChainDays: 5 } };
    expect(await refusalOf(stack, portal, twoWeeks)).toMatch(
      /An exception lasts 5 days at most/,
    );
    rules.described = { exceptionLimits: { maxDays: 90, maxChainDays: 90 } };
    expect(
      await refusalOf(stack, portal, { endsAt: inDays(stack, 15) }),
    ).toMatch(/An exception lasts 14 days at most/);
    expect(await refusalOf(stack, portal, twoWeeks)).toBe('ok');
  });

  it('count when it is granted, and shorten nothing that was', async () => {
    const { stack, portal, rules } = await strict();
    const asked = accepted(await ask(stack, portal));
    rules.described = { exceptionLimits: { maxDays: 5, maxChainDays: 28 } };
    expect(
      await decide(stack, portal, { exceptionId: asked.id }),
    ).toMatchObject({
      refusal: { because: expect.stringMatching(/lasts 5 days at most/) },
    });
    rules.described = {};
    accepted(await decide(stack, portal, { exceptionId: asked.id }));
    rules.described = { exceptionLimits: { maxDays: 1, maxChainDays: 1 } };
    stack.later(6 * DAY);
    expect(
      accepted(
        await listExceptions(portal.deps).run(stack.context(IVAN), {
          show: 'active',
          limit: 5,
        }),
      ).total,
    ).toBe(1);
  });
});

describe('what nobody answers', () => {
  it('leaves the queue when the time that was asked for is over', async () => {
    const { stack, portal } = await setUp();
    const asked = accepted(await ask(stack, portal));
    const run = () =>
      endUnanswered(exceptionDeps(portal))({ exceptionId: asked.id });
    stack.later(7 * DAY - 1);
    await run();
    expect((await rows(stack))[0].state).toBe('asked');
    stack.later(1);
    await run();
    await run();
    expect((await rows(stack))[0].state).toBe('void');
    expect(await stack.knex('micro_apps_requests').pluck('state')).toEqual([
      'void',
    ]);
    expect((await auditActions(stack)).slice(-2)).toEqual([
      'request.void',
      'exception.void',
    ]);
  });

  it('leaves alone what was granted in time', async () => {
    const { stack, portal } = await setUp();
    const { id } = await granted(stack, portal);
    stack.later(8 * DAY);
    await endUnanswered(exceptionDeps(portal))({ exceptionId: id });
    expect((await rows(stack))[0].state).toBe('granted');
  });
});

describe('who is told', () => {
  /** Key without ids, day, whom, whether at once, and where it leads. */
  async function notices({ knex }: Stack) {
    const noted = await knex('micro_apps_outbox')
      .where({ topic: 'notice' })
      .orderBy(['due_at', 'id']);
    return noted.map(({ due_at: dueAt, payload }) => {
      const { kind, to, urgent = false, link, text } = JSON.parse(payload);
      expect(link).toBe('/catalog/default/component/where2eat/risk');
      expect(text).not.toContain('cannot reach the new page');
      return [kind, dueAt.slice(0, 10), to, urgent];
    });
  }
  const people = { people: expect.arrayContaining([MAYA.ref]) };

  it('are IT when somebody asks, the owner of the answer, three days before the end and at it', async () => {
    const { stack, portal } = await setUp();
    await granted(stack, portal);
    const told = await notices(stack);
    const it = expect.objectContaining({ role: 'it' });
    expect(told).toContainEqual(['request.opened', '2026-11-24', it, false]);
    expect(told).toContainEqual([
      'request.decided',
      '2026-11-24',
      people,
      false,
    ]);
    expect(told).toContainEqual([
      'exception.ending',
      '2026-11-28',
      people,
      true,
    ]);
    expect(told).toContainEqual([
      'exception.ended',
      '2026-12-01',
      people,
      false,
    ]);
  });

  it('the owner when it is refused, and when others take it back; no end is told then', async () => {
    const { stack, portal } = await setUp();
    const asked = accepted(await ask(stack, portal));
    accepted(
      await decide(stack, portal, { exceptionId: asked.id, choice: 'reject' }),
    );
    const kinds = async () => (await notices(stack)).map(([kind]) => kind);
    expect(await kinds()).toContain('request.decided');
    const { id } = await granted(stack, portal);
    expect(await kinds()).toContain('exception.ending');
    accepted(
      await revokeException(exceptionDeps(portal)).run(stack.context(SAM), {
        id,
        reason: 'No longer needed',
      }),
    );
    expect(await notices(stack)).toContainEqual([
      'exception.revoked',
      '2026-11-24',
      people,
      true,
    ]);
    expect(await kinds()).not.toContain('exception.ending');
    expect(await kinds()).not.toContain('exception.ended');
  });

  it('the owner when nobody answered in time', async () => {
    const { stack, portal } = await setUp();
    const { id } = accepted(await ask(stack, portal));
    stack.later(7 * DAY);
    await endUnanswered(exceptionDeps(portal))({ exceptionId: id });
    expect(await notices(stack)).toContainEqual([
      'exception.unanswered',
      '2026-12-01',
      people,
      true,
    ]);
  });
});

describe('the ledger', () => {
  it('shows what ends soon to IT, and others their own only', async () => {
    const { stack, portal } = await setUp();
    await granted(stack, portal);
    const list = (actor = IVAN, show: 'active' | 'ending' | 'all' = 'active') =>
      listExceptions(portal.deps).run(stack.context(actor), { show, limit: 5 });
    const seen = async (...asked: Parameters<typeof list>) =>
      accepted(await list(...asked)).items.map(({ standing }) => standing);
    expect(await seen()).toEqual(['active']);
    expect(await seen(IVAN, 'ending')).toEqual([]);
    expect(await seen(MAYA)).toEqual(['active']);
    expect(await seen({ ...MAYA, ref: 'user:default/noah' })).toEqual([]);
    stack.later(5 * DAY);
    expect(await seen(IVAN, 'ending')).toEqual(['active']);
    stack.later(2 * DAY);
    expect(await seen(IVAN, 'ending')).toEqual([]);
    expect(await seen(IVAN)).toEqual([]);
    expect(await seen(IVAN, 'all')).toEqual(['ended']);
  });
});
