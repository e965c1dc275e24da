import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { useDatabases } from '../__testUtils__/databases';
import { createDatabase } from '../kernel/database';
import { Outbox } from '../kernel/outbox';
import { appendAuditEntry } from './appendAuditEntry';
import { mirrorAudit } from './mirrorAudit';

const databases = useDatabases();
const at = new Date('2026-11-24T10:00:00.000Z');

async function setUp(mirrorPeople = false) {
  const knex = await databases.init();
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@micro-apps/plugin-micro-apps-backend',
      'migrations',
    ),
  });
  const database = createDatabase(knex);
  const outbox = new Outbox({
    database,
    clock: () => at,
    logger: mockServices.logger.mock(),
  });
  const success = jest.fn(async () => undefined);
  const fail = jest.fn(async () => undefined);
  const createEvent = jest.fn(async () => ({ success, fail }));
  const settings = {
    audit: { auditors: [], auditorsSeePeople: false, mirrorPeople },
  };
  mirrorAudit({ database, outbox, settings }, { createEvent });
  const append = (action: string) =>
    database.transaction(tx =>
      appendAuditEntry(tx, {
        at,
        actor: { ref: 'user:default/maya', subject: 'sub-maya', direct: false },
        action,
        appId: 'where2eat',
        summary: 'Maya changed it',
        details: { version: 2 },
        personal: { reason: 'She had to' },
      }),
    );
  return { database, outbox, createEvent, success, fail, append };
}

describe('the portal’s auditor', () => {
  it('hears of every entry once it is committed, in order, and of facts only', async () => {
    const { outbox, createEvent, success, append } = await setUp();
    await append('app.changed');
    await append('request.opened');
    expect(createEvent).not.toHaveBeenCalled();
    await outbox.drain();
    expect(createEvent.mock.calls).toEqual([
      [
        {
          eventId: 'app-changed',
          severityLevel: 'medium',
          meta: {
            seq: 1,
            at: at.toISOString(),
            hash: expect.stringMatching(/^[0-9a-f]{64}$/),
            person: expect.any(String),
            onBehalf: 'template-or-tool',
            appId: 'where2eat',
            details: { version: 2 },
          },
        },
      ],
      [expect.objectContaining({ eventId: 'request-opened' })],
    ]);
    expect(success).toHaveBeenCalledTimes(2);
    await outbox.drain();
    expect(createEvent).toHaveBeenCalledTimes(2);
  });

  it('hears the same of an entry whose message has no facts with it', async () => {
    const { database, outbox, createEvent, append } = await setUp();
    await append('app.changed');
    await outbox.drain();
    await append('app.changed');
    await database
      .knex('micro_apps_outbox')
      .where({ state: 'waiting' })
      .update({ payload: JSON.stringify({ seq: 2 }) });
    await outbox.drain();
    const [[one], [two]] = createEvent.mock.calls as unknown as {
      meta: object;
    }[][];
    expect(Object.keys(two.meta).sort()).toEqual(Object.keys(one.meta).sort());
    expect(two).toMatchObject({ eventId: 'app-changed', meta: { seq: 2 } });
  });

  it('hears of a refused decision as of something that failed', async () => {
    const { outbox, success, fail, append } = await setUp();
    await append('decision.refused');
    await outbox.drain();
    expect(success).not.toHaveBeenCalled();
    expect(fail.mock.calls).toEqual([
      [{ error: new Error('decision.refused') }],
    ]);
  });

  it('hears nothing of what was rolled back', async () => {
    const { database, outbox, createEvent } = await setUp();
    await expect(
      database.transaction(async tx => {
        await appendAuditEntry(tx, {
          at,
          actor: { ref: 'user:default/maya', direct: true },
          action: 'app.changed',
          summary: 'Never happened',
        });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await outbox.drain();
    expect(createEvent).not.toHaveBeenCalled();
  });

  it('hears who acted only where the settings say so, and never what was said', async () => {
    const { outbox, createEvent, append } = await setUp(true);
    await append('app.changed');
    await outbox.drain();
    const told = JSON.stringify(createEvent.mock.calls);
    expect(told).toContain('user:default/maya');
    expect(told).not.toMatch(/had to|changed it|sub-maya/);
  });

  it('is told again of what it could not take', async () => {
    const { outbox, createEvent, append, database } = await setUp();
    createEvent.mockRejectedValueOnce(new Error('The log is full'));
    await append('app.changed');
    await outbox.drain();
    await database
      .knex('micro_apps_outbox')
      .update({ due_at: at.toISOString() });
    await outbox.drain();
    expect(createEvent).toHaveBeenCalledTimes(2);
  });
});
