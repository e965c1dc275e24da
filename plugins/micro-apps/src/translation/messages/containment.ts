/** Holding an app, on its Risk tab. */
export const containment = {
  held: {
    restricted: 'This app is restricted',
    quarantined: 'This app is in quarantine',
    suspended: 'This app is suspended',
  },
  means: {
    restricted:
      'What runs keeps running. Nothing new can be promoted and no new sign-in is given until it is released.',
    quarantined:
      'Nothing of it runs and nobody can sign in to it. Its data, its code and its record are kept.',
    suspended:
      'Nothing of it runs and nobody can sign in to it. Its data, its code and its record are kept. Only security releases it.',
  },
  who: 'By {{person}}, {{time}}: {{reason}}',
  since: 'Since {{time}}. Its owner and reviewers see why.',
  revoking: 'Revoking: copies are being stopped and sign-in is taken back…',
  problem: 'The last attempt did not work and is repeated: {{problem}}',
  next: {
    quarantined:
      'What to do: meet these controls, then release it by its checks.',
    clear: 'The controls that it is held for are met. It can be released now.',
    people: 'What to do: speak with whoever holds it; they release it.',
    ask: 'Its owner can release it when its controls are met.',
  },
  steps: 'Steps to the release',
  releaseByChecks: 'Release it by its checks',
  freed: 'It is released; what ran before is put in place again',
  release: 'Release',
  panel: {
    title: 'Hold this app',
    text: 'For when something is wrong with it right now. Each of these can be taken back.',
  },
  action: {
    restrict: 'Restrict',
    quarantine: 'Quarantine',
    suspend: 'Suspend',
  },
  earlier: 'Earlier holds ({{count}})',
  was: {
    restricted: 'Restricted by {{person}} {{time}}: {{reason}}',
    quarantined: 'Quarantined by {{person}} {{time}}: {{reason}}',
    suspended: 'Suspended by {{person}} {{time}}: {{reason}}',
  },
  ended: {
    released: 'Released by {{person}} {{time}}: {{reason}}',
    'released-by-checks': 'Released by its checks for {{person}} {{time}}',
    retired: 'The app was retired by {{person}} {{time}}',
    replaced: 'Held anew by {{person}} {{time}}',
  },
  dialog: {
    title: {
      restrict: 'Restrict {{app}}',
      quarantine: 'Quarantine {{app}}',
      suspend: 'Suspend {{app}}',
      release: 'Release {{app}}',
    },
    confirm: {
      restrict: 'Restrict the app',
      quarantine: 'Quarantine the app',
      suspend: 'Suspend the app',
      release: 'Release the app',
    },
    what: {
      restrict:
        'It keeps running; every gate is closed for it at once. Owner and second owner are told.',
      quarantine:
        'It stops running everywhere and its sign-in is taken back; data is kept. Owner and second owner are told what to do, and can release it when the controls below are met again. You can release it, too.',
      suspend:
        'It stops running everywhere and its sign-in is taken back; data is kept. Only security can release it.',
      release:
        'What ran before is put in place again: the same commits in the same environments, with a new sign-in. Owner and second owner are told.',
    },
    reason: 'Your reason',
    reasonHint: 'Its owner reads it.',
    controls: 'Which controls is it about? None of them: all.',
    done: {
      restrict: 'The app is restricted',
      quarantine: 'The app is in quarantine',
      suspend: 'The app is suspended',
      release: 'The app is released',
    },
  },
};
