import type { ControlDefinition } from './control';
import { nobodyYet, NOTHING_YET } from './nobodyYet';
import {
  CONFIDENTIAL,
  CONFIDENTIAL_WORDS,
  LIVE_PERSONAL_DATA,
  OUTSIDE_HOSTING,
  PUBLIC_AUDIENCE,
} from './requirementRules';

const HELD =
  'This cannot be met yet. The app can run in the sandbox; it goes further once your platform team has connected';

/** Controls of the platform that nothing can prove yet. */
export const PLATFORM_WAITING_CONTROLS: readonly ControlDefinition[] = [
  {
    id: 'egress-limits',
    title: 'Connections are limited',
    statement:
      'The app can reach only the addresses that its registration names; a gateway refuses everything else.',
    why: 'A stolen or mistaken line of code then has nowhere to send the data.',
    howToSatisfy: `${HELD} a gateway that limits connections.`,
    neededFor:
      'Apps that run outside the company, and Confidential and Regulated data',
    checked: NOTHING_YET,
    requiredWhen: [OUTSIDE_HOSTING, ...CONFIDENTIAL],
    mappings: {
      owaspLcnc: ['LCNC-SEC-03', 'LCNC-SEC-05'],
      owaspCitizen: ['CD-SEC-04', 'CD-SEC-07'],
      asvs5: ['V13.2.4', 'V13.2.5'],
      nistCsf2: ['PR.IR-01'],
    },
    evidenceKinds: ['egress-report'],
    waitsFor: 'a gateway that limits where an app can connect',
    source: 'R11',
    ...nobodyYet,
  },
  {
    id: 'rate-limits',
    title: 'Limits on how often',
    statement:
      'A gateway limits how often the app, and each person, can call it and the systems behind it.',
    why: 'Without limits one visitor can stop the app for all, or read everything bit by bit.',
    howToSatisfy: `${HELD} a gateway that counts calls.`,
    neededFor: 'Apps that are open to the public',
    checked: NOTHING_YET,
    requiredWhen: [PUBLIC_AUDIENCE],
    mappings: { asvs5: ['V15.2.2'], nistCsf2: ['PR.IR-04'] },
    evidenceKinds: ['rate-limit-report'],
    waitsFor: 'a gateway with rate limits and quotas per app',
    source: 'R11',
    ...nobodyYet,
  },
  {
    id: 'private-storage',
    title: 'Storage is not open',
    statement:
      'No storage of the app, and no file in it, can be read by somebody who has not signed in.',
    why: 'Open storage is found by machines within hours.',
    howToSatisfy:
      'Keep files behind the app. The settings of storage cannot be checked yet; the app can run in the sandbox meanwhile.',
    neededFor:
      'Apps that run outside the company, and Confidential and Regulated data',
    checked: NOTHING_YET,
    requiredWhen: [OUTSIDE_HOSTING, ...CONFIDENTIAL],
    mappings: {
      owaspLcnc: ['LCNC-SEC-03', 'LCNC-SEC-05'],
      owaspCitizen: ['CD-SEC-04', 'CD-SEC-07'],
      nistCsf2: ['PR.AA-05', 'PR.DS-01'],
    },
    evidenceKinds: ['storage-check'],
    waitsFor: 'a check of the settings of storage',
    source: 'R11',
    ...nobodyYet,
  },
  {
    id: 'security-telemetry',
    title: 'Events reach the security team',
    statement:
      'Sign-ins, access to data, use of tokens and changes of settings reach the security team, marked with the app.',
    why: 'What nobody sees, nobody stops.',
    howToSatisfy: `${HELD} the system that collects security events.`,
    neededFor: CONFIDENTIAL_WORDS,
    checked: NOTHING_YET,
    requiredWhen: CONFIDENTIAL,
    mappings: {
      owaspLcnc: ['LCNC-SEC-10'],
      owaspCitizen: ['CD-SEC-10'],
      asvs5: ['V16.3.1', 'V16.3.2', 'V16.4.3'],
      nistCsf2: ['DE.CM-09', 'PR.PS-04'],
    },
    evidenceKinds: ['telemetry-report'],
    waitsFor: 'a connection to the system that collects security events',
    source: 'R11',
    ...nobodyYet,
  },
  {
    id: 'abnormal-access-revoked',
    title: 'Strange use ends access',
    statement:
      'When data is used in a way that does not fit the app, its access ends by itself and the owner is told.',
    why: 'Most leaks go on for weeks because nobody looks.',
    howToSatisfy:
      'Nothing is to be done by you. It is asked for when the app is renewed, once the rule is there.',
    neededFor: 'Apps in production that keep facts about people',
    checked: NOTHING_YET,
    requiredWhen: LIVE_PERSONAL_DATA,
    mappings: {
      owaspLcnc: ['LCNC-SEC-10'],
      owaspCitizen: ['CD-SEC-10'],
      nistCsf2: ['DE.CM-09', 'RS.MI-01'],
    },
    evidenceKinds: ['revocation-rule-report'],
    waitsFor: 'the rule that watches how data is used',
    source: 'R11, R14',
    ...nobodyYet,
    gates: ['renew'],
  },
  {
    id: 'key-rotation',
    title: 'Keys change by themselves',
    statement:
      'The key of the app at the identity provider is replaced on a schedule, without anybody copying it.',
    why: 'A key that was taken stops working when it is replaced.',
    howToSatisfy:
      'Nothing is to be done by you. It is asked for when the app is renewed, once the portal rotates keys.',
    neededFor: 'Apps in production',
    checked: NOTHING_YET,
    requiredWhen: [
      {
        when: { fact: 'inProduction', is: true },
        because: 'The app is in production',
      },
    ],
    mappings: {
      owaspLcnc: ['LCNC-SEC-08'],
      owaspCitizen: ['CD-SEC-05'],
      asvs5: ['V13.3.4'],
      nistCsf2: ['PR.AA-01'],
    },
    evidenceKinds: ['key-rotation-report'],
    waitsFor: 'automatic key rotation by the portal',
    source: 'R4',
    ...nobodyYet,
    gates: ['renew'],
  },
];
