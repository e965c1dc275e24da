import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { GATES } from '@micro-apps/governance-core';
import { z } from 'zod';
import { problem, type Problem, type Read } from '../input/problem';
import { readText } from '../io';

const reasons = z.array(z.looseObject({ code: z.string() })).optional();
const expectedSchema = z.looseObject({
  gate: z.enum(GATES).optional(),
  allowed: z.boolean().optional(),
  violations: reasons,
  obligations: reasons,
  observations: reasons,
});

/** One case of a pack. */
export interface PolicyCase {
  /** `promote/ng.public-bucket`. */
  readonly name: string;
  /** Whether its folder says that the gate opens. */
  readonly opens: boolean;
  readonly input: unknown;
  /** What of the decision it lays down; the rest may be anything. */
  readonly expected: z.output<typeof expectedSchema>;
}

/** Reads `<gate>/{ok,ng}.<what>/{input,expected}.json` below a folder. */
export function readCases(folder: string): Read<readonly PolicyCase[]> {
  if (!existsSync(folder)) {
    return problem('There is no such folder', { file: folder });
  }
  const problems: Problem[] = [];
  const cases: PolicyCase[] = [];
  for (const gate of foldersIn(folder)) {
    for (const what of foldersIn(join(folder, gate))) {
      const read = readCase(folder, gate, what);
      if (read.ok) cases.push(read.value);
      else problems.push(...read.problems);
    }
  }
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, value: cases };
}

function readCase(
  folder: string,
  gate: string,
  what: string,
): Read<PolicyCase> {
  const path = join(folder, gate, what);
  const prefix = /^(ok|ng)\../.exec(what)?.[1];
  if (!GATES.some(each => each === gate)) {
    return problem(`Name the folder after a gate: ${GATES.join(', ')}`, {
      file: join(folder, gate),
    });
  }
  if (!prefix) {
    return problem('Name the case ok.<what> or ng.<what>', { file: path });
  }
  const input = readJson(join(path, 'input.json'));
  const expected = readJson(join(path, 'expected.json'));
  if (!input.ok) return input;
  if (!expected.ok) return expected;
  const parsed = expectedSchema.safeParse(expected.value);
  return parsed.success
    ? {
        ok: true,
        value: {
          name: `${gate}/${what}`,
          opens: prefix === 'ok',
          input: input.value,
          expected: parsed.data,
        },
      }
    : problem('This is no decision', { file: join(path, 'expected.json') });
}

function readJson(file: string): Read<unknown> {
  const given = readText(file);
  if (!given.ok) return problem(given.because, { file });
  try {
    return { ok: true, value: JSON.parse(given.text) };
  } catch {
    return problem('This is no JSON', { file });
  }
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
