import type { AskExceptionRequest } from '@micro-apps/plugin-micro-apps-common';
import { useDatabases } from '../__testUtils__/databases';
import { recordEvidence } from '../evidence/recordEvidence';
import { listExceptions } from '../exceptions/readExceptions';
import {
  accepted,
  APP,
  auditActions,
  createCompanyRules,
  MAYA,
  type Portal,
  type Stack,
} from './testing';
import {
  ask,
  DAY_MINUTES,
  decide,
  exceptionRows,
  granted,
  inDays,
  IVAN,
  LENA,
  OPEN,
  proofOf,
  setUpOn,
} from './testing/exceptionSteps';

const setUp = setUpOn(useDatabases());

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
    expect(await exceptionRows(stack)).toEqual([]);
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
    expect(await exceptionRows(stack)).toHaveLength(1);
    expect(await stack.knex('micro_apps_requests')).toHaveLength(1);
  });
});

describe('a chain of exceptions', () => {
  it('goes to whoever leads IT from the second on, and ends at 28 days', async () => {
    const { stack, portal } = await setUp();
    await granted(stack, portal, { endsAt: inDays(stack, 14) });
    // On its last day.
    stack.later(13 * DAY_MINUTES);
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
    const [, kept] = await exceptionRows(stack);
    expect(kept).toMatchObject({ renewal: 1, granted_as: 'it-lead' });
    // Another second is one too many, whoever would grant it.
    stack.later(14 * DAY_MINUTES);
    const third = (ms: number) =>
      refusalOf(stack, portal, {
        startsAt: inDays(stack, 1),
        endsAt: inDays(stack, 1, ms),
      });
    expect(await third(1_000)).toMatch(
      /^not-allowed: Exceptions in a row last 28 days at most; with this one it would be 28.01 days/,
    );
    expect(await third(3 * DAY_MINUTES * 60_000)).toMatch(/31 days/);
    expect(await exceptionRows(stack)).toHaveLength(2);
  });

  it('tells of the end of the last one only', async () => {
    const { stack, portal } = await setUp();
    const first = await granted(stack, portal);
    stack.later(6 * DAY_MINUTES);
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
    stack.later(2 * DAY_MINUTES);
    accepted(await decide(stack, portal, { exceptionId: asked.id }));
    const [row] = await exceptionRows(stack);
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
      expect((await exceptionRows(stack))[0].state).toBe('asked');
      expect(await auditActions(stack)).toEqual(before);
    };
    const headers = () =>
      stack.knex('micro_apps_evidence').where({ kind: 'header-scan' });
    await headers().update({ outcome: 'fail' });
    await nothing(/does not count here: it did not pass/);
    await headers().update({ outcome: 'pass' });
    stack.later(7 * DAY_MINUTES);
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
    const rules = createCompanyRules();
    return { ...(await setUp({ policy: rules })), rules };
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
    stack.later(6 * DAY_MINUTES);
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
