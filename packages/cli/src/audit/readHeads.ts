import type { ChainHead } from '@micro-apps/governance-core';
import { problem, type Read } from '../input/problem';
import { readText } from '../io';

/**
 * Reads heads that were kept: one JSON object, a list of them, or one a line.
 * Fields beside `seq`, `hash` and `chain` are remarks.
 */
export function readHeads(
  files: readonly string[],
): Read<readonly ChainHead[]> {
  const heads: ChainHead[] = [];
  for (const file of files) {
    const given = readText(file);
    if (!given.ok) return problem(given.because, { file });
    const values = parse(given.text);
    if (!values || values.length === 0) {
      return problem('These are no heads: give JSON, one head a line', {
        file,
      });
    }
    for (const value of values) {
      const head = readHead(value);
      if (!head) {
        return problem(
          'A head needs a number "seq" and a "hash" of 64 digits',
          {
            file,
          },
        );
      }
      heads.push(head);
    }
  }
  return { ok: true, value: heads };
}

/** A head in JSON; `undefined` for anything else. */
export function readHead(value: unknown): ChainHead | undefined {
  const { seq, hash, chain }: Record<string, unknown> = Object(value);
  return Number.isSafeInteger(seq) &&
    typeof seq === 'number' &&
    isHash(hash) &&
    (chain === undefined || isHash(chain))
    ? { seq, hash, chain }
    : undefined;
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function parse(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    try {
      const lines = text.split('\n').filter(line => line.trim() !== '');
      return lines.map(line => JSON.parse(line));
    } catch {
      return undefined;
    }
  }
}
