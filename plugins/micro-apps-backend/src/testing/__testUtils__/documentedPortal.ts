import type { Knex } from 'knex';
import { parse, stringify } from 'yaml';
import { useDatabases } from '../../__testUtils__/databases';
import { createAnswerCheck } from './answers';
import { startPortal, type Caller } from './portal';

/** A running portal, and what its OpenAPI document says of its answers. */
export type DocumentedPortal = Awaited<
  ReturnType<typeof startDocumentedPortal>
>;

/**
 * Starts one portal for all tests of a file, for they build on each other. Call
 * it once, at the top of the file.
 */
export function useDocumentedPortal(): () => DocumentedPortal {
  const databases = useDatabases();
  let documented: DocumentedPortal;
  beforeAll(async () => {
    documented = await startDocumentedPortal(await databases.init());
  }, 60_000);
  afterAll(async () => {
    await documented.portal.stop();
  });
  return () => documented;
}

async function startDocumentedPortal(knex: Knex) {
  const portal = await startPortal(knex);
  const served: unknown = (await portal.maya.send('get', '/openapi.json')).body;
  const check = createAnswerCheck(parse(stringify(served)));
  return {
    portal,
    served,
    check,
    /** Calls an operation by its name and compares the answer with the document. */
    async call(
      caller: Caller,
      id: string,
      options: {
        path?: Record<string, string>;
        query?: string;
        body?: object;
        status?: number;
      } = {},
    ) {
      const { path, method } = check.operation(id);
      const url = path.replace(/\{(\w+)\}/g, (_, name) =>
        encodeURIComponent(options.path?.[name] ?? 'missing'),
      );
      const answer = await caller.send(
        method,
        `${url}${options.query ?? ''}`,
        options.body,
      );
      const { status, body } = answer;
      expect({ id, status, problems: check.problemsOf(id, answer) }).toEqual({
        id,
        status: options.status ?? expect.any(Number),
        problems: [],
      });
      return body;
    },
  };
}

/** Asks until the answer is as wanted, or half a minute has passed. */
export async function until<T>(
  ask: () => Promise<T>,
  done: (answer: T) => boolean,
) {
  for (let tries = 0; tries < 120; tries += 1) {
    const answer = await ask();
    if (done(answer)) return answer;
    await new Promise(wait => setTimeout(wait, 250));
  }
  throw new Error('It did not get ready');
}
