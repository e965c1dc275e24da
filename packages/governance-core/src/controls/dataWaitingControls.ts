import type { ControlDefinition } from './control';
import { nobodyYet, NOTHING_YET } from './nobodyYet';
import {
  CONFIDENTIAL,
  CONFIDENTIAL_WORDS,
  PUBLIC_AUDIENCE,
  REGULATED,
  REGULATED_WORDS,
} from './requirementRules';

/** Controls on data and code that nothing can prove yet. */
export const DATA_WAITING_CONTROLS: readonly ControlDefinition[] = [
  {
    id: 'data-loss-prevention',
    title: 'Data loss prevention',
    statement:
      'A data loss prevention service watches what leaves the app and stops what may not.',
    why: 'Confidential data that has left cannot be called back.',
    howToSatisfy:
      'This cannot be met yet. The app can run in the sandbox; it goes further once your platform team has connected the service.',
    neededFor: CONFIDENTIAL_WORDS,
    checked: NOTHING_YET,
    requiredWhen: CONFIDENTIAL,
    mappings: {
      owaspLcnc: ['LCNC-SEC-03', 'LCNC-SEC-08'],
      owaspCitizen: ['CD-SEC-04'],
      asvs5: ['V14.2.3'],
      nistCsf2: ['PR.DS-02', 'PR.DS-10'],
    },
    evidenceKinds: ['dlp-report'],
    waitsFor: 'a data loss prevention service connected to the portal',
    source: 'R2',
    ...nobodyYet,
    neverExcepted: 'class-floor',
  },
  {
    id: 'pii-scan-ingress-egress',
    title: 'Personal data scan, in and out',
    statement:
      'What comes into the app and what leaves it is searched for personal data that does not belong there.',
    why: 'People paste more into forms than they are asked for.',
    howToSatisfy:
      'This cannot be met yet. The app can run in the sandbox; it goes further once your platform team has connected a scanner.',
    neededFor: CONFIDENTIAL_WORDS,
    checked: NOTHING_YET,
    requiredWhen: CONFIDENTIAL,
    mappings: {
      owaspLcnc: ['LCNC-SEC-03', 'LCNC-SEC-08'],
      owaspCitizen: ['CD-SEC-04'],
      nistCsf2: ['PR.DS-10'],
    },
    evidenceKinds: ['pii-scan-report'],
    waitsFor: 'a personal data scanner at the gateway',
    source: 'R2, R11',
    ...nobodyYet,
    neverExcepted: 'class-floor',
  },
  {
    id: 'key-custody',
    title: 'Keys kept apart',
    statement:
      'The keys that encrypt the data are kept apart from it, in a place that the makers of the app cannot read.',
    why: 'Whoever holds the data and the key holds the data in the clear.',
    howToSatisfy:
      'This cannot be met in the portal yet. Speak with your platform team about where the keys can live; the app can run in the sandbox meanwhile.',
    neededFor: REGULATED_WORDS,
    checked: NOTHING_YET,
    requiredWhen: REGULATED,
    mappings: {
      owaspLcnc: ['LCNC-SEC-08'],
      owaspCitizen: ['CD-SEC-04'],
      asvs5: ['V11.1.1', 'V13.3.1'],
      nistCsf2: ['PR.DS-01'],
    },
    evidenceKinds: ['key-custody-statement'],
    waitsFor: 'a statement of where keys are kept, taken in by the portal',
    source: 'R2',
    ...nobodyYet,
    neverExcepted: 'class-floor',
  },
  {
    id: 'children-safeguards',
    title: 'Safeguards for children',
    statement:
      'It is written down how the app treats the data of children: who agrees for them, what they see, and what is never done with it.',
    why: 'Children cannot judge what becomes of their data, so somebody has to do it for them.',
    howToSatisfy:
      'This cannot be met in the portal yet. Speak with the privacy office; the app can run in the sandbox meanwhile.',
    neededFor: 'Every app that keeps facts about children',
    checked: NOTHING_YET,
    requiredWhen: [
      {
        when: { fact: 'dataCategories', includesAny: ['children'] },
        because: 'The app keeps facts about children',
      },
    ],
    mappings: { nistCsf2: ['GV.OC-03'] },
    evidenceKinds: ['children-safeguards'],
    waitsFor: "the form for children's data",
    source: 'R7',
    ...nobodyYet,
    neverExcepted: 'legal-duty',
  },
  {
    id: 'data-minimisation',
    title: 'No more data than needed',
    statement:
      'Every field about people that the app reads or keeps is used for its purpose.',
    why: 'What is not kept cannot leak, and need not be found when somebody asks for it.',
    howToSatisfy:
      'Leave out fields that no page shows. This cannot be proven yet; it is asked for when the app is renewed.',
    neededFor: 'Confidential and Regulated data about people',
    checked: NOTHING_YET,
    requiredWhen: [
      {
        when: {
          all: [
            { fact: 'personalData', is: true },
            { fact: 'class', reaches: 'confidential' },
          ],
        },
        because: 'The app keeps {class} facts about people',
      },
    ],
    mappings: {
      owaspLcnc: ['LCNC-SEC-03'],
      owaspCitizen: ['CD-SEC-04'],
      asvs5: ['V14.2.6', 'V15.3.1'],
      nistCsf2: ['ID.AM-07'],
    },
    evidenceKinds: ['minimisation-report'],
    waitsFor: 'a report of which fields are read and never used',
    source: 'R7',
    ...nobodyYet,
    gates: ['renew'],
  },
  {
    id: 'peer-review',
    title: 'A second pair of eyes',
    statement:
      'Somebody other than the maker, who can read code, has looked at the change that ships.',
    why: 'An assistant writes code that looks right; a person sees what it was not told.',
    howToSatisfy:
      'Ask a colleague who codes to review the change. This cannot be proven yet; the app can run in the sandbox meanwhile.',
    neededFor: 'Apps that are open to the public and written mostly by AI',
    checked: NOTHING_YET,
    requiredWhen: [
      {
        when: { all: [PUBLIC_AUDIENCE.when, { fact: 'mostlyAi', is: true }] },
        because: 'The app is open to the public and written mostly by AI',
      },
    ],
    mappings: {
      owaspLcnc: ['LCNC-SEC-05'],
      owaspCitizen: ['CD-SEC-01'],
      nistCsf2: ['PR.PS-06'],
    },
    evidenceKinds: ['peer-review'],
    waitsFor: 'reviews of changes, read from the repository',
    source: 'R5',
    ...nobodyYet,
    boundTo: 'commit',
  },
  {
    id: 'penetration-test',
    title: 'Tested by people who attack',
    statement:
      'People whose trade it is have tried to break into the app, and what they found is mended.',
    why: 'Tools find what is usual; people find what is special to this app.',
    howToSatisfy:
      'Ask the security team for a test. Its report cannot be taken in yet; the app can run in the sandbox meanwhile.',
    neededFor:
      'Regulated data that the whole company or the public reaches, and High risk that is open to the public',
    checked: NOTHING_YET,
    requiredWhen: [
      {
        when: {
          all: [
            { fact: 'class', reaches: 'regulated' },
            { fact: 'audience', reaches: 'company' },
          ],
        },
        because: 'The app handles {class} data for many people',
      },
      {
        when: {
          all: [PUBLIC_AUDIENCE.when, { fact: 'band', reaches: 'high' }],
        },
        because: 'The app is open to the public and {band} risk',
      },
    ],
    mappings: {
      owaspLcnc: ['LCNC-SEC-06'],
      owaspCitizen: ['CD-SEC-08'],
      nistCsf2: ['ID.IM-02', 'ID.RA-01'],
    },
    evidenceKinds: ['penetration-test'],
    waitsFor: 'reports of penetration tests, taken in by the portal',
    source: 'R5',
    ...nobodyYet,
    freshnessDays: 365,
  },
];
