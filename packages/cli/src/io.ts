import { readFileSync, statSync } from 'node:fs';

/** What a command needs of the world; tests pass their own. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  now(): Date;
}

/** Bigger files are no registrations. */
const MAX_BYTES = 1_000_000;

/** What an error code of the file system means to people. */
export const WHY_UNREAD: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file',
  EISDIR: 'This is a folder, not a file',
  EACCES: 'The file may not be read',
};

/** A file's text, or one sentence on why there is none. */
export function readText(
  file: string,
): { ok: true; text: string } | { ok: false; because: string } {
  try {
    const { size } = statSync(file);
    if (size > MAX_BYTES) {
      return { ok: false, because: 'The file is larger than 1 MB' };
    }
    return { ok: true, text: readFileSync(file, 'utf8') };
  } catch (error) {
    const { code = '' }: { code?: string } = Object(error);
    return { ok: false, because: WHY_UNREAD[code] ?? 'It cannot be read' };
  }
}
