import { ALWAYS } from './condition';
import type { ControlDefinition } from './control';

const readOffRecords = {
  satisfiedBy: 'records',
  evidenceKinds: [],
  boundTo: 'app',
} as const;

/** Controls on the life of an app that the portal's records meet or not. */
export const LIFE_RECORD_CONTROLS: readonly ControlDefinition[] = [
  {
    id: 'lowered-class-reviewed',
    title: 'A lower class is looked at',
    statement:
      'When the class is lowered after an approval, a reviewer of the higher class agrees before anything ships.',
    why: 'A lower class takes protection away; nobody does that for herself.',
    howToSatisfy:
      'Ask for approval. The reviewer sees the class of before and of now.',
    neededFor: 'Every app whose class was lowered after an approval',
    checked: 'The class of the last approval is compared with the one of now.',
    requiredWhen: [
      {
        when: { fact: 'classLowered', is: true },
        because: 'The class was lowered after an approval',
      },
    ],
    readings: [
      {
        when: { fact: 'classLowered', is: false },
        state: 'satisfied',
        because: 'A reviewer agreed to the lower class',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'No reviewer has agreed to the lower class yet',
      },
    ],
    mappings: {
      owaspLcnc: ['LCNC-SEC-08'],
      owaspCitizen: ['CD-SEC-04'],
      asvs5: ['V14.1.1'],
      nistCsf2: ['ID.AM-05', 'ID.RA-07'],
    },
    gates: ['promote', 'renew'],
    actor: 'security',
    source: 'R2',
    ...readOffRecords,
    neverExcepted: 'class-floor',
  },
  {
    id: 'incident-escalation',
    title: 'Incidents are passed on in time',
    statement:
      'An incident reaches the security team within two hours of being noticed.',
    why: 'In the first hours most harm can still be kept small.',
    howToSatisfy:
      'Report the incident in the portal, even when you do not know yet what it is.',
    neededFor: 'Every app with an open incident',
    checked: 'The two stored instants are compared; they cannot be edited.',
    requiredWhen: [
      {
        when: { fact: 'incidentOpen', is: true },
        because: 'An incident is open',
      },
    ],
    readings: [
      {
        when: { fact: 'escalationLate', is: false },
        state: 'satisfied',
        because: 'It was passed on in time',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'It was passed on later than two hours after it was noticed',
      },
    ],
    mappings: {
      owaspLcnc: ['LCNC-SEC-10'],
      owaspCitizen: ['CD-SEC-10'],
      nistCsf2: ['RS.CO-02', 'RS.MA-04'],
    },
    gates: ['renew'],
    actor: 'owner',
    source: 'R9',
    ...readOffRecords,
    neverExcepted: 'legal-duty',
  },
  {
    id: 'root-cause-analysis',
    title: 'Causes are found and mended',
    statement:
      'Within 72 hours of passing an incident on, the owner says why it happened and what will be done.',
    why: 'What is not understood happens again.',
    howToSatisfy:
      'Write down what happened, why, and what you will change until when.',
    neededFor: 'Every app with an open incident',
    checked:
      'The due instant is worked out from the stored ones; a date that is edited later changes nothing.',
    requiredWhen: [
      {
        when: { fact: 'incidentOpen', is: true },
        because: 'An incident is open',
      },
    ],
    readings: [
      {
        when: { fact: 'rootCauseOverdue', is: false },
        state: 'satisfied',
        because: 'The causes are written down, or there is time left',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'The causes were not written down within 72 hours',
      },
    ],
    mappings: { nistCsf2: ['ID.IM-03', 'RS.AN-03'] },
    gates: ['promote', 'renew'],
    actor: 'owner',
    source: 'R9',
    ...readOffRecords,
    neverExcepted: 'legal-duty',
  },
  {
    id: 'post-mortem',
    title: 'A grave incident is talked through',
    statement:
      'After an incident of high severity there is a formal post-mortem, and somebody has decided whether the app is suspended.',
    why: 'A grave incident is paid for; the least is to learn from it.',
    howToSatisfy:
      'The security team invites you. Bring what you wrote about the causes.',
    neededFor: 'Every app with an open incident of high severity',
    checked:
      'It is read whether the post-mortem is written and the decision on suspension is made.',
    requiredWhen: [
      {
        when: { fact: 'highIncidentOpen', is: true },
        because: 'An incident of high severity is open',
      },
    ],
    readings: [
      {
        when: { fact: 'postMortemMissing', is: false },
        state: 'satisfied',
        because: 'The post-mortem and the decision are there',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'The post-mortem, or the decision on suspension, is missing',
      },
    ],
    mappings: { nistCsf2: ['ID.IM-03', 'RS.AN-03'] },
    gates: ['promote', 'renew'],
    actor: 'security',
    source: 'R9',
    ...readOffRecords,
    neverExcepted: 'legal-duty',
  },
  {
    id: 'annual-review',
    title: 'Looked at every year',
    statement:
      'Somebody has looked at the app within the last 365 days; an approval that no person gave does not count.',
    why: 'Apps, people and data change; an approval does not.',
    howToSatisfy:
      'Open the app, check what the registration says, and ask for the review.',
    neededFor: 'Apps in production',
    checked: 'The due date is worked out from the last review by a person.',
    requiredWhen: [
      {
        when: { fact: 'inProduction', is: true },
        because: 'The app is in production',
      },
    ],
    readings: [
      {
        when: { fact: 'reviewOverdue', is: false },
        state: 'satisfied',
        because: 'It was looked at within a year',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'Nobody has looked at it for a year',
      },
    ],
    mappings: {
      owaspLcnc: ['LCNC-SEC-09'],
      owaspCitizen: ['CD-SEC-09'],
      nistCsf2: ['GV.OV-03', 'ID.IM-01'],
    },
    gates: ['renew'],
    actor: 'owner',
    source: 'R10',
    ...readOffRecords,
  },
  {
    id: 'active-owner',
    title: 'Somebody answers for it',
    statement: 'At least one owner of the app is active in the directory.',
    why: 'An app without an owner is mended by nobody and missed by nobody.',
    howToSatisfy:
      'Accept the ownership that was offered to you, or name somebody who does.',
    neededFor: 'Every app whose owners have left',
    checked: 'The directory says who is active.',
    requiredWhen: [
      {
        when: { fact: 'orphaned', is: true },
        because: 'Nobody who owns it is active any more',
      },
    ],
    readings: [
      {
        when: { fact: 'orphaned', is: false },
        state: 'satisfied',
        because: 'An owner is active',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'Nobody who owns it is active any more',
      },
    ],
    mappings: {
      owaspLcnc: ['LCNC-SEC-09'],
      owaspCitizen: ['CD-SEC-09'],
      nistCsf2: ['GV.RR-02', 'ID.AM-08'],
    },
    gates: ['issue-client', 'promote', 'renew'],
    actor: 'it',
    source: 'R10',
    ...readOffRecords,
  },
  {
    id: 'compensating-controls-proven',
    title: 'Exceptions are made up for',
    statement:
      'Every exception in force has a compensating control, and that control is proven.',
    why: 'An exception is a hole that was agreed on; something else has to cover it.',
    howToSatisfy:
      'Bring the proof of the compensating control that the exception names.',
    neededFor: 'Every app with an exception in force',
    checked:
      'The compensating control of each exception in force is looked up among the findings.',
    requiredWhen: [
      {
        when: {
          all: [
            { known: 'activeExceptions' },
            { fact: 'activeExceptions', atLeast: 1 },
          ],
        },
        because: 'An exception is in force',
      },
    ],
    readings: [
      {
        when: { fact: 'uncompensatedExceptions', atMost: 0 },
        state: 'satisfied',
        because: 'Every exception is made up for',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'A compensating control is not proven',
      },
    ],
    mappings: { nistCsf2: ['ID.RA-06', 'ID.RA-07'] },
    gates: ['promote', 'renew'],
    actor: 'owner',
    neverExcepted: 'compensation',
    source: 'R10',
    ...readOffRecords,
  },
  {
    id: 'policy-reapproval',
    title: 'Approved under the rules of today',
    statement:
      'When a company rule that is enforced now asks for it, the app is approved anew before its next version ships.',
    why: 'The app keeps running under the old rules, but not for ever.',
    howToSatisfy: 'Ask for approval; the reviewer sees what the new rule asks.',
    neededFor: 'Every app that a newly enforced rule concerns',
    checked: 'It is read which rules were enforced since the last approval.',
    requiredWhen: [
      {
        when: { fact: 'reapprovalDue', is: true },
        because: 'A rule that is enforced now asks for it',
      },
    ],
    readings: [
      {
        when: { fact: 'reapprovalDue', is: false },
        state: 'satisfied',
        because: 'It is approved under the rules of today',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'It was approved before the rule was enforced',
      },
    ],
    mappings: { nistCsf2: ['GV.PO-02', 'ID.RA-07'] },
    gates: ['promote', 'renew'],
    actor: 'owner',
    neverExcepted: 'approval',
    source: 'R12',
    ...readOffRecords,
  },
];
