import type { ArtefactTemplate } from './artefact';

/** What people are told, and what they agree to (R7). */
export const NOTICE_AND_CONSENT: ArtefactTemplate = {
  kind: 'notice-and-consent',
  revision: 1,
  title: 'Notice and consent record',
  purpose:
    'Says what people are told before the app keeps anything about them, and, where the data needs special care, how they agree and take it back.',
  evidenceKind: 'notice-and-consent-record',
  controlId: 'consent-where-required',
  alsoAbout: ['privacy-notice'],
  sections: [
    {
      title: 'The notice',
      questions: [
        {
          id: 'notice-text',
          question: 'What does the notice say?',
          help: 'Copy its words: what is kept, why, for how long, who sees it, whom to ask.',
          example:
            'Where2Eat keeps your name and favourite food for 90 days, to suggest places for lunch. Your team sees it. Ask Maya Lind to see or delete it.',
          required: true,
        },
        {
          id: 'notice-where',
          question: 'Where and when do people see it?',
          help: 'Before anything is kept; name the page or the step.',
          example:
            'On the first page after sign-in, before the form for preferences.',
          required: true,
        },
        {
          id: 'contact',
          question: 'Whom can people ask, and how are they answered?',
          help: 'A person or team, and how long an answer takes.',
          example: 'Maya Lind by chat or mail, within five working days.',
          required: true,
        },
      ],
    },
    {
      title: 'Why it is allowed',
      questions: [
        {
          id: 'legal-basis',
          question: 'What allows the app to keep this data?',
          help: 'Consent, a contract, a legal duty, or an interest that outweighs. Ask the privacy office when unsure.',
          example: 'Consent of each person, asked for in the app.',
          required: true,
        },
        {
          id: 'consent-how',
          question: 'How do people agree, and what does the app keep of it?',
          help: 'An active step, apart from other terms; keep who, when, and to which words. Write "not needed" and why, where no consent is needed.',
          example:
            'A box that is not ticked beforehand; the app keeps name, time and the version of the notice.',
          required: true,
        },
        {
          id: 'consent-withdraw',
          question: 'How do they take it back, and what happens then?',
          help: 'As easily as they agreed; say what is deleted and when.',
          example:
            'A button on the same page; their preferences are deleted at once.',
          required: true,
        },
        {
          id: 'children',
          question: 'Are there children, and who agrees for them?',
          help: 'Leave it empty where no data is about children.',
          example: 'None: only employees can sign in.',
          required: false,
        },
      ],
    },
  ],
};

/** What the app means for people, agreed with the privacy office (R7). */
export const PRIVACY_IMPACT_ASSESSMENT: ArtefactTemplate = {
  kind: 'privacy-impact-assessment',
  revision: 1,
  title: 'Privacy impact assessment',
  purpose:
    'Says what the app means for the people whose data it handles, what could go wrong for them, and what is done about it. The privacy office accepts it.',
  evidenceKind: 'privacy-impact-assessment',
  controlId: 'privacy-impact-assessment',
  acceptedBy: 'privacy',
  sections: [
    {
      title: 'What happens with the data',
      questions: [
        {
          id: 'processing',
          question: 'What does the app do with data about people?',
          help: 'From where it comes to where it goes and when it is deleted.',
          example:
            'It reads room and ward from the patient directory, shows them to the porter on duty, and keeps nothing after the shift.',
          required: true,
        },
        {
          id: 'people',
          question: 'Whose data is it, and how many people are they?',
          help: 'Groups of people; say whether any of them depend on you.',
          example: 'About 800 patients a day; they cannot choose another app.',
          required: true,
        },
        {
          id: 'recipients',
          question: 'Who gets to see it, inside and outside?',
          help: 'Roles, vendors, other systems, other countries.',
          example: 'Porters on duty. No vendor, no other country.',
          required: true,
        },
      ],
    },
    {
      title: 'Whether it is needed',
      questions: [
        {
          id: 'necessity',
          question: 'Why is this data needed, and could less do?',
          help: 'Go through it field by field.',
          example:
            'Ward and room are needed to find the patient; name and diagnosis are not, and are left out.',
          required: true,
        },
        {
          id: 'rights',
          question: 'How do people see, correct and delete their data?',
          help: 'Who does it, and how fast.',
          example:
            'The app keeps nothing; the patient office answers for the directory.',
          required: true,
        },
      ],
    },
    {
      title: 'What could go wrong',
      questions: [
        {
          id: 'risks',
          question: 'What could happen to the people, and how bad is it?',
          help: 'Seen by the wrong person, wrong, lost, used for something else. Say how likely and how bad.',
          example:
            'Somebody reads the screen of a porter: likely, little harm. A list of all patients is copied: unlikely, grave.',
          required: true,
        },
        {
          id: 'measures',
          question: 'What is done about each of these?',
          help: 'One measure or more for each risk, and who does it.',
          example:
            'The screen locks after a minute; one patient at a time is shown; reading is logged and looked at weekly by the ward.',
          required: true,
        },
        {
          id: 'left-over',
          question: 'What risk is left, and why is it acceptable?',
          help: 'Grave risks that are left have to be told to the authority first.',
          example: 'A glance at a screen; it shows ward and room only.',
          required: true,
        },
        {
          id: 'asked',
          question: 'Who was asked, and what did they say?',
          help: 'People concerned or who speak for them, works council, security.',
          example: 'The patients’ council, on 3 May: agreed.',
          required: false,
        },
      ],
    },
  ],
};
