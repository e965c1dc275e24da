import { TEST_DATA_DAYS } from '../retention/disposition';
import { ALWAYS } from './condition';
import type { ControlDefinition } from './control';
import { LIVE_PERSONAL_DATA } from './requirementRules';

/** Numbers of the requirements that the texts below name. */
const TOKEN_LIFETIME_SECONDS = 3600;
const UNUSED_SCOPE_DAYS = 30;

const readOffRecords = {
  satisfiedBy: 'records',
  evidenceKinds: [],
  boundTo: 'app',
} as const;

/** Controls on access and data that the portal's records meet or not. */
export const ACCESS_RECORD_CONTROLS: readonly ControlDefinition[] = [
  {
    id: 'short-lived-tokens',
    title: 'Access ends within the hour',
    statement:
      'Tokens that the app gets at the identity provider end after an hour at most.',
    why: 'A token that was taken is worth something only while it lives.',
    howToSatisfy:
      'Nothing is to be done by you: the portal asks for tokens of an hour. Where it was changed by hand, ask your platform team to set it back.',
    neededFor: 'Every app with a client at the identity provider',
    checked: 'The lifetime in the client at the identity provider is read.',
    requiredWhen: [
      {
        when: { known: 'tokenLifetimeSeconds' },
        because: 'The app has a client at the identity provider',
      },
    ],
    readings: [
      {
        when: { fact: 'tokenLifetimeSeconds', atMost: TOKEN_LIFETIME_SECONDS },
        state: 'satisfied',
        because: 'Tokens end after {tokenLifetime} seconds',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'Tokens live for {tokenLifetime} seconds, more than an hour',
      },
    ],
    mappings: {
      owaspLcnc: ['LCNC-SEC-04'],
      owaspCitizen: ['CD-SEC-05'],
      asvs5: ['V10.4.8'],
      nistCsf2: ['PR.AA-01'],
    },
    gates: ['issue-client', 'renew'],
    actor: 'it',
    source: 'R4',
    ...readOffRecords,
  },
  {
    id: 'client-matches-registration',
    title: 'The client asks for what was approved',
    statement:
      'The client at the identity provider has no scope that the registration does not name.',
    why: 'Access that was added by hand was approved by nobody.',
    howToSatisfy:
      'Name the scope in the registration and ask for approval, or ask your platform team to take it off the client.',
    neededFor: 'Every app with a client at the identity provider',
    checked: 'The scopes of the client are compared with the registration.',
    requiredWhen: [
      {
        when: { known: 'extraClientScopes' },
        because: 'The app has a client at the identity provider',
      },
    ],
    readings: [
      {
        when: { fact: 'extraClientScopes', atMost: 0 },
        state: 'satisfied',
        because: 'The client has the scopes of the registration',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'The client has scopes that the registration does not name',
      },
    ],
    mappings: {
      owaspLcnc: ['LCNC-SEC-02'],
      owaspCitizen: ['CD-SEC-03'],
      asvs5: ['V10.4.11'],
      nistCsf2: ['PR.AA-05'],
    },
    gates: ['issue-client', 'promote', 'renew'],
    actor: 'it',
    source: 'R4, R11',
    ...readOffRecords,
  },
  {
    id: 'unused-access-removed',
    title: 'Unused access is given back',
    statement: 'No scope of the app has gone unused for more than 30 days.',
    why: 'Access that nobody uses is missed by nobody when it is misused.',
    howToSatisfy:
      'Take the scope out of the registration; you can ask for it again from the same place.',
    neededFor: 'Every app whose use of scopes is measured',
    checked: 'The last use of each scope is read.',
    requiredWhen: [
      {
        when: { known: 'unusedScopeDays' },
        because: 'The use of its scopes is measured',
      },
    ],
    readings: [
      {
        when: { fact: 'unusedScopeDays', atMost: UNUSED_SCOPE_DAYS },
        state: 'satisfied',
        because: 'Every scope was used lately',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'A scope has gone unused for more than 30 days',
      },
    ],
    mappings: {
      owaspLcnc: ['LCNC-SEC-02'],
      owaspCitizen: ['CD-SEC-03'],
      nistCsf2: ['PR.AA-05'],
    },
    gates: ['renew'],
    actor: 'owner',
    source: 'R4',
    ...readOffRecords,
  },
  {
    id: 'credentials-revoked',
    title: 'Access ends with the app',
    statement:
      'When the app is retired, every client, key and token of it stops working.',
    why: 'Access that outlives its app is a door that nobody watches.',
    howToSatisfy:
      'Nothing is to be done by you: retiring revokes them. Where one is left, ask your platform team.',
    neededFor: 'Every app that is being retired',
    checked: 'The credentials that still work are counted.',
    requiredWhen: [
      {
        when: { fact: 'retiring', is: true },
        because: 'The app is being retired',
      },
    ],
    readings: [
      {
        when: { fact: 'liveCredentials', atMost: 0 },
        state: 'satisfied',
        because: 'No credential works any more',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'A credential of the app still works',
      },
    ],
    mappings: {
      owaspLcnc: ['LCNC-SEC-08', 'LCNC-SEC-09'],
      owaspCitizen: ['CD-SEC-09'],
      nistCsf2: ['ID.AM-08', 'PR.AA-01'],
    },
    gates: ['retire'],
    actor: 'it',
    source: 'R4, R10',
    ...readOffRecords,
  },
  {
    id: 'data-disposed',
    title: 'Data ends with the app',
    statement:
      'When the app is retired, its data is deleted or archived as the retention rule says.',
    why: 'Data without an app has no owner, no notice and no end.',
    howToSatisfy:
      'Follow the plan for the end, and confirm what became of the data.',
    neededFor: 'Every app that is being retired',
    checked: 'What is left of the data is read.',
    requiredWhen: [
      {
        when: { fact: 'retiring', is: true },
        because: 'The app is being retired',
      },
    ],
    readings: [
      {
        when: { fact: 'dataLeft', is: false },
        state: 'satisfied',
        because: 'Its data is disposed of',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'Data of the app is still there',
      },
    ],
    mappings: {
      owaspLcnc: ['LCNC-SEC-08', 'LCNC-SEC-09'],
      owaspCitizen: ['CD-SEC-04', 'CD-SEC-09'],
      asvs5: ['V14.2.7'],
      nistCsf2: ['ID.AM-08'],
    },
    gates: ['retire'],
    actor: 'owner',
    source: 'R8, R10',
    ...readOffRecords,
  },
  {
    id: 'test-data-purged',
    title: 'Test data goes within a week',
    statement:
      'Temporary test data is deleted seven days after the portal received it.',
    why: 'Test data is copied from somewhere, and soon nobody remembers from where.',
    howToSatisfy:
      'Nothing is to be done by you: the sandbox deletes it. Where it was kept, delete it.',
    neededFor: 'Every app with temporary test data',
    checked:
      'The age of the oldest test data is counted from the moment the portal received it; a date that somebody wrote on it does not count.',
    requiredWhen: [
      {
        when: { known: 'oldestTestDataDays' },
        because: 'The app has temporary test data',
      },
    ],
    readings: [
      {
        when: { fact: 'oldestTestDataDays', atMost: TEST_DATA_DAYS },
        state: 'satisfied',
        because: 'No test data is older than seven days',
      },
      {
        when: ALWAYS,
        state: 'not-satisfied',
        because: 'Some test data is older than seven days',
      },
    ],
    mappings: {
      owaspLcnc: ['LCNC-SEC-08'],
      owaspCitizen: ['CD-SEC-04'],
      nistCsf2: ['ID.AM-08'],
    },
    gates: ['renew'],
    actor: 'owner',
    source: 'R8',
    ...readOffRecords,
  },
  {
    id: 'deletion-evidence',
    title: 'Deletion leaves a trace',
    statement:
      'Each time data is deleted by the retention rule, it is recorded how much, by which rule and when.',
    why: 'A promise to delete is worth what its proof is worth.',
    howToSatisfy:
      'Nothing is to be done by you: the portal deletes by the rule and records it. Where a disposal waits to be confirmed, confirm it on the Risk tab.',
    neededFor: 'Apps in production that keep facts about people',
    checked:
      'The newest record of a disposal is read; where nothing was due, that is recorded, too.',
    requiredWhen: LIVE_PERSONAL_DATA,
    mappings: {
      owaspLcnc: ['LCNC-SEC-08'],
      owaspCitizen: ['CD-SEC-04'],
      asvs5: ['V14.2.7'],
      nistCsf2: ['ID.AM-08'],
    },
    satisfiedBy: 'evidence',
    evidenceKinds: ['disposition-log'],
    boundTo: 'app',
    gates: ['renew'],
    actor: 'runner',
    source: 'R8',
    freshnessDays: 30,
  },
];
