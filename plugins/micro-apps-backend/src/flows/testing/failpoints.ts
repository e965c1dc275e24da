import type { Knex } from 'knex';
import type { Database } from '../../kernel/database';

/** What a stopped process does: nothing any more. */
class Stopped extends Error {}

/** Counts the points where a process can end, and ends it at one of them. */
export interface Failpoints {
  /** Name of the point where it ended; `undefined` while it runs. */
  stoppedAt(): string | undefined;
  /** Points before, after, and around each commit. */
  database(knex: Knex): Database;
  /** Points before and after each call (made or not, answered or not). */
  port<T extends object>(name: string, port: T): T;
  /** One more point. */
  point(name: string): void;
}

/**
 * Ends the process at its `stopAt`-th point: after that no port is called, no
 * row is read and nothing is committed.
 *
 * @param end - how it ends; unless told, by an error that lasts. A process of
 * its own kills itself (killedAt.ts).
 */
export function createFailpoints(
  stopAt: number,
  end: (name: string) => void = () => undefined,
): Failpoints {
  let passed = 0;
  let stopped: string | undefined;
  const check = () => {
    if (stopped) throw new Stopped(stopped);
  };
  const point = (name: string) => {
    check();
    passed += 1;
    if (passed === stopAt) {
      stopped = name;
      end(name);
    }
    check();
  };
  return {
    stoppedAt: () => stopped,
    point,
    database(knex) {
      const guarded = new Proxy(knex, {
        apply(target, self, given) {
          check();
          return Reflect.apply(target, self, given);
        },
      });
      return {
        knex: guarded,
        async transaction(work) {
          check();
          const done = await knex.transaction(async tx => {
            const result = await work(tx);
            point('before a commit');
            return result;
          });
          point('after a commit');
          return done;
        },
      };
    },
    port(name, port) {
      return new Proxy(port, {
        get(target, method) {
          const value = Reflect.get(target, method);
          if (typeof value !== 'function') return value;
          return async (...given: unknown[]) => {
            point(`before ${name}.${String(method)}`);
            const result = await Reflect.apply(value, target, given);
            point(`after ${name}.${String(method)}`);
            return result;
          };
        },
      });
    },
  };
}
