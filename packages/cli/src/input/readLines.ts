import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { WHY_UNREAD } from '../io';
import { problem, type Read } from './problem';

const CHUNK = 1 << 20;
/** No entry is longer; a file without line ends is no export. */
const MAX_LINE = 8 * CHUNK;
const STANDARD_INPUT = 0;
const RETRY_MS = 20;

/** Lines of a file of any length, one in memory at a time. */
export interface Lines extends Iterable<string> {
  /** True once the last line was read and had no line end. */
  readonly endedInside: boolean;
}

/**
 * Opens a file, or the standard input for `-`.
 * @throws RangeError while lines are read: one is longer than 8 MB
 */
export function readLines(file: string): Read<Lines> {
  let descriptor: number;
  try {
    descriptor = file === '-' ? STANDARD_INPUT : openSync(file, 'r');
    if (fstatSync(descriptor).isDirectory()) {
      if (file !== '-') closeSync(descriptor);
      return problem(WHY_UNREAD.EISDIR, { file });
    }
  } catch (error) {
    return problem(because(error), { file });
  }
  let endedInside = false;
  return {
    ok: true,
    value: {
      get endedInside() {
        return endedInside;
      },
      *[Symbol.iterator]() {
        const buffer = Buffer.alloc(CHUNK);
        const decoder = new StringDecoder('utf8');
        let rest = '';
        try {
          for (;;) {
            const length = readSome(descriptor, buffer);
            if (length === 0) break;
            const pieces = (
              rest + decoder.write(buffer.subarray(0, length))
            ).split('\n');
            rest = pieces.pop() ?? '';
            if (rest.length > MAX_LINE) {
              throw new RangeError('A line is longer than 8 MB');
            }
            yield* pieces;
          }
        } finally {
          if (descriptor !== STANDARD_INPUT) closeSync(descriptor);
        }
        rest += decoder.end();
        if (rest.length > 0) {
          endedInside = true;
          yield rest;
        }
      },
    },
  };
}

/** Waits where a pipe has nothing yet. */
function readSome(descriptor: number, buffer: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, buffer, 0, buffer.length, null);
    } catch (error) {
      if (codeOf(error) === 'EOF') return 0;
      if (codeOf(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}

function because(error: unknown): string {
  return WHY_UNREAD[codeOf(error)] ?? 'It cannot be read';
}

function codeOf(error: unknown): string {
  const { code = '' }: { code?: string } = Object(error);
  return code;
}
