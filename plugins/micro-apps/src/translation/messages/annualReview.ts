/** The look at an app that is due each year. */
export const annualReview = {
  title: 'Annual review',
  soon: 'Due {{time}}.',
  running: 'Looked at in time. Next due {{time}}.',
  overdue:
    'It was due {{time}}. The app keeps running; nothing new of it goes live before it is looked at.',
  attestHow:
    'As the owner of an app of low risk you confirm yourself that its registration is still right, line by line.',
  requestHow: 'A reviewer looks at an app of this risk. You ask for it.',
  attest: 'Go through it line by line',
  ask: 'Ask for the review',
  asked: 'The reviewers are asked',
  last: 'Earlier reviews ({{count}})',
  attested: '{{person}} confirmed every line {{time}}.',
  reviewed: '{{person}} looked at it {{time}}.',
  dialog: {
    title: 'Is everything still right?',
    text: 'Look at each line as it is registered now.',
    yes: 'Yes',
    changed: 'This has changed',
    nothing: 'none',
    days: '{{days}} days',
    edit: 'Change the registration',
    changedText:
      'Change the registration first; then confirm it line by line. Nothing is confirmed before.',
    confirm: 'Confirm all lines',
    done: 'Confirmed for another year',
    line: {
      purpose: 'What it is for',
      data: 'Which data it handles',
      scopes: 'Which company data it reads',
      vendors: 'Which vendors it uses',
      retention: 'How long data is kept',
      successor: 'Who is the second owner',
    },
  },
};
