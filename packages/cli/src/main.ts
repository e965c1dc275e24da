import { parseArgs } from 'node:util';
import { GATES, type Gate } from '@micro-apps/governance-core';
import { version } from '../package.json';
import { loadPolicy } from './assessment/loadPolicy';
import { assessReport } from './commands/assess';
import { audit } from './commands/audit';
import { checkReport } from './commands/check';
import { explainReport } from './commands/explain';
import { readInputs } from './commands/inputs';
import { policyTest } from './commands/policyTest';
import { HELP } from './help';
import { printProblem, problem, type Read } from './input/problem';
import { readSettings } from './input/readSettings';
import type { Io } from './io';
import { printReport } from './output/print';
import { FORMATS, type Format } from './output/report';

const OPTIONS = {
  gate: { type: 'string', default: 'promote' },
  format: { type: 'string', default: 'text' },
  integrations: { type: 'string', multiple: true },
  settings: { type: 'string' },
  wasm: { type: 'string' },
  head: { type: 'string', multiple: true },
  bundle: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
} as const;

/** The command line after its check. */
interface Asked {
  readonly command: string;
  readonly operands: readonly string[];
  readonly gate: Gate;
  readonly format: Format;
  readonly integrations: readonly string[];
  readonly settings?: string;
  readonly wasm?: string;
  /** Files with heads of the audit log. */
  readonly heads: readonly string[];
  readonly bundle?: string;
}

/**
 * Runs `microapp` with its arguments.
 * @returns the exit code: 0 open, sound or done, 1 closed or broken, 2 bad input
 */
export function main(args: readonly string[], io: Io): number {
  const asked = readArguments(args);
  if (!asked.ok) return fail(io, asked);
  if (typeof asked.value === 'string') {
    io.out(asked.value);
    return 0;
  }
  const done = run(asked.value, io);
  return done.ok ? done.value : fail(io, done);
}

function fail(io: Io, { problems }: Extract<Read<never>, { ok: false }>) {
  for (const each of problems) io.err(`${printProblem(each)}\n`);
  return 2;
}

/** Gives back the text itself where only text was asked for. */
function readArguments(args: readonly string[]): Read<Asked | string> {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
    });
  } catch (error) {
    const [sentence] = String(error instanceof Error ? error.message : error)
      .split('. ')
      .slice(0, 1);
    return problem(`${sentence}. Try microapp --help`);
  }
  const { values, positionals } = parsed;
  const [command, ...operands] = positionals;
  if (values.version) return { ok: true, value: `${version}\n` };
  if (values.help) return { ok: true, value: HELP };
  if (command === undefined) {
    return problem('Say what to do. Try microapp --help');
  }
  const gate = GATES.find(each => each === values.gate);
  const format = FORMATS.find(each => each === values.format);
  if (!gate) {
    return problem(
      `There is no gate ${values.gate}; there are ${GATES.join(', ')}`,
    );
  }
  if (!format) {
    return problem(
      `There is no format ${values.format}; there are ${FORMATS.join(', ')}`,
    );
  }
  const { integrations = [], settings, wasm, head: heads = [] } = values;
  const { bundle } = values;
  return {
    ok: true,
    value: {
      ...{ command, operands, gate, format, integrations, settings, wasm },
      heads,
      bundle,
    },
  };
}

function run(asked: Asked, io: Io): Read<number> {
  const { command, operands, format } = asked;
  switch (command) {
    case 'assess':
    case 'check':
    case 'explain':
      return report({ ...asked, command }, io);
    case 'audit':
      return audit(io, asked);
    case 'policy': {
      const [what, folder, ...others] = operands;
      if (what !== 'test' || others.length > 0) {
        return problem('Write microapp policy test, and one folder at most');
      }
      if (format !== 'text') {
        return problem('The result of policy test is text only');
      }
      const settings = readSettings(asked.settings);
      if (!settings.ok) return settings;
      return policyTest(io, {
        folder,
        wasm: asked.wasm,
        ...settings.value,
      });
    }
    default:
      return problem(`There is no command ${command}. Try microapp --help`);
  }
}

function report(
  asked: Asked & { command: 'assess' | 'check' | 'explain' },
  io: Io,
): Read<number> {
  const { command, operands: files, integrations, format, gate } = asked;
  const inputs = readInputs(io, { files, integrations });
  if (!inputs.ok) return inputs;
  if (command !== 'check') {
    const made = command === 'assess' ? assessReport : explainReport;
    const done = made(inputs.value);
    printReport(io, done, format);
    return { ok: true, value: done.exitCode };
  }
  const settings = readSettings(asked.settings);
  if (!settings.ok) return settings;
  const { settings: numbers, remarks } = settings.value;
  const policy = loadPolicy({ wasm: asked.wasm, settings: numbers });
  if (!policy.ok) return policy;
  const done = checkReport(
    { ...inputs.value, remarks: [...inputs.value.remarks, ...remarks] },
    { gate, policy: policy.value },
  );
  printReport(io, done, format);
  return { ok: true, value: done.exitCode };
}
