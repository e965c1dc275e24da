import { appendFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { LogLine } from '@micro-apps/plugin-micro-apps-node';

/** One of two files; the older is dropped when the newer is full. */
const MAX_BYTES = 1024 * 1024;
const MAX_LINE = 4000;

/** Adds lines; together both files never hold more than about 2 MB. */
export function appendLog(file: string, text: string, at: Date): void {
  const lines = text
    .split('\n')
    .filter(Boolean)
    .map(line => `${at.toISOString()} ${line.slice(0, MAX_LINE)}\n`);
  for (const line of lines) {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size + line.length > MAX_BYTES) {
      rmSync(`${file}.1`, { force: true });
      renameSync(file, `${file}.1`);
    }
    appendFileSync(file, line, { mode: 0o600 });
  }
}

/** The newest `limit` lines, oldest first. */
export async function readLog(file: string, limit: number): Promise<LogLine[]> {
  const parts = await Promise.all(
    [`${file}.1`, file].map(name => readFile(name, 'utf8').catch(() => '')),
  );
  if (limit < 1) return [];
  return parts
    .join('')
    .split('\n')
    .filter(Boolean)
    .slice(-limit)
    .map(line => ({ at: line.slice(0, 24), text: line.slice(25) }));
}
