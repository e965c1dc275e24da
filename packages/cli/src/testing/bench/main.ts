import { readFileSync, statSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import {
  CONTROL_CATALOGUE,
  DEFAULT_RISK_MODEL,
} from '@micro-apps/governance-core';
import { DEFAULT_POLICY_SETTINGS } from '@micro-apps/policy-pack';
import {
  policyPackFolder,
  readShippedPolicy,
} from '@micro-apps/policy-pack/node';
import { measureAssessment } from './assessment';
import { measureAudit } from './audit';
import { measureEngines } from './engines';
import { measureEvidence } from './evidence';
import { measureFleet } from './fleet';
import { tableOf, type Row } from './table';

/** What was measured with. */
function sizes(): readonly Row[] {
  const wasm = join(policyPackFolder(), 'compiled', 'policy.wasm');
  return [
    {
      what: 'control catalogue, company rules',
      measured: `${CONTROL_CATALOGUE.length} controls, ${
        Object.keys(DEFAULT_POLICY_SETTINGS.rules).length
      } rules`,
    },
    {
      what: 'compiled rules',
      measured: `${Math.round(statSync(wasm).size / 1000)} kB of wasm`,
    },
  ];
}

/** What the backend's own program measured before (`npm run bench`). */
function backendRows(): readonly Row[] {
  const file = process.env.MICRO_APPS_BENCH_ROWS;
  return file ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

async function main(): Promise<void> {
  const [{ model = 'unknown' } = {}] = cpus();
  process.stdout.write(
    `Node ${
      process.version
    }, ${availableParallelism()} cores (${model.trim()}), load ${loadavg()[0].toFixed(
      1,
    )}, risk model ${DEFAULT_RISK_MODEL.revision}, rules ${
      readShippedPolicy().revision
    }\n\n`,
  );
  const rows = [
    ...sizes(),
    ...measureAssessment(),
    ...(await measureEngines()),
    ...(await measureFleet()),
    ...(await measureEvidence()),
    ...(await measureAudit()),
    ...backendRows(),
  ];
  process.stdout.write(`${tableOf(rows)}\n`);
}

main().catch(error => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});
