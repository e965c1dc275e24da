import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PolicySettings } from '@micro-apps/policy-pack';
import { policyPackFolder } from '@micro-apps/policy-pack/node';
import { loadCompiled, loadPolicy } from '../assessment/loadPolicy';
import { problem, type Read } from '../input/problem';
import type { Io } from '../io';
import { readCases } from '../policyTest/readCases';
import { runCase } from '../policyTest/runCase';

/**
 * Runs the cases of a pack on the embedded engine and prints each failure.
 * @param options.folder - holds `cases/` and maybe `compiled/`, without which
 *   the shipped rules are asked; the shipped pack unless told
 * @returns the exit code
 */
export function policyTest(
  io: Io,
  options: {
    folder?: string;
    wasm?: string;
    settings?: PolicySettings;
    remarks: readonly string[];
  },
): Read<0 | 1> {
  const { folder = policyPackFolder(), wasm, settings } = options;
  const compiled = join(folder, 'compiled');
  const policy =
    wasm === undefined && existsSync(compiled)
      ? loadCompiled({ folder: compiled, settings })
      : loadPolicy({ wasm, settings });
  if (!policy.ok) return policy;
  const cases = readCases(join(folder, 'cases'));
  if (!cases.ok) return cases;
  if (cases.value.length === 0) {
    return problem('There are no cases here', { file: join(folder, 'cases') });
  }
  let failed = 0;
  for (const each of cases.value) {
    const differences = runCase(each, policy.value);
    if (differences.length > 0) failed += 1;
    for (const difference of differences) {
      io.out(`✗ ${each.name}: ${difference}\n`);
    }
  }
  for (const remark of options.remarks) io.out(`${remark}\n`);
  io.out(`Company rules ${policy.value.revision}\n`);
  io.out(`${cases.value.length - failed} passed, ${failed} failed\n`);
  return { ok: true, value: failed > 0 ? 1 : 0 };
}
