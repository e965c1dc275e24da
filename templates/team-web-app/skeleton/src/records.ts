import { randomBytes, randomUUID } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const instant = z.iso.datetime();

const entrySchema = z.object({
  id: z.string(),
  ownerSubject: z.string(),
  title: z.string(),
  note: z.string(),
  rating: z.number().int().min(1).max(5),
  receivedAt: instant,
});

const tickSchema = z.object({
  subject: z.string(),
  personId: z.string(),
  receivedAt: instant,
});

const consentSchema = z.object({
  subject: z.string(),
  noticeVersion: z.string(),
  givenAt: instant,
});

const recordsSchema = z.object({
  version: z.literal(1),
  logKey: z.string().min(32),
  entries: z.array(entrySchema),
  ticks: z.array(tickSchema),
  consents: z.array(consentSchema),
});

/** One line of the shared list; the person is kept by id only, never by name. */
export type Entry = z.infer<typeof entrySchema>;
/** "She ticked this colleague", both by id only. */
export type Tick = z.infer<typeof tickSchema>;
/** When a person agreed, and to which version of the notice. */
export type Consent = z.infer<typeof consentSchema>;
/** Everything the app stores. `receivedAt` is always the server's time. */
export type Records = z.infer<typeof recordsSchema>;

/** Owner of the invented entries in a sandbox. */
export const SAMPLE_SUBJECT = 'sample';

/** The records on disk. */
export type RecordStore = {
  read(): Readonly<Records>;
  /** Replaces the records: the whole file, or (when it throws) nothing. */
  write(change: (records: Records) => Records): void;
};

function load(file: string): Records | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw new Error('The app cannot start: its data file cannot be read.');
  }
  try {
    return recordsSchema.parse(JSON.parse(text));
  } catch {
    // Starting with empty data would overwrite what can still be rescued.
    throw new Error(
      'The app cannot start: its data file is damaged. Put a good copy of records.json into DATA_DIR, or remove it to start empty.',
    );
  }
}

function save(file: string, records: Records): void {
  const draft = `${file}.${randomUUID()}.tmp`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(handle, JSON.stringify(records));
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}

/**
 * Opens `records.json` in a folder, or starts it.
 * Throws an Error with one sentence when it is damaged or not writable.
 */
export function openRecords(folder: string): RecordStore {
  const file = join(folder, 'records.json');
  mkdirSync(folder, { recursive: true });
  let records = load(file);
  if (records === undefined) {
    const logKey = randomBytes(32).toString('base64url');
    records = { version: 1, logKey, entries: [], ticks: [], consents: [] };
    save(file, records);
  }
  let current: Records = records;
  return {
    read: () => current,
    write(change) {
      const next = change(current);
      save(file, next);
      current = next;
    },
  };
}
