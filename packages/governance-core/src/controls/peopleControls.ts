import type { ControlDefinition } from './control';
import {
  CONFIDENTIAL,
  CONFIDENTIAL_WORDS,
  HIGH_RISK,
  REGULATED,
  REGULATED_WORDS,
} from './requirementRules';

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
    neededFor: 'Medium and High risk',
    checked:
      'Nothing runs. The confirmation is kept with the name of the owner and covers exactly the facts that were confirmed.',
    requiredWhen: [
      {
        when: {
          any: [
            HIGH_RISK.when,
            {
              all: [
                { fact: 'band', reaches: 'medium' },
                { fact: 'attestationInMedium', is: true },
              ],
            },
          ],
        },
        because: HIGH_RISK.because,
      },
    ],
    mappings: {
      owaspLcnc: ['LCNC-SEC-03', 'LCNC-SEC-09'],
      owaspCitizen: ['CD-SEC-01', 'CD-SEC-09'],
      nistCsf2: ['GV.RR-02'],
    },
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
    neededFor:
      'High risk, and every app that uses a payment, health or identity service, or one of a kind that nobody told',
    checked:
      'Nothing runs. The reviewer is checked twice: she may not own, have requested, changed or confirmed the app, nor be in its owner’s team when the risk is High.',
    requiredWhen: [
      HIGH_RISK,
      {
        when: {
          fact: 'serviceKinds',
          includesAny: ['payment', 'health', 'identity', 'unknown'],
        },
        because: 'The app uses {service:payment|health|identity|unknown}',
      },
    ],
    mappings: {
      owaspCitizen: ['CD-SEC-01'],
      nistCsf2: ['GV.SC-06', 'ID.IM-02', 'PR.PS-06'],
    },
    evidenceKinds: ['security-review'],
    actor: 'security',
    neverExcepted: 'approval',
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
    neededFor: 'High risk',
    checked: 'Nothing runs. The answers are kept and shown to reviewers.',
    requiredWhen: [HIGH_RISK],
    mappings: {
      owaspLcnc: ['LCNC-SEC-10'],
      owaspCitizen: ['CD-SEC-10'],
      nistCsf2: ['ID.IM-04', 'RS.MA-01'],
    },
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
    neededFor: CONFIDENTIAL_WORDS,
    checked: 'Nothing runs. The answers are kept and shown to reviewers.',
    requiredWhen: CONFIDENTIAL,
    neverExcepted: 'class-floor',
    mappings: {
      owaspLcnc: ['LCNC-SEC-04', 'LCNC-SEC-08'],
      owaspCitizen: ['CD-SEC-04', 'CD-SEC-05'],
      asvs5: ['V12.2.1', 'V12.3.1', 'V14.2.4'],
      nistCsf2: ['PR.DS-01', 'PR.DS-02'],
    },
    evidenceKinds: ['encryption-statement'],
    actor: 'owner',
    source: 'R2',
    ...coversEnvelope,
  },
  {
    id: 'privacy-impact-assessment',
    title: 'Privacy impact assessment',
    statement:
      'What the app means for the people whose data it handles is written down and agreed with the privacy office.',
    why: 'For regulated data the law asks for it before the first use.',
    howToSatisfy:
      'The owner fills in the form, with its examples, and hands it to the privacy office, which accepts it or says what is missing.',
    neededFor: REGULATED_WORDS,
    checked:
      'Nothing runs. It counts from when somebody of the privacy office who has no part in the app has accepted it, and for a year.',
    requiredWhen: REGULATED,
    mappings: { nistCsf2: ['GV.OC-03'] },
    evidenceKinds: ['privacy-impact-assessment'],
    actor: 'owner',
    freshnessDays: 365,
    neverExcepted: 'legal-duty',
    source: 'R7',
    ...coversEnvelope,
  },
  {
    id: 'consent-where-required',
    title: 'Consent where it is required',
    statement:
      'People agree before the app keeps data about them that needs special care, and can take it back as easily.',
    why: 'For health, biometric features, beliefs and children the law asks for more than a notice.',
    howToSatisfy:
      'Keep the consent step of the golden path, and fill in the notice and consent record: its words, how people agree, how they take it back.',
    neededFor:
      'Every app that keeps facts about health, biometric features, beliefs or children',
    checked:
      'Nothing runs. The record is kept and shown to reviewers; it counts for a year.',
    requiredWhen: [
      {
        when: { fact: 'specialData', is: true },
        because: 'The app keeps data that needs special care',
      },
    ],
    mappings: { nistCsf2: ['GV.OC-03'] },
    evidenceKinds: ['notice-and-consent-record'],
    actor: 'owner',
    freshnessDays: 365,
    neverExcepted: 'legal-duty',
    source: 'R7',
    ...coversEnvelope,
  },
];
