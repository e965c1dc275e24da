import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { causeOf } from '../../kernel/database';
import { connect } from '../process/connect';
import { fillDatabase, type Sizes } from './fillDatabase';
import { measureRegistry } from './measureRegistry';

/**
 * Measures on an empty PostgreSQL database whose address is given, or on a
 * SQLite file that goes away afterwards; tells whoever started it the rows of
 * its table.
 */
async function main([address, ...numbers]: readonly string[]): Promise<void> {
  const [apps = 100_000, auditRows = 1_000_000, requests = 2_000] =
    numbers.map(Number);
  const sizes: Sizes = { apps, auditRows, requests };
  const folder = mkdtempSync(join(tmpdir(), 'micro-apps-bench-'));
  const file = address === 'sqlite' ? join(folder, 'bench.sqlite') : address;
  const knex = connect(file);
  try {
    const began = performance.now();
    await fillDatabase(knex, sizes);
    const seconds = Math.round((performance.now() - began) / 1_000);
    const database = address === 'sqlite' ? 'SQLite' : 'PostgreSQL';
    const rows = [
      { what: 'database filled', measured: `${seconds} s` },
      ...(await measureRegistry(knex, sizes)),
    ].map(row => ({ ...row, what: `${database}: ${row.what}` }));
    if (process.send) process.send(rows);
    else process.stdout.write(`${JSON.stringify(rows, undefined, 1)}\n`);
  } finally {
    await knex.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${causeOf(error)}\n`);
  process.exitCode = 1;
});
