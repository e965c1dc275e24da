import { readFileSync } from 'node:fs';
import {
  createEmbeddedPolicy,
  type EmbeddedPolicy,
  type PolicySettings,
} from '@micro-apps/policy-pack';
import { readShippedPolicy } from '@micro-apps/policy-pack/node';
import { problem, type Read } from '../input/problem';

/**
 * Rules that were built into a folder, with the revision that they were given.
 * @param options.folder - `compiled/` of a pack
 */
export function loadCompiled(options: {
  folder: string;
  settings?: PolicySettings;
}): Read<EmbeddedPolicy> {
  const { folder, settings } = options;
  try {
    const compiled = readShippedPolicy({ folder });
    const data = settings && { settings };
    return { ok: true, value: createEmbeddedPolicy({ ...compiled, data }) };
  } catch {
    return problem('There are no usable compiled rules here', { file: folder });
  }
}

/**
 * The rules to ask: the shipped ones, or an organisation's own wasm.
 * @param options.settings - an organisation's numbers and lists
 */
export function loadPolicy(options: {
  wasm?: string;
  settings?: PolicySettings;
}): Read<EmbeddedPolicy> {
  const { wasm: file, settings } = options;
  const data = settings && { settings };
  if (file === undefined) {
    return {
      ok: true,
      value: createEmbeddedPolicy({ ...readShippedPolicy(), data }),
    };
  }
  let wasm: Uint8Array;
  try {
    wasm = readFileSync(file);
  } catch {
    return problem('There is no file with compiled rules here', { file });
  }
  try {
    return {
      ok: true,
      value: createEmbeddedPolicy({ wasm, revision: file, data }),
    };
  } catch {
    return problem(
      'These are no rules that OPA compiled to wasm with the entrypoints of the policy pack',
      { file },
    );
  }
}
