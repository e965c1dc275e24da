import { ALWAYS } from './condition';
import type { ControlDefinition } from './control';
import { EVERY_APP, EVERY_APP_WORDS } from './requirementRules';

const readOffRegistration = {
  satisfiedBy: 'facts',
  evidenceKinds: [],
  boundTo: 'app',
  gates: ['register', 'issue-client', 'promote', 'renew'],
  actor: 'owner',
  requiredWhen: EVERY_APP,
  neededFor: EVERY_APP_WORDS,
} as const;

/** Controls that the registration itself meets or does not meet. */
export const FACT_CONTROLS: readonly ControlDefinition[] = [
  {
    id: 'least-privilege-scopes',
    title: 'Only the access it needs',
    statement:
      'Every scope that the app asks for is in the integration catalog, is named once, and is no wildcard.',
    why: 'Access that is not there cannot be misused.',
    howToSatisfy:
      'Choose scopes from the list in the form, and leave out what the app does not use. Ask for a new one from the same place.',
    checked:
      'Nothing runs: the scopes in the registration are compared with the integration catalog.',
    mappings: {
      owaspLcnc: ['LCNC-SEC-02'],
      owaspCitizen: ['CD-SEC-03'],
      asvs5: ['V10.2.3', 'V10.4.11'],
      nistCsf2: ['PR.AA-05'],
    },
    readings: [
      {
        when: { fact: 'wildcardScopes', atLeast: 1 },
        state: 'not-satisfied',
        because: 'A scope with * asks for everything; name the ones it needs',
      },
      {
        when: { fact: 'unknownScopes', atLeast: 1 },
        state: 'not-satisfied',
        because: '{unknownScopes} is not in the integration catalog',
      },
      {
        when: { fact: 'doubledScopes', atLeast: 1 },
        state: 'not-satisfied',
        because: 'A scope is named twice',
      },
      {
        when: { fact: 'scopes', atMost: 0 },
        state: 'satisfied',
        because: 'The app asks for no access',
      },
      {
        when: ALWAYS,
        state: 'satisfied',
        because: 'Asks for {scopes} only',
      },
    ],
    source: 'R4, R6',
    ...readOffRegistration,
  },
  {
    id: 'retention-rule',
    title: 'Data is deleted in time',
    statement:
      'The registration says for how many days data is kept, from 1 to 3650.',
    why: 'Data that was deleted in time cannot leak.',
    howToSatisfy:
      'Enter the number of days after which the app deletes data, as few as the purpose allows.',
    checked:
      'Nothing runs: the number of days in the registration is read. The golden path deletes by it.',
    mappings: {
      owaspLcnc: ['LCNC-SEC-08'],
      owaspCitizen: ['CD-SEC-04'],
      asvs5: ['V14.2.7'],
      nistCsf2: ['ID.AM-08'],
    },
    readings: [
      {
        when: { fact: 'retentionWindow', is: false },
        state: 'not-satisfied',
        because: 'It is not said for how many days data is kept',
      },
      {
        when: ALWAYS,
        state: 'satisfied',
        because: 'Data is kept for {retention}',
      },
    ],
    source: 'R8',
    ...readOffRegistration,
  },
  {
    id: 'decommission-plan',
    title: 'Plan for the end',
    statement:
      'The registration says what happens to the data and the access when the app is no longer used.',
    why: 'Most apps end without anybody noticing, and their access stays.',
    howToSatisfy:
      'Write one or two sentences: who switches it off, what happens to the data, who is told. The form of the decommission plan asks for the rest; fill it in when the app grows.',
    checked:
      'Nothing runs: the plan in the registration is read; fewer than ten characters are no plan. It has to be there from day one, before any form can be filled in, so the form does not stand in for it and is not asked for besides. A finished form is kept as evidence and shown to reviewers.',
    mappings: {
      owaspLcnc: ['LCNC-SEC-09'],
      owaspCitizen: ['CD-SEC-09'],
      nistCsf2: ['ID.AM-08'],
    },
    readings: [
      {
        when: { fact: 'planLength', atLeast: 10 },
        state: 'satisfied',
        because: 'A plan for the end is written down',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'There is no plan for the end yet',
      },
    ],
    source: 'R10',
    ...readOffRegistration,
  },
  {
    id: 'named-owner',
    title: 'Somebody owns it',
    statement:
      'The registration names a person as the owner and a group as the business unit.',
    why: 'A question, a warning or an incident needs somebody who answers.',
    howToSatisfy:
      'Name a person of the directory as the owner and the group that the app belongs to.',
    checked:
      'Nothing runs: the owner and the business unit in the registration are read.',
    mappings: {
      owaspLcnc: ['LCNC-SEC-09'],
      owaspCitizen: ['CD-SEC-09'],
      nistCsf2: ['GV.RR-02', 'ID.AM-02'],
    },
    readings: [
      {
        when: { fact: 'namedOwners', is: true },
        state: 'satisfied',
        because: 'A person and a business unit are named',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'It is not said who owns it',
      },
    ],
    source: 'R1, R10',
    ...readOffRegistration,
  },
  {
    id: 'approved-vendors',
    title: 'Only approved services',
    statement:
      'Every outside service that the app uses is in the integration catalog, and its approval has neither ended nor been taken back.',
    why: 'A service that nobody looked at, or nobody looks at any more, can do what it likes with the data.',
    howToSatisfy:
      'Choose services from the list in the form. For another one, or one whose approval has ended, ask for a review from the same place.',
    checked:
      'Nothing runs: the services in the registration, and those that its addresses and libraries belong to, are compared with the integration catalog, and with what people decided about each service, at the moment of the decision.',
    mappings: {
      owaspLcnc: ['LCNC-SEC-07'],
      owaspCitizen: ['CD-SEC-06'],
      nistCsf2: ['GV.SC-06', 'GV.SC-07', 'ID.AM-04'],
    },
    readings: [
      {
        when: { fact: 'unknownVendors', atLeast: 1 },
        state: 'not-satisfied',
        because: '{unknownVendors} is not in the integration catalog',
      },
      {
        when: { fact: 'withdrawnVendors', atLeast: 1 },
        state: 'not-satisfied',
        because:
          '{withdrawnVendors} may not be used: its approval was taken back',
      },
      {
        when: { fact: 'endedApprovals', atLeast: 1 },
        state: 'not-satisfied',
        because: 'The approval of {endedApprovals} has ended',
      },
      {
        when: ALWAYS,
        state: 'satisfied',
        because: 'Every service is approved today',
      },
    ],
    source: 'R6',
    ...readOffRegistration,
    requiredWhen: [
      {
        when: { fact: 'vendors', atLeast: 1 },
        because: 'The app uses a service of somebody else',
      },
    ],
    neededFor: 'Every app that uses a service of somebody else',
  },
  {
    id: 'crm-hr-authorisation',
    title: 'Leave to reach customer and personnel systems',
    statement:
      'Whoever answers for the customer (CRM) or personnel (HR) system has agreed to the connection: IT, for one system and until a date, or the integration catalog, for everybody.',
    why: 'These systems hold facts about everybody, and were not built for small apps to read.',
    howToSatisfy:
      'Ask for the service from the list in the form; security and IT answer. For one that is in the catalog already, ask for it anew on its page.',
    checked:
      'Nothing runs: what IT agreed to about each service, and until when, is read at the moment of the decision.',
    mappings: {
      owaspLcnc: ['LCNC-SEC-02', 'LCNC-SEC-03'],
      owaspCitizen: ['CD-SEC-03', 'CD-SEC-04'],
      nistCsf2: ['PR.AA-05'],
    },
    readings: [
      {
        when: { fact: 'unauthorisedSystems', atLeast: 1 },
        state: 'not-satisfied',
        because:
          'Nobody has authorised the connection to {unauthorisedSystems}',
      },
      {
        when: { fact: 'withdrawnVendors', atLeast: 1 },
        state: 'not-satisfied',
        because: 'What was agreed about {withdrawnVendors} was taken back',
      },
      {
        when: { fact: 'endedApprovals', atLeast: 1 },
        state: 'not-satisfied',
        because: 'What was agreed about {endedApprovals} has ended',
      },
      {
        when: ALWAYS,
        state: 'satisfied',
        because: 'The connection is authorised today',
      },
    ],
    source: 'R6',
    ...readOffRegistration,
    gates: ['issue-client', 'promote', 'renew'],
    requiredWhen: [
      {
        when: { fact: 'serviceKinds', includesAny: ['crm', 'hr', 'unknown'] },
        because: 'The app uses {service:crm|hr|unknown}',
      },
    ],
    neededFor:
      'Every app that connects to a customer (CRM) or personnel (HR) system, or to a service of a kind that nobody told',
  },
  {
    id: 'second-owner',
    title: 'A second owner',
    statement:
      'The registration names a second person who takes over when the owner leaves.',
    why: 'An app whose only owner has left is an app that nobody mends.',
    howToSatisfy:
      'Ask a colleague who knows the app, and name her in the registration.',
    checked: 'Nothing runs: the second owner in the registration is read.',
    mappings: {
      owaspLcnc: ['LCNC-SEC-09'],
      owaspCitizen: ['CD-SEC-09'],
      nistCsf2: ['GV.RR-02'],
    },
    readings: [
      {
        when: { fact: 'secondOwner', is: true },
        state: 'satisfied',
        because: 'A second owner is named',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'Nobody is named to take over',
      },
    ],
    source: 'R1, R10',
    ...readOffRegistration,
    requiredWhen: [
      {
        when: { fact: 'band', reaches: 'medium' },
        because: 'The app is {band} risk ({score} of 10)',
      },
    ],
    neededFor: 'Medium and High risk',
    gates: ['renew'],
  },
  {
    id: 'class-confirmed',
    title: 'The class is said truly',
    statement:
      'The class in the registration is not below what the scopes, services and kinds of data imply.',
    why: 'People who read the registration go by the class it names.',
    howToSatisfy:
      'Set the class in the registration to the one that the portal shows, or do without what raises it.',
    checked:
      'Nothing runs: the class in the registration is compared with the one that the portal works out.',
    mappings: {
      owaspLcnc: ['LCNC-SEC-08'],
      owaspCitizen: ['CD-SEC-04'],
      asvs5: ['V14.1.1'],
      nistCsf2: ['ID.AM-05', 'ID.AM-07'],
    },
    readings: [
      {
        when: { fact: 'classRaised', is: false },
        state: 'satisfied',
        because: 'The class is the one that the data asks for',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'The registration says {declaredClass}; the data is {class}',
      },
    ],
    source: 'R2',
    ...readOffRegistration,
    requiredWhen: [
      {
        when: {
          all: [
            { fact: 'classRaised', is: true },
            { fact: 'class', reaches: 'confidential' },
          ],
        },
        because: 'The app handles {class} data and is declared {declaredClass}',
      },
    ],
    neededFor:
      'Confidential and Regulated data that the registration names lower',
    gates: ['renew'],
    neverExcepted: 'class-floor',
  },
];
