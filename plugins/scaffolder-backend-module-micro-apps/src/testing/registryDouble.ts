import { MicroAppsClient } from '@micro-apps/plugin-micro-apps-common';
import type { Connect } from '../registryAs';

/** One call that reached the registry. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
}

/**
 * The registry's own client over a fetch that answers from `answers`, in
 * order; the last answer repeats.
 */
export function registryDouble(
  answers: readonly { status?: number; body: unknown }[],
): { connect: Connect; calls: Call[] } {
  const calls: Call[] = [];
  const client = new MicroAppsClient({
    discoveryApi: { getBaseUrl: async () => 'http://registry' },
    fetchApi: {
      fetch: async (input, init) => {
        calls.push({
          method: init?.method ?? 'GET',
          path: new URL(String(input)).pathname,
          body: init?.body ? JSON.parse(String(init.body)) : {},
        });
        const answer = answers[Math.min(calls.length, answers.length) - 1];
        return new Response(JSON.stringify(answer.body), {
          status: answer.status ?? 200,
        });
      },
    },
  });
  return { connect: () => client, calls };
}
