/** What company rules say beyond a single decision. */
export const policy = {
  weakened: 'Company rules are looser than shipped',
  because: 'The reason that was given: {{because}}',
  noReason: 'No reason was given.',
  which: 'What is looser',
  row: '{{path}}: {{because}}',
  unfit: 'This portal is not set up safely',
  unfitRow: '{{setting}}: {{because}}. {{next}}.',
  pending: {
    title: 'Company rules have not been asked yet',
    text: 'They are asked again by themselves. Until they agree, the app stays in the sandbox; there is nothing to do for you.',
  },
  refused: {
    title: 'Company rules do not agree to the registration yet',
    text: 'The app stays in the sandbox. Change the registration, and they are asked again.',
  },
  reapproval: 'New company rules: needs approval again by {{date}}',
  reapprovalText: 'It keeps running. The approval is due {{time}}.',
  reapprovalBecause: 'What the new rules say: {{because}}',
};
