import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a PostgreSQL server that a test can disturb. */
export interface DatabaseProxy {
  /** The address through the proxy. */
  readonly address: string;
  /** Ends every connection and lets no new one in. */
  cut(): void;
  /** Lets nothing through any more, and tells nobody. */
  silence(): void;
  /** Lets new connections through again; silent ones stay silent. */
  heal(): void;
  /** Holds everything up by that many milliseconds, each way. */
  delay(milliseconds: number): void;
  /**
   * Ends the connection that commits next after it sent these words, before the
   * answer gets through.
   */
  loseCommitAnswer(words: string): void;
  /** Connections that were made so far. */
  made(): number;
  stop(): Promise<void>;
}

interface Way {
  readonly client: Socket;
  readonly server: Socket;
  silent: boolean;
  marked: boolean;
  committing: boolean;
}

/** Starts a proxy before the server of an address. */
export async function startDatabaseProxy(
  address: string,
): Promise<DatabaseProxy> {
  const target = new URL(address);
  const ways = new Set<Way>();
  let closed = false;
  let silent = false;
  let delayMs = 0;
  let losing: string | undefined;
  let made = 0;
  const proxy = createServer(client => {
    if (closed) {
      client.destroy();
      return;
    }
    made += 1;
    const server = connect(Number(target.port), target.hostname);
    const way: Way = {
      client,
      server,
      silent,
      marked: false,
      committing: false,
    };
    ways.add(way);
    const end = () => {
      ways.delete(way);
      client.destroy();
      server.destroy();
    };
    const pass = (from: Socket, to: Socket, look: (chunk: Buffer) => boolean) =>
      from.on('data', chunk => {
        if (way.silent || !look(chunk)) return;
        if (delayMs === 0) to.write(chunk);
        else setTimeout(() => to.write(chunk), delayMs);
      });
    pass(client, server, chunk => {
      if (losing !== undefined && chunk.includes(losing)) way.marked = true;
      if (way.marked && chunk.includes('COMMIT')) {
        losing = undefined;
        way.committing = true;
      }
      return true;
    });
    pass(server, client, () => {
      // The server has done it; nobody hears of it.
      if (way.committing) end();
      return !way.committing;
    });
    for (const socket of [client, server]) {
      socket.on('error', end);
      socket.on('close', () => {
        if (!way.silent) end();
      });
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const own = proxy.address();
  if (typeof own !== 'object' || own === null) throw new Error('No port');
  const through = new URL(address);
  through.hostname = '127.0.0.1';
  through.port = String(own.port);
  return {
    address: through.href,
    cut() {
      closed = true;
      for (const { client, server } of ways) {
        client.destroy();
        server.destroy();
      }
    },
    silence() {
      silent = true;
      for (const way of ways) way.silent = true;
    },
    heal() {
      closed = false;
      silent = false;
    },
    delay(milliseconds) {
      delayMs = milliseconds;
    },
    loseCommitAnswer(words) {
      losing = words;
    },
    made: () => made,
    async stop() {
      for (const { client, server } of ways) {
        client.destroy();
        server.destroy();
      }
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
