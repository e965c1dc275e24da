import { once } from 'node:events';
import { createServer } from 'node:net';
import { Stop } from './say.mjs';

/** Refuses to start where somebody else listens already. */
export async function requireFreePorts(ports) {
  for (const { port, what } of ports) {
    if (!(await isFree(port))) {
      throw new Stop(
        `Port ${port} is in use, and ${what} needs it. Stop the program that uses it (perhaps an earlier "npm start") and run the command again.`,
      );
    }
  }
}

async function isFree(port) {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
