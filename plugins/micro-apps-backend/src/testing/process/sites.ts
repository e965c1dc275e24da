import { randomBytes } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import request from 'supertest';
import type { Caller, PortalFace } from '../../__testUtils__/portal';
import { createFilePorts } from './filePorts';
import { startBareBackend } from './bareBackend';
import { connect } from './connect';
import { startProcess, type BackendProcess } from './startProcess';

const SERVER = process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
const BASE = '/api/micro-apps/v1';

/** A database and a world that outlive every process, and can be copied. */
export interface Site {
  readonly address: string;
  readonly world: string;
  /** The same again; nobody may be at work here meanwhile. */
  copy(): Promise<Site>;
  /** Before the end of the file, where there are very many. */
  remove(): Promise<void>;
}

/** A portal on a site, and how to leave it. */
export interface SitePortal extends PortalFace {
  readonly process?: BackendProcess;
  leave(): Promise<void>;
}

/**
 * Databases of the kind that the run is for (`npm run test:postgres`), each with
 * a world of its own. Call it once, at the top of the file.
 */
export function useSites(): () => Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'micro-apps-sites-'));
  const databases = new Set<string>();
  async function drop(name: string) {
    await asAdmin(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    databases.delete(name);
  }
  afterAll(async () => {
    for (const name of [...databases]) await drop(name);
    rmSync(folder, { recursive: true, force: true });
  });
  async function make(from?: { database: string; world: string }) {
    const id = `site_${randomBytes(8).toString('hex')}`;
    const world = join(folder, `${id}.world`);
    if (from && existsSync(from.world)) cpSync(from.world, world);
    let database = join(folder, `${id}.sqlite`);
    if (SERVER) {
      database = id;
      databases.add(id);
      await asAdmin(
        `CREATE DATABASE "${id}" TEMPLATE "${from?.database ?? 'template0'}"`,
      );
    } else if (from) {
      copyFileSync(from.database, database);
    }
    const site: Site = {
      address: SERVER ? addressOf(SERVER, database) : database,
      world,
      copy: () => make({ database, world }),
      async remove() {
        if (SERVER) await drop(database);
        else rmSync(database, { force: true });
        rmSync(world, { force: true, recursive: true });
      },
    };
    return site;
  }
  return () => make();
}

function addressOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function asAdmin(statement: string): Promise<void> {
  if (!SERVER) return;
  const admin = connect(SERVER);
  try {
    await admin.raw(statement);
  } finally {
    await admin.destroy();
  }
}

/** The portal in this very process. */
export async function portalHere(
  site: Site,
  options?: Parameters<typeof connect>[1],
): Promise<SitePortal> {
  const knex = connect(site.address, options);
  const ports = createFilePorts(site.world);
  const backend = await startBareBackend({ knex, ports });
  return {
    knex,
    as: callersAt(backend.url),
    async leave() {
      await backend.stop();
      await knex.destroy();
    },
  };
}

/** The portal in a process of its own; this one only looks at the database. */
export async function portalElsewhere(
  site: Site,
  microApps?: JsonObject,
): Promise<SitePortal & { readonly process: BackendProcess }> {
  const started = await startProcess({ ...site, microApps });
  const knex = connect(site.address);
  return {
    knex,
    process: started,
    as: callersAt(started.url),
    async leave() {
      await started.kill();
      await knex.destroy();
    },
  };
}

/** People who are signed in at an address. */
export function callersAt(url: string): (ref: string) => Caller {
  return ref => {
    const send = (method: 'get' | 'post' | 'put', path: string) =>
      request(url)
        [method](`${BASE}${path}`)
        .set('authorization', `Bearer ${ref}`);
    return {
      get: path => send('get', path),
      post: (path, body = {}) => send('post', path).type('json').send(body),
      put: (path, body = {}) => send('put', path).type('json').send(body),
      raw: path => send('post', path),
    };
  };
}
