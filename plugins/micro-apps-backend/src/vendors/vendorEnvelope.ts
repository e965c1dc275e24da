import { canonicalJson, type VendorFacts } from '@micro-apps/governance-core';
import type { EnvelopeChange } from '@micro-apps/plugin-micro-apps-common';
import { sha256 } from '../audit/appendAuditEntry';

/** The one text of what is asked for, and its SHA-256. */
export function vendorEnvelope(
  name: string,
  facts: VendorFacts,
): { envelope: string; envelopeHash: string } {
  const envelope = canonicalJson({ vendor: name, ...facts });
  return { envelope, envelopeHash: sha256(envelope) };
}

const FIELDS: readonly {
  readonly title: string;
  readonly of: (facts: VendorFacts) => string;
}[] = [
  { title: 'Name', of: ({ title }) => title },
  { title: 'What it deals with', of: ({ kind }) => kind },
  { title: 'What it is wanted for', of: ({ purpose }) => purpose },
  {
    title: 'Data that flows there',
    of: ({ dataClasses }) => dataClasses.join(', '),
  },
  { title: 'Hosts', of: ({ hosts }) => hosts.join(', ') },
  { title: 'Packages', of: ({ sdkPackages }) => sdkPackages.join(', ') },
  { title: 'Website', of: ({ website }) => website ?? '' },
  { title: 'Terms', of: ({ terms }) => terms ?? '' },
];

/** What is asked for, line by line, against what was approved before. */
export function vendorDifferences(
  before: VendorFacts | undefined,
  after: VendorFacts,
): readonly EnvelopeChange[] {
  return FIELDS.map(({ title, of }) => ({
    field: title,
    before: before ? of(before) : 'not known',
    after: of(after),
  })).filter(
    ({ before: was, after: is }) =>
      was !== is && !(was === 'not known' && is === ''),
  );
}
