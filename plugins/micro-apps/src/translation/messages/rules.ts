/** How company rules act, and switching them. */
export const rules = {
  none: 'No company rules are loaded',
  noneText:
    'Only the rules that the portal brings decide. A platform team can add company rules; the documentation of company rules says how.',
  table: 'Company rules',
  rule: 'Rule',
  how: 'How it acts',
  since: 'Switched',
  change: 'Change',
  changeOf: 'Change "{{rule}}"',
  mayNot:
    'The security team of the company and portal administrators switch rules; everybody sees how they act.',
  everywhere: 'Everywhere',
  inRing: '{{ring}}: {{mode}}',
  switchedBy: '{{person}} {{time}}: {{reason}}',
  mode: {
    observe: 'Observes',
    warn: 'Warns',
    enforce: 'Enforces',
  },
  modeText: {
    observe: 'Only written down; nobody notices.',
    warn: 'Makers see what it would block; nothing is blocked.',
    enforce: 'Blocks until it is met.',
  },
  dialog: {
    title: 'Change how a rule acts',
    where: 'Where',
    to: 'How it should act',
    now: 'Now: {{mode}}',
    without: 'Take this switch back ({{mode}})',
    warnFirst:
      'A rule warns before it enforces. Let it warn first, and look at what it would block.',
    preview: 'Show what it would touch',
    again: 'Work it out again',
    stop: 'Stop',
    progress: '{{done}} of {{total}} apps looked at',
    none: 'No app would notice a difference at its next promotion.',
    would:
      'Apps for which it makes a difference at their next promotion: {{apps}}. Blocked then: {{held}}. Free then: {{free}}. Owners and second owners concerned: {{people}}. Sign-ins: {{credentials}}.',
    undecided: 'No clear answer about {{count}} apps; count them as blocked.',
    examples: 'Some of them',
    running:
      'What runs keeps running. Where the rule then says no, owners get time for a new approval.',
    reason: 'Your reason',
    reasonHint: 'Everybody who reads the rules sees it.',
    confirm: 'Switch the rule',
    done: 'The rule is switched',
  },
  name: {
    'annual-review': 'A person looks at the app again every year',
    'company-rule': 'Rules that the company wrote itself',
    'crm-hr-authorisation':
      'Customer and personnel systems only with explicit authorisation',
    'data-disposition': 'An app’s data is gone before the app is',
    'effective-class': 'The data class that counts is the highest one',
    'external-sharing':
      'Whoever shares personal data outside takes care of privacy',
    'iam-least-privilege': 'Cloud permissions name their actions and resources',
    'network-reach': 'No door is open to the whole internet',
    'oauth-client-authentication': 'Sign-ins prove who they are with a key',
    'oauth-grants': 'Sign-ins use safe ways only',
    'oauth-redirects': 'Sign-ins return to exact, encrypted addresses',
    'oauth-scopes': 'Sign-ins get the registered scopes and no more',
    'oauth-token-lifetime': 'Tokens are short-lived',
    'pii-heavy-retention': 'Much personal data is kept for a shorter time',
    'registration-complete': 'A registration says all that it has to',
    'resource-kinds': 'Only resources that some rule looks at',
    'retention-window': 'Data is kept no longer than allowed',
    'sensitive-vendors':
      'Payment, health and identity services need a security review',
    'storage-access': 'Storage is never readable by everybody',
    'unknown-integrations': 'Only what the integration catalog holds',
    'vendor-approval': 'A vendor’s approval has not ended',
  },
};
