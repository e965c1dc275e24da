import { createTranslationRef } from '@backstage/core-plugin-api/alpha';

/** Texts of the shared widgets. @public */
export const microAppsReactTranslationRef = createTranslationRef({
  id: 'plugin.micro-apps.react',
  messages: {
    band: {
      low: 'Low risk',
      medium: 'Medium risk',
      high: 'High risk',
      scored: '{{score}} of 10',
    },
    stage: {
      label: 'Where the app stands',
      draft: 'Draft',
      sandbox: 'Sandbox',
      'in-review': 'In review',
      approved: 'Approved',
      production: 'Production',
      beta: 'In beta',
      retired: 'Retired',
      done: 'done',
      current: 'now',
      ahead: 'still to come',
      retiredText: 'This app is retired.',
    },
    error: {
      title: 'That did not work',
      retry: 'Try again',
      'signed-out': 'Sign in again, then come back to this page.',
      'not-allowed':
        'Ask the owner of the app or the platform team; they can do it or give you the right.',
      'unknown-record':
        'Check the address, or look for it on the page "My micro apps".',
      'too-large': 'Make it smaller and send it again.',
      busy: 'Wait a minute and try again; nothing was lost.',
      'changed-since-you-looked':
        'Somebody changed it in the meantime. Load it again and look at what is new.',
      'directory-unavailable':
        'Wait a minute and try again; the list of people does not answer.',
      'invalid-input': 'Mend the fields below and send it again.',
      failed: 'Try again; if it stays so, tell the platform team.',
    },
    time: {
      now: 'just now',
      unknown: 'at an unknown time',
    },
    score: {
      title: 'Why this score',
      reason: 'Reason',
      lowers: 'What lowers it',
      points: 'Points',
      atLeast: 'never below {{floor}} while this is so',
      nothingLowers: 'nothing',
      cheapest:
        'The easiest way down: {{change}}. Then {{score}} of 10, {{band}}.',
      together:
        'Together: {{first}} and {{last}}. Then {{score}} of 10, {{band}}.',
      lowest: 'No single change lowers this score.',
      model: 'Risk model {{revision}}',
    },
    finding: {
      satisfied: 'Met',
      'not-satisfied': 'Not met',
      unknown: 'Not known yet',
      'not-applicable': 'Does not apply',
      excepted: 'Excepted',
    },
    loading: { label: 'Loading' },
    dialog: { cancel: 'Cancel' },
  },
});
