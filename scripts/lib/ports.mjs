import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Stop } from './say.mjs';

/**
 * Refuses to start where somebody else listens already: a second backend would
 * not end by itself, and the first would go on answering.
 */
export async function requireFreePorts(ports) {
  for (const { port, what } of ports) {
    if (!(await isFree(port))) {
      throw new Stop(
        `Port ${port} is in use, and ${what} needs it. Stop the program that uses it (perhaps an earlier "npm start") and run the command again.`,
      );
    }
  }
}

/** Whether nothing answers on a port of this computer and it can be taken. */
export async function isFree(port) {
  // macOS lets a program listen beside one that took every address.
  return !(await answers(port)) && (await canListen(port));
}

function answers(port) {
  return new Promise(resolve => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 1_000 });
    const end = result => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

async function canListen(port) {
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
