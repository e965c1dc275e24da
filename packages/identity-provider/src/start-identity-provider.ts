import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './create-app.ts';
import { createProvider } from './oidc/create-provider.ts';
import { StartupError, type Settings } from './settings.ts';
import { deleteExpired, openDatabase } from './store/database.ts';

const sweepMilliseconds = 10 * 60 * 1000;

/** A provider that answers. */
export interface RunningIdentityProvider {
  issuer: string;
  port: number;
  /** Stops answering, then closes the database. */
  stop(): Promise<void>;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new StartupError(
              `Port ${port} is already in use, so the identity provider cannot start; stop the program that uses it, or set MICRO_APPS_IDP_PORT to a free port.`,
            )
          : error,
      );
    });
    server.listen({ host: '127.0.0.1', port }, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/**
 * Starts the provider on 127.0.0.1. The port comes first: a second start on the
 * same port then changes nothing in the database of the one that runs.
 *
 * @throws StartupError when the port is in use
 */
export async function startIdentityProvider(
  settings: Settings,
): Promise<RunningIdentityProvider> {
  let handle: RequestListener = (_request, response) => {
    response.writeHead(503, { 'retry-after': '1' }).end();
  };
  const server = createServer((request, response) => handle(request, response));
  const port = await listen(server, settings.port);
  try {
    const issuer = settings.issuer ?? `http://localhost:${port}`;
    const database = openDatabase(settings.databaseFile);
    const provider = await createProvider({ settings, issuer, database });
    handle = createApp({ settings, issuer, port, database, provider });
    const sweep = setInterval(() => deleteExpired(database), sweepMilliseconds);
    sweep.unref();
    return {
      issuer,
      port,
      async stop() {
        clearInterval(sweep);
        await close(server);
        database.close();
      },
    };
  } catch (error) {
    await close(server);
    throw error;
  }
}
