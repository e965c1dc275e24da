import { parseArgs } from 'node:util';
import { EVIDENCE_KINDS } from '@micro-apps/governance-core';
import type { EvidenceView } from '@micro-apps/plugin-micro-apps-common';
import { problem, printProblem, type Read } from '../input/problem';
import type { Io } from '../io';
import type { TokenSources } from './pipelineToken';
import { runNpm, scanProject, type RunNpm } from './scanProject';
import { submitEvidence, type Submission } from './submitEvidence';

const OPTIONS = {
  app: { type: 'string' },
  kind: { type: 'string' },
  url: { type: 'string' },
  audience: { type: 'string', default: 'micro-apps' },
  'token-file': { type: 'string' },
  output: { type: 'string', default: 'scan-results' },
  format: { type: 'string', default: 'text' },
} as const;

/** What of the world the two commands need. */
export type World = TokenSources & { readonly npm?: RunNpm };

/** True when these arguments are for {@link sendingCommand}. */
export function isSendingCommand([command]: readonly string[]): boolean {
  return command === 'scan' || command === 'evidence';
}

/**
 * Runs `microapp scan` or `microapp evidence submit`.
 * @returns the exit code: 0 clean or counted, 1 something is open, 2 bad
 *   input, refused or not reached
 */
export async function sendingCommand(
  args: readonly string[],
  io: Io,
  world: World,
): Promise<number> {
  const done = await run(args, io, world);
  if (done.ok) return done.value;
  for (const each of done.problems) io.err(`${printProblem(each)}\n`);
  return 2;
}

async function run(
  args: readonly string[],
  io: Io,
  world: World,
): Promise<Read<number>> {
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
  const { format } = values;
  if (format !== 'text' && format !== 'json') {
    return problem(`There is no format ${format} here; there are text, json`);
  }
  if (command === 'scan') {
    const [folder = '.', ...others] = operands;
    if (others.length > 0) return problem('Name one folder at most');
    return scan(io, { folder, output: values.output, format }, world.npm);
  }
  const [what, file, ...others] = operands;
  if (what !== 'submit' || file === undefined || others.length > 0) {
    return problem('Write microapp evidence submit, and one file');
  }
  const submission = submissionOf(file, values);
  if (!submission.ok) return submission;
  const sent = await submitEvidence(submission.value, world);
  return sent.ok ? { ok: true, value: told(io, sent.value, format) } : sent;
}

function scan(
  io: Io,
  options: { folder: string; output: string; format: 'text' | 'json' },
  npm: RunNpm = runNpm,
): Read<number> {
  const scanned = scanProject(options, npm);
  if (!scanned.ok) return scanned;
  const results = scanned.value;
  if (options.format === 'json') {
    io.out(`${JSON.stringify(results, undefined, 2)}\n`);
  } else {
    for (const { kind, summary, file } of results) {
      io.out(`${kind}: ${summary}${file ? ` (${file})` : ''}\n`);
    }
  }
  const clean = results.every(({ outcome }) =>
    ['pass', 'listed'].includes(outcome),
  );
  return { ok: true, value: clean ? 0 : 1 };
}

function submissionOf(
  file: string,
  values: Record<string, string | undefined>,
): Read<Submission> {
  const { app, url, audience = '' } = values;
  const kind = EVIDENCE_KINDS.find(known => known === values.kind);
  if (!app || !url) {
    return problem('Say which app it is for with --app, and where with --url');
  }
  if (!kind) {
    return problem(
      `Say what it proves with --kind: ${EVIDENCE_KINDS.join(', ')}`,
    );
  }
  const tokenFile = values['token-file'];
  return { ok: true, value: { file, app, kind, url, audience, tokenFile } };
}

/** Says what the portal keeps; 0 only for a pass that counts. */
function told(io: Io, view: EvidenceView, format: 'text' | 'json'): number {
  const { id, kind, outcome, summary, setAside, provenance } = view;
  if (format === 'json') io.out(`${JSON.stringify(view, undefined, 2)}\n`);
  else {
    io.out(`${kind}: ${outcome}, ${summary} (${id})\n`);
    if (setAside) io.out(`It does not count. ${setAside.because}\n`);
  }
  const counts = provenance === 'pipeline' && setAside === undefined;
  return counts && outcome === 'pass' ? 0 : 1;
}
