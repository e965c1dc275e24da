import { useDatabases } from '../__testUtils__/databases';
import { endUnanswered } from '../exceptions/endUnanswered';
import { revokeException } from '../exceptions/revokeException';
import { accepted, MAYA, SAM, type Stack } from './testing';
import {
  ask,
  DAY_MINUTES,
  decide,
  exceptionDeps,
  granted,
  setUpOn,
} from './testing/exceptionSteps';

const setUp = setUpOn(useDatabases());

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
    stack.later(7 * DAY_MINUTES);
    await endUnanswered(exceptionDeps(portal))(
      { exceptionId: id },
      { wantedAt: stack.now() },
    );
    expect(await notices(stack)).toContainEqual([
      'exception.unanswered',
      '2026-12-01',
      people,
      true,
    ]);
  });
});
