/** Page "Deliveries", for administrators. */
export const deliveries = {
  title: 'Deliveries',
  subtitle: 'What still has to reach people and systems',
  onTime: 'Everything is on time',
  onTimeText:
    'Nothing is late. {{scheduled}} reminders and other clocks run on.',
  some: '{{waiting}} on their way',
  someText: 'The oldest should have been there {{time}}.',
  late: 'Deliveries are late',
  lateText:
    'The oldest should have been there {{time}}. The reasons below say what holds them up.',
  silent: 'Nobody is told anything yet',
  silentText:
    'Since this installation began, {{people}} people would have been told {{notices}} things. Set microApps.notices.silent to false when they are to hear from micro apps; what happened before then stays untold.',
  webhooks: 'Webhooks',
  webhook: 'Webhook',
  waiting: 'Waiting',
  failed: 'Set aside',
  since: 'Oldest since',
  nothing: 'nothing',
  which: 'Which deliveries',
  view: { failed: 'Set aside', waiting: 'Waiting' },
  none: {
    failed: 'Nothing was set aside, and that is good',
    waiting: 'Nothing waits',
  },
  noneText: {
    failed:
      'What fails eight times, or finds nobody for three days, stands here.',
    waiting: 'Everything has been delivered.',
  },
  table: 'Deliveries',
  what: 'What',
  about: 'About',
  tried: 'Tried',
  times: '{{count}} times',
  reason: 'What happened',
  noReason: 'Not tried yet',
  at: { failed: 'Given up', waiting: 'Next try' },
  todo: 'To do',
  retry: 'Try again',
  retried: 'It is tried again now',
  topic: {
    webhook: 'Webhook “{{id}}”',
    notice: 'Message to people',
    event: 'Event for other plugins',
    other: 'Work “{{topic}}”',
  },
};
