import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestHandler } from 'express';
import type { Knex } from 'knex';
import { createFailpoints } from '../../flows/testing/failpoints';

/** Where a process can be killed, and where it will be. */
export interface KillPoints {
  /** Goes first in HTTP: what follows belongs to a command. */
  readonly before: RequestHandler;
  /** Each statement that a command sends to this database is a point. */
  watch(knex: Knex): void;
  /** Each call of this port by a command is two points. */
  port<T extends object>(name: string, port: T): T;
  /** Names of the points that commands passed so far. */
  passed(): readonly string[];
  /** From now on the process kills itself at this point, counted from 1. */
  arm(stopAt: number, onKill: (name: string) => void): void;
}

/**
 * Points before each statement, and after a commit was sent and not answered.
 * Only what a request leads to counts: work by the clock has no fixed place.
 */
export function createKillPoints(): KillPoints {
  const ofCommand = new AsyncLocalStorage<true>();
  let failpoints = createFailpoints(Infinity);
  const passed: string[] = [];
  const point = (name: string) => {
    if (!ofCommand.getStore()) return;
    passed.push(name);
    failpoints.point(name);
  };
  return {
    before: (_req, _res, next) => ofCommand.run(true, () => next()),
    watch(knex) {
      knex.on('query', ({ sql }: { sql: string }) => {
        const name = statementOf(sql);
        point(`before ${name}`);
        // By then the statement is on its way and has no answer yet.
        if (name === 'COMMIT') {
          setImmediate(() => point('after COMMIT was sent'));
        }
      });
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
    passed: () => passed,
    arm(stopAt, onKill) {
      failpoints = createFailpoints(stopAt, name => {
        onKill(name);
        process.kill(process.pid, 'SIGKILL');
      });
    },
  };
}

/** `insert micro_apps_audit`, `COMMIT`: enough to find the place again. */
function statementOf(sql: string): string {
  const [, verb = sql] = /^(\w+)/.exec(sql) ?? [];
  const [, table] = /(?:into|from|update)\s+["`](\w+)["`]/.exec(sql) ?? [];
  return table ? `${verb} ${table}` : verb;
}
