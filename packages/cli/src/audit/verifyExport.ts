import {
  createChainVerifier,
  readAuditRow,
  type AuditRow,
  type ChainBreak,
  type ChainHead,
  type ChainReport,
  type UnreadableRow,
} from '@micro-apps/governance-core';
import { hash } from 'node:crypto';
import { problem, type Read } from '../input/problem';
import { readLines } from '../input/readLines';
import { readHead } from './readHeads';

/** What following an export showed. */
export type Verdict =
  | { readonly broken: ChainBreak }
  | { readonly report: ChainReport };

/** The hash of the chain. */
export function sha256(text: string): string {
  return hash('sha256', text);
}

/**
 * Follows an export of `GET /v1/audit/export`, a line in memory at a time.
 *
 * @param options.known - heads that were kept elsewhere; the one in the first
 *   line of the file shows only whether the file is whole
 */
export function verifyExport(
  file: string,
  { known }: { known: readonly ChainHead[] },
): Read<Verdict> {
  const read = readLines(file);
  if (!read.ok) return read;
  const lines = read.value;
  let verifier: ReturnType<typeof createChainVerifier> | undefined;
  let place = 0;
  try {
    for (const line of lines) {
      if (!verifier) {
        const first = readFirst(line);
        if (!first) {
          return problem(
            'This is no export of the audit log: its first line is another one',
            { file, line: 1 },
          );
        }
        verifier = createChainVerifier({
          sha256,
          known: [...known, first.head],
          allowWithheld: first.people === 'withheld',
        });
      } else if (line !== '') {
        place += 1;
        const row = readRow(line, place);
        // Half a line at the end is where a file was cut off.
        const isCut = 'unreadable' in row && lines.endedInside;
        if (!isCut && !verifier.add(row)) break;
      }
    }
  } catch (error) {
    return problem(String(error instanceof Error ? error.message : error), {
      file,
    });
  }
  return verifier
    ? { ok: true, value: verifier.finish() }
    : problem('The file is empty', { file });
}

function readFirst(
  line: string,
): { head: ChainHead; people: unknown } | undefined {
  const { format, head, people }: Record<string, unknown> = Object(json(line));
  const known = readHead(head);
  return format === 'micro-apps-audit-1' && known
    ? { head: known, people }
    : undefined;
}

function readRow(line: string, place: number): AuditRow | UnreadableRow {
  const value = json(line);
  const row = readAuditRow(value);
  if (row) return row;
  const { seq }: Record<string, unknown> = Object(value);
  return {
    seq: typeof seq === 'number' ? seq : place,
    unreadable: true,
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
