import type { Portal, Stack } from './stack';

/** Calls of ports on the way to a running copy, and around which side of them. */
export const OVERTAKEN_POINTS = [
  ['deployment', 'get', 'before'],
  ['deployment', 'prepare', 'before'],
  ['deployment', 'prepare', 'after'],
  ['oauthClients', 'register', 'before'],
  ['oauthClients', 'register', 'after'],
  ['deployment', 'deploy', 'before'],
  ['deployment', 'deploy', 'after'],
] as const;
export type OvertakenPoint = readonly [
  port: 'deployment' | 'oauthClients',
  method: string,
  when: 'before' | 'after',
];

/** A portal in which something is done elsewhere, once, around one call of a port. */
export function overtakenBy(
  stack: Stack,
  [port, method, when]: OvertakenPoint,
  work: () => Promise<void>,
): Portal {
  let done = false;
  const deed = async () => {
    if (done) return;
    done = true;
    await work();
  };
  const guarded = <T extends object>(real: T): T =>
    new Proxy(real, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (name !== method || typeof value !== 'function') return value;
        return async (...given: unknown[]) => {
          if (when === 'before') await deed();
          const answer = await Reflect.apply(value, target, given);
          if (when === 'after') await deed();
          return answer;
        };
      },
    });
  const { ports } = stack;
  return stack.portal({
    ports: { ...ports, [port]: guarded<object>(ports[port]) },
  });
}
