import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { createFakePorts, type FakePorts } from '../../flows/testing/fakePorts';

/** The fake world in a file: what was done there outlives the process. */
export function createFilePorts(file: string): FakePorts {
  const ports = createFakePorts();
  const { world } = ports;
  // Before each call: other processes live in the same world.
  const look = () => {
    if (!existsSync(file)) return;
    const kept = deserialize(readFileSync(file));
    for (const name of ['repositories', 'places', 'clients', 'kept'] as const) {
      world[name].clear();
      for (const [key, value] of kept[name]) world[name].set(key, value);
    }
  };
  const keep = () => {
    const { repositories, places, clients, kept: things } = world;
    const next = `${file}.${process.pid}`;
    writeFileSync(
      next,
      serialize({ repositories, places, clients, kept: things }),
    );
    renameSync(next, file);
  };
  const kept = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...given: unknown[]) => {
          look();
          try {
            return await Reflect.apply(value, target, given);
          } finally {
            keep();
          }
        };
      },
    });
  return {
    world,
    repository: kept(ports.repository),
    deployment: kept(ports.deployment),
    oauthClients: kept(ports.oauthClients),
    disposition: {
      async *list(options) {
        look();
        yield* ports.disposition.list(options);
      },
      dispose: kept(ports.disposition).dispose,
    },
  };
}
