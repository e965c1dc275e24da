import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { createDatabase } from '../kernel/database';
import {
  enqueue,
  Outbox,
  type OutboxHandler,
  type OutboxMessage,
} from '../kernel/outbox';
import { useDatabases } from './databases';

/** The only topic of these messages. */
const TOPIC = 'test.told';
/** When each test begins. */
export const START = new Date('2026-11-25T08:00:00.000Z');

/** An outbox of its own for each test, with a clock that the test moves. */
export function useOutbox({ atOnce }: { atOnce: number }) {
  const databases = useDatabases();
  let knex: Knex | undefined;
  const world = {
    get knex(): Knex {
      if (!knex) throw new Error('No test has begun');
      return knex;
    },
    now: START,
    /** Keys of what was done, in that order. */
    done: [] as string[],
    later(seconds: number) {
      world.now = new Date(world.now.getTime() + seconds * 1000);
    },
    async note(message: Partial<OutboxMessage> & { key: string }) {
      await world.knex.transaction(tx =>
        enqueue(tx, { topic: TOPIC, payload: {}, at: world.now, ...message }),
      );
    },
    outbox(
      handle: (key: string) => Promise<void> = async () => {},
      random = 1,
    ) {
      const logger = mockServices.logger.mock();
      const box = new Outbox({
        database: createDatabase(world.knex),
        clock: () => world.now,
        logger,
        random: () => random,
        atOnce,
      });
      const handler: OutboxHandler = async (_payload, { key }) => {
        await handle(key);
        world.done.push(key);
      };
      box.on(TOPIC, handler);
      return Object.assign(box, { logger });
    },
    async rowOf(key: string) {
      return await world
        .knex('micro_apps_outbox')
        .where({ message_key: key })
        .first();
    },
  };
  beforeEach(async () => {
    knex = await databases.init();
    world.now = START;
    world.done = [];
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@micro-apps/plugin-micro-apps-backend',
        'migrations',
      ),
    });
  });
  return world;
}
