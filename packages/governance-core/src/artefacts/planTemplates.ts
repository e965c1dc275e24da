import type { ArtefactTemplate } from './artefact';

/** What is done when something goes wrong (R3, R9). */
export const INCIDENT_RESPONSE_PLAN: ArtefactTemplate = {
  kind: 'incident-response-plan',
  revision: 1,
  title: 'Incident-response plan',
  purpose:
    'Says who is called, what is done first and who is told, so that nobody has to think about it in the first two hours.',
  evidenceKind: 'incident-response-plan',
  controlId: 'incident-response-plan',
  sections: [
    {
      title: 'The first two hours',
      questions: [
        {
          id: 'contact',
          question: 'Who is called first when something goes wrong?',
          help: 'A person, how to reach her, and who stands in for her.',
          example: 'Maya Lind, by phone and chat; Rita Moss when Maya is away.',
          required: true,
        },
        {
          id: 'detection',
          question: 'How will you notice that something is wrong?',
          help: 'Logs, alarms, people who tell you.',
          example:
            'Colleagues report it in the team channel; I read the log daily.',
          required: true,
        },
        {
          id: 'steps',
          question: 'What are the first three steps?',
          help: 'In order; say how the app is stopped.',
          example:
            'Stop the app on its Risk tab, report the incident there, keep the logs.',
          required: true,
        },
      ],
    },
    {
      title: 'After that',
      questions: [
        {
          id: 'people',
          question: 'Who has to be told, and by whom?',
          help: 'People whose data it is, users, the privacy office; with times.',
          example:
            'Everybody whose data is in the app, by the owner within a day; the privacy office at once.',
          required: true,
        },
        {
          id: 'recovery',
          question: 'How does the app come back, and who says so?',
          help: 'Backup, last good version, what is checked first.',
          example:
            'The last good version is promoted again after the checks pass; security releases it.',
          required: true,
        },
        {
          id: 'practice',
          question: 'When was this last tried out?',
          help: 'A date and what was learned. Leave it empty if never.',
          example: '12 March: the phone number was wrong and is mended.',
          required: false,
        },
      ],
    },
  ],
};

/** What happens when the app is no longer used (R10). */
export const DECOMMISSION_PLAN: ArtefactTemplate = {
  kind: 'decommission-plan',
  revision: 1,
  title: 'Decommission plan',
  purpose:
    'Says how the app ends: who switches it off, what happens to data and access, who is told, and what is kept.',
  evidenceKind: 'decommission-plan',
  controlId: 'decommission-plan',
  sections: [
    {
      title: 'The end of the app',
      questions: [
        {
          id: 'when',
          question: 'When does it end, and who decides that?',
          help: 'A date, or what has to be so.',
          example: 'When the new canteen system is there; Maya decides.',
          required: true,
        },
        {
          id: 'who',
          question: 'Who switches it off?',
          help: 'A person and who stands in for her.',
          example: 'Maya Lind; Rita Moss when Maya is away.',
          required: true,
        },
        {
          id: 'data',
          question: 'What happens to the data?',
          help: 'Deleted, archived or handed over; where, by when, and how it is proved.',
          example:
            'Preferences are deleted within seven days; the list of places goes to the canteen.',
          required: true,
        },
        {
          id: 'access',
          question: 'Which access has to end?',
          help: 'Sign-ins, keys, scopes, accounts at vendors. The portal revokes its own.',
          example: 'The portal’s client; the account at Mapland by Maya.',
          required: true,
        },
        {
          id: 'told',
          question: 'Who is told, and how long before?',
          help: 'Users, teams that depend on it, vendors.',
          example: 'The team, two weeks before, in its channel.',
          required: true,
        },
        {
          id: 'kept',
          question: 'What has to be kept, and why?',
          help: 'Records that a law or a contract asks for. Leave it empty if nothing.',
          example: 'Nothing; the record in the portal stays.',
          required: false,
        },
      ],
    },
  ],
};
