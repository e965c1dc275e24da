import type { ControlDefinition } from './control';

const readOffRegistration = {
  satisfiedBy: 'facts',
  evidenceKinds: [],
  boundTo: 'app',
  gates: ['register', 'issue-client', 'promote', 'renew'],
  actor: 'owner',
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
      'Write one or two sentences: who switches it off, what happens to the data, who is told.',
    source: 'R10',
    ...readOffRegistration,
  },
];
