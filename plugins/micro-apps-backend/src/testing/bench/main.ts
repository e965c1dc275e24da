/**
 * Measures one backend process on a database: `main.ts <address> <file>`.
 * Appends its rows to the JSON file; `npm run bench` prints them with all others.
 */
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aRegistration } from '@micro-apps/governance-core/testing';
import { MAYA } from '../../__testUtils__/people';
import { connect } from '../process/connect';
import { startProcess } from '../process/startProcess';
import { fill } from './fill';
import {
  clientOf,
  measureLists,
  measureRegistrations,
  type Row,
} from './measure';
import { measurePreview } from './measurePreview';
import { measureSweep } from './measureSweep';

const AMOUNT = {
  apps: Number(process.env.MICRO_APPS_BENCH_APPS ?? 100_000),
  auditEntries: Number(process.env.MICRO_APPS_BENCH_AUDIT ?? 1_000_000),
  requests: 20_000,
  openRequests: 2_000,
};

async function measure(address: string) {
  const isPostgres = address.startsWith('postgres');
  const database = isPostgres ? 'PostgreSQL' : 'SQLite';
  const backend = await startProcess({ address, isMeasured: true });
  const knex = connect(address);
  try {
    // A first round, so that nothing is measured while it is compiled.
    const warm = { url: backend.url, database, clients: 3, each: 200 };
    await measureRegistrations(warm);
    const registrations = await measureRegistrations({
      ...warm,
      clients: 4,
      each: 250,
      goal: isPostgres ? 100 : undefined,
    });
    const send = clientOf(backend.url);
    const name = 'One that is asked about';
    const classification = 'confidential';
    const { id } = await send(MAYA, '/apps', {
      registration: aRegistration({ name, classification }),
    });
    await send(MAYA, `/apps/${id}/requests`, { expectedVersion: 1 });
    const began = performance.now();
    await fill(knex, AMOUNT);
    const seconds = (performance.now() - began) / 1000;
    // SQLite let nothing else happen meanwhile: that the backend has closed its
    // connections is noticed now.
    await new Promise(resolve => setTimeout(resolve, 1_000));
    const filled: Row = {
      what: `${database}: filled for the lists`,
      measured: `${AMOUNT.apps} apps, ${
        AMOUNT.auditEntries
      } audit entries in ${seconds.toFixed(0)} s`,
    };
    return [
      registrations,
      filled,
      ...(await measureLists(backend.url, database)),
      ...(await measureSweep({ backend, knex, database })),
      await measurePreview({ url: backend.url, database }),
    ];
  } finally {
    await knex.destroy();
    await backend.kill();
  }
}

async function main(): Promise<void> {
  const [address, file] = process.argv.slice(2);
  const folder = mkdtempSync(join(tmpdir(), 'micro-apps-bench-'));
  try {
    const rows = await measure(
      address === 'sqlite' ? join(folder, 'bench.sqlite') : address,
    );
    const before: Row[] = existsSync(file)
      ? JSON.parse(readFileSync(file, 'utf8'))
      : [];
    writeFileSync(file, JSON.stringify([...before, ...rows]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch(error => {
  process.stderr.write(`${error} ${error?.cause ?? ''}\n`);
  process.exitCode = 1;
});
