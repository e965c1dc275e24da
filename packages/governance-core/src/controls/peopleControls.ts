import type { ControlDefinition } from './control';

const coversEnvelope = {
  satisfiedBy: 'evidence',
  boundTo: 'envelope',
  gates: ['promote', 'renew'],
} as const;

/** Controls that a person's word or document proves, for one envelope. */
export const PEOPLE_CONTROLS: readonly ControlDefinition[] = [
  {
    id: 'owner-attestation',
    title: 'Owner confirms data handling',
    statement:
      'The owner confirms what data the app handles, who may use it, and that incidents are answered.',
    why: 'Some things no check can see; the owner knows them.',
    howToSatisfy:
      'The owner opens the app, reads the statements and confirms each of them.',
    evidenceKinds: ['owner-attestation'],
    actor: 'owner',
    source: 'R3',
    ...coversEnvelope,
  },
  {
    id: 'security-review',
    title: 'Security review',
    statement:
      'A security reviewer who has no part in the app has looked at it and found it fit for production.',
    why: 'With regulated or much personal data a mistake hurts many people.',
    howToSatisfy:
      'Ask for approval. A security reviewer looks at the app and writes down the result; answer the questions that come.',
    evidenceKinds: ['security-review'],
    actor: 'security',
    source: 'R3, R6',
    ...coversEnvelope,
  },
  {
    id: 'incident-response-plan',
    title: 'Plan for incidents',
    statement:
      'It is written down who is called, what is done first and who is told when something goes wrong.',
    why: 'The first two hours decide how much harm is done.',
    howToSatisfy: 'The owner answers the questions of the incident plan form.',
    evidenceKinds: ['incident-response-plan'],
    actor: 'owner',
    source: 'R3, R9',
    ...coversEnvelope,
  },
  {
    id: 'encryption-at-rest-and-in-transit',
    title: 'Encrypted storage and transport',
    statement:
      'Data is encrypted where it is stored and on every way it takes.',
    why: 'A lost disk or a tapped line then gives nothing away.',
    howToSatisfy:
      'The owner fills in the encryption form: where data is stored, how it is encrypted there, and how on the way.',
    evidenceKinds: ['encryption-statement'],
    actor: 'owner',
    source: 'R2',
    ...coversEnvelope,
  },
];

/** Controls that nothing can prove yet: apps that need them are held. */
export const WAITING_CONTROLS: readonly ControlDefinition[] = [
  {
    id: 'data-loss-prevention',
    title: 'Data loss prevention',
    statement:
      'A data loss prevention service watches what leaves the app and stops what may not.',
    why: 'Confidential data that has left cannot be called back.',
    howToSatisfy:
      'This cannot be met yet. The app can run in the sandbox; it goes further once your platform team has connected the service.',
    evidenceKinds: ['dlp-report'],
    actor: 'nobody-yet',
    waitsFor: 'a data loss prevention service connected to the portal',
    source: 'R2',
    ...coversEnvelope,
  },
  {
    id: 'pii-scan-ingress-egress',
    title: 'Personal data scan, in and out',
    statement:
      'What comes into the app and what leaves it is searched for personal data that does not belong there.',
    why: 'People paste more into forms than they are asked for.',
    howToSatisfy:
      'This cannot be met yet. The app can run in the sandbox; it goes further once your platform team has connected a scanner.',
    evidenceKinds: [],
    actor: 'nobody-yet',
    waitsFor: 'a personal data scanner at the gateway',
    source: 'R2, R11',
    ...coversEnvelope,
  },
  {
    id: 'privacy-impact-assessment',
    title: 'Privacy impact assessment',
    statement:
      'What the app means for the people whose data it handles is written down and agreed with the privacy office.',
    why: 'For regulated data the law asks for it before the first use.',
    howToSatisfy:
      'This cannot be met in the portal yet. Speak with the privacy office; the app can run in the sandbox meanwhile.',
    evidenceKinds: [],
    actor: 'nobody-yet',
    waitsFor: 'the privacy impact assessment form',
    source: 'R7',
    ...coversEnvelope,
  },
];
