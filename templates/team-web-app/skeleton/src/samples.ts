import { SAMPLE_SUBJECT } from './records.ts';
import type { RecordStore } from './records.ts';

const SAMPLES = [
  {
    title: 'Sample: walking meeting round the invented lake',
    note: 'An invented entry, to show what the list looks like.',
    rating: 4,
  },
  {
    title: 'Sample: the Imaginary Corner',
    note: 'Nobody has ever been there. Add an entry of your own.',
    rating: 5,
  },
  {
    title: 'Sample: quiet Tuesday',
    note: 'Invented too. Sample entries never reach beta.',
    rating: 3,
  },
];

/**
 * Puts obviously invented entries into an empty sandbox, and takes them out
 * everywhere else.
 */
export function prepareSamples(options: {
  store: RecordStore;
  environment: 'sandbox' | 'beta' | 'scan';
  now: number;
}): void {
  const { store, environment, now } = options;
  const own = store
    .read()
    .entries.filter(entry => entry.ownerSubject !== SAMPLE_SUBJECT);
  if (environment === 'beta') {
    if (own.length < store.read().entries.length) {
      store.write(records => ({ ...records, entries: own }));
    }
    return;
  }
  if (store.read().entries.length > 0) return;
  const receivedAt = new Date(now).toISOString();
  const samples = SAMPLES.map((sample, index) => ({
    ...sample,
    id: `sample-${index + 1}`,
    ownerSubject: SAMPLE_SUBJECT,
    receivedAt,
  }));
  store.write(records => ({ ...records, entries: samples }));
}
