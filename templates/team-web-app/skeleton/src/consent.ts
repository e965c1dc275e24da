import { createHash } from 'node:crypto';
import type { MicroApp } from './microApp.ts';
import type { Consent, RecordStore } from './records.ts';

/**
 * The version of the privacy notice: it changes when the purpose, the data,
 * the window or the access change, and consent is then asked for again.
 */
export function noticeVersion(microApp: MicroApp): string {
  const { purpose, dataTypes, retentionDays, scopes, audience } = microApp;
  const facts = [
    purpose,
    dataTypes.map(type => `${type.category} ${type.volume}`).sort(),
    retentionDays,
    [...scopes].sort(),
    audience,
  ];
  return createHash('sha256')
    .update(JSON.stringify(facts))
    .digest('hex')
    .slice(0, 16);
}

/** Her consent to this version of the notice, if she gave it. */
export function findConsent(options: {
  store: RecordStore;
  subject: string;
  version: string;
}): Consent | undefined {
  return options.store
    .read()
    .consents.find(
      consent =>
        consent.subject === options.subject &&
        consent.noticeVersion === options.version,
    );
}

/** Records her consent with the server's time; repeating it changes nothing. */
export function giveConsent(options: {
  store: RecordStore;
  subject: string;
  version: string;
  now: number;
}): void {
  const { store, subject, version, now } = options;
  if (findConsent(options)) return;
  const given = {
    subject,
    noticeVersion: version,
    givenAt: new Date(now).toISOString(),
  };
  store.write(records => ({
    ...records,
    consents: [
      ...records.consents.filter(consent => consent.subject !== subject),
      given,
    ],
  }));
}

/**
 * Withdraws consent: deletes everything about her, ticks of others on her
 * included. Out: how many records went.
 */
export function withdrawConsent(options: {
  store: RecordStore;
  subject: string;
}): number {
  const { store, subject } = options;
  const before = store.read();
  const entries = before.entries.filter(row => row.ownerSubject !== subject);
  const ticks = before.ticks.filter(
    row => row.subject !== subject && row.personId !== subject,
  );
  const consents = before.consents.filter(row => row.subject !== subject);
  store.write(records => ({ ...records, entries, ticks, consents }));
  return (
    before.entries.length -
    entries.length +
    before.ticks.length -
    ticks.length +
    before.consents.length -
    consents.length
  );
}
