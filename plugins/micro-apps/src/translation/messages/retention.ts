/** What an app keeps, for how long, and what went. */
export const retention = {
  title: 'How long data is kept',
  rule: 'Data is kept for {{days}} days, test data of the sandbox for {{testDays}}, counted from when the portal first saw it.',
  ways: {
    delete: 'What is older is deleted.',
    archive:
      'What is older goes to an archive that only the platform team gets at.',
  },
  kept: 'Kept now: {{data}} data files and {{testData}} test data files',
  lookedAt: 'Looked at {{time}}',
  notYet: 'What the app keeps has not been looked at yet.',
  next: 'Next disposal: {{time}}',
  notConnected:
    'Nothing is installed that finds and deletes the data of apps here. Ask your platform team.',
  problem: 'The last attempt did not work and is repeated: {{problem}}',
  change: 'Change the number of days',
  waits: {
    title: 'A disposal waits for somebody',
    text: 'Due: {{due}} of {{total}}. That is more than goes by itself. If it is right, confirm the number; if not, change how many days data is kept.',
    ask: 'Its owner, security, privacy or an administrator can confirm it.',
    confirm: 'Look and confirm…',
  },
  dry: {
    label: 'Days to try',
    hint: 'A dry run changes nothing.',
    start: 'Dry run',
    result:
      'With {{days}} days, a disposal of now takes {{due}} of {{total}} data files.',
    held: 'Due and kept: {{count}}',
    confirming: 'Somebody would have to confirm that number first.',
    days: 'Give a whole number from 1 to 3650',
  },
  hold: {
    title: 'A legal hold is on this data',
    who: 'By {{person}}, {{time}}: {{reason}}',
    means: 'Nothing of it goes until the hold is lifted.',
    set: 'Set a legal hold…',
    lift: 'Lift the legal hold…',
    earlier: 'Earlier legal holds ({{count}})',
    was: 'Set by {{person}} {{time}}: {{reason}}',
    lifted: 'Lifted by {{person}} {{time}}: {{reason}}',
  },
  held: {
    'legal-hold': 'Due and kept by the legal hold: {{count}}',
    'open-incident': 'Due and kept while an incident is open: {{count}}',
  },
  disposals: 'Last disposals',
  noDisposals: 'Nothing has gone yet',
  disposal: {
    when: 'When',
    why: 'Why',
    due: 'Due',
    done: 'Gone',
    held: 'Kept',
    waiting: 'Still to go',
  },
  causes: {
    rule: 'By the rule',
    confirmed: 'Confirmed by a person',
    retired: 'The app was retired',
  },
  holdDialog: {
    title: {
      set: 'Set a legal hold on {{app}}',
      lift: 'Lift the legal hold on {{app}}',
    },
    what: {
      set: 'From now on nothing of its data goes, also when its time is over or the app is retired. A disposal that is under way stops. Owner and second owner are told.',
      lift: 'Its retention rule counts again: what is due by now goes within minutes. Owner and second owner are told.',
    },
    reason: 'Your reason',
    reasonHint: {
      set: 'Its owner and reviewers read it.',
      lift: 'It is kept with the hold.',
    },
    confirm: { set: 'Set the legal hold', lift: 'Lift the legal hold' },
    done: { set: 'The legal hold is set', lift: 'The legal hold is lifted' },
  },
  confirmDialog: {
    title: 'Dispose of data of {{app}}',
    what: {
      delete:
        'Of {{total}} data files, {{due}} are deleted for good. That cannot be undone.',
      archive: 'Of {{total}} data files, {{due}} go to the archive.',
    },
    restart: 'A copy that runs is stopped for a moment meanwhile.',
    confirm: 'Dispose of {{due}}',
    done: 'They go now',
  },
};

/** The end of an app. */
export const retirement = {
  panel: {
    title: 'End this app',
    text: 'For an app that nobody needs any more. You see first what happens. There is no way back.',
    open: 'Retire the app…',
  },
  dialog: {
    title: 'Retire {{app}}',
    what: 'This happens, in this order:',
    steps: {
      copies: 'It stops running. Copies that are stopped: {{count}}',
      credentials:
        'Nobody can sign in any more. Sign-ins taken back: {{count}}',
      requests:
        'What was asked for it is withdrawn, and exceptions end. Requests: {{count}}',
      delete: 'Its data is deleted for good {{time}}. Data files: {{count}}',
      archive: 'Its data goes to the archive {{time}}. Data files: {{count}}',
      record:
        'Its record, its history and its code stay, and it is found in the list as retired.',
    },
    legalHold: 'A legal hold keeps its data until it is lifted.',
    openIncident: 'Its data is kept while an incident is open.',
    reason: 'Your reason',
    reasonHint: 'Owner, second owner and reviewers read it.',
    name: 'Type the name of the app to confirm: {{app}}',
    confirm: 'Retire the app for good',
    done: 'The app is retired',
  },
  banner: {
    retired: 'This app is retired',
    disposed: 'This app and its data are gone',
    who: 'By {{person}}, {{time}}',
    because: 'The reason: {{reason}}',
    steps: 'How far it has come',
    accessEnding: 'Copies are being stopped and sign-in is taken back…',
    accessEnded: 'Nothing of it runs and nobody can sign in, since {{time}}',
    problem: 'The last attempt did not work and is repeated: {{problem}}',
    dataWaits: 'Its data goes {{time}}. Data files: {{count}}',
    dataGoing: 'Its data is going. Data files left: {{count}}',
    keptBy: {
      'legal-hold': 'A legal hold keeps its data. Data files: {{count}}',
      'open-incident':
        'Its data is kept while an incident is open. Data files: {{count}}',
    },
    dataGone: 'Its data is gone, since {{time}}',
    record: 'Its record, its history and its code stay.',
  },
};
