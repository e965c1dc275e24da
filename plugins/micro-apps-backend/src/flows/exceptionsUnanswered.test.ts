import { useDatabases } from '../__testUtils__/databases';
import { endUnanswered } from '../exceptions/endUnanswered';
import { TooEarly } from '../kernel/outbox';
import { accepted, auditActions } from './testing';
import {
  ask,
  DAY_MINUTES,
  exceptionDeps,
  exceptionRows,
  granted,
  setUpOn,
} from './testing/exceptionSteps';

const setUp = setUpOn(useDatabases());

describe('what nobody answers', () => {
  it('leaves the queue when the time that was asked for is over', async () => {
    const { stack, portal } = await setUp();
    const asked = accepted(await ask(stack, portal));
    const run = () =>
      endUnanswered(exceptionDeps(portal))(
        { exceptionId: asked.id },
        { wantedAt: stack.now() },
      );
    stack.later(7 * DAY_MINUTES - 1);
    await run();
    expect((await exceptionRows(stack))[0].state).toBe('asked');
    stack.later(1);
    await run();
    await run();
    expect((await exceptionRows(stack))[0].state).toBe('void');
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
    stack.later(8 * DAY_MINUTES);
    await endUnanswered(exceptionDeps(portal))(
      { exceptionId: id },
      { wantedAt: stack.now() },
    );
    expect((await exceptionRows(stack))[0].state).toBe('granted');
  });

  it('is not forgotten by a clock that is set back while it is worked on (B6)', async () => {
    const { stack, portal } = await setUp();
    const { id, endsAt } = accepted(await ask(stack, portal));
    const end = () =>
      endUnanswered(exceptionDeps(portal))(
        { exceptionId: id },
        { wantedAt: new Date(endsAt) },
      );
    await expect(end()).rejects.toThrow(TooEarly);
    expect((await exceptionRows(stack))[0].state).toBe('asked');
    stack.later(7 * DAY_MINUTES);
    await end();
    expect((await exceptionRows(stack))[0].state).toBe('void');
  });
});
