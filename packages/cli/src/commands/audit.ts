import { problem, type Read } from '../input/problem';
import type { Io } from '../io';
import type { Format } from '../output/report';
import { readHeads } from '../audit/readHeads';
import { verifyBundleFile } from '../audit/verifyBundleFile';
import { verifyExport, type Verdict } from '../audit/verifyExport';

/** The part of the command line that is about the audit log. */
export interface AuditAsked {
  readonly operands: readonly string[];
  readonly heads: readonly string[];
  readonly bundle?: string;
  readonly format: Format;
}

/**
 * `microapp audit verify` and `microapp audit head`.
 * @returns exit code: 0 sound, 1 broken
 */
export function audit(io: Io, asked: AuditAsked): Read<number> {
  const { operands, bundle, format } = asked;
  const [what, file, ...others] = operands;
  if (format === 'sarif') {
    return problem('What the audit log says is text or JSON');
  }
  const named = [file, bundle].flatMap(each => each ?? []);
  if (
    (what !== 'verify' && what !== 'head') ||
    (what === 'head' && bundle !== undefined) ||
    named.length !== 1 ||
    others.length > 0
  ) {
    return problem(
      'Write microapp audit verify or microapp audit head, and one file, or verify --bundle and one file',
    );
  }
  const heads = readHeads(asked.heads);
  if (!heads.ok) return heads;
  const known = heads.value;
  const [name] = named;
  const done =
    bundle === undefined
      ? verifyExport(name, { known })
      : verifyBundleFile(name, { known });
  if (!done.ok) return done;
  const verdict = done.value;
  if (what === 'head' && 'report' in verdict) {
    const { chain, seq, hash } = verdict.report;
    io.out(`${JSON.stringify({ chain, seq, hash })}\n`);
  } else if (format === 'json') {
    const sound = 'report' in verdict;
    io.out(`${JSON.stringify({ sound, ...verdict }, undefined, 2)}\n`);
  } else {
    io.out(`${sentences(verdict, known.length).join('\n')}\n`);
  }
  return { ok: true, value: 'report' in verdict ? 0 : 1 };
}

/** The verdict for people. */
function sentences(verdict: Verdict, heads: number): readonly string[] {
  if ('broken' in verdict) {
    const { kind, seq, because } = verdict.broken;
    return [`Broken: ${kind} at entry ${seq}. ${because}`];
  }
  const { seq, hash, chain, erased, withheld, unproven } = verdict.report;
  const remark = (count: number, text: string) =>
    count > 0 ? [`${count.toLocaleString('en')} ${text}`] : [];
  return [
    `Sound: ${seq.toLocaleString('en')} entries of chain ${
      chain?.slice(0, 12) ?? 'without entries'
    }, the last one ${hash}`,
    ...remark(erased, 'names or sentences were erased, each with an entry'),
    ...remark(withheld, 'names or sentences are left out of this file'),
    ...remark(unproven, 'older entries cannot be proven by this file alone'),
    heads === 0
      ? 'No head was given: whether the tail was cut, or all of it calculated anew, cannot be told. Give one with --head'
      : `It holds ${heads === 1 ? 'the head' : `all ${heads} heads`} that ${
          heads === 1 ? 'was' : 'were'
        } given`,
  ];
}
