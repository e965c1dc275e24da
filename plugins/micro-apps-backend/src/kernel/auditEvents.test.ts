import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MICRO_APPS_EVENT_TYPES } from '@micro-apps/plugin-micro-apps-common';
import { eventOf, NOT_TOLD } from './auditEvents';

const SOURCE = join(__dirname, '..');
const ENTRY = {
  seq: 7,
  at: '2026-11-25T08:00:00.000Z',
  appId: 'where2eat',
};

/** What the backend writes into its audit log as actions. */
function actionsInSource(): { actions: string[]; beginnings: string[] } {
  const properties = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && !/test|fake/i.test(file))
    .flatMap(file => {
      const text = readFileSync(join(SOURCE, file), 'utf8');
      // From `action:` to the end of the property, for those that choose.
      return [...text.matchAll(/\baction:\s([^,;]*)[,;]/g)].map(
        ([, value]) => value,
      );
    });
  const all = (pattern: RegExp) => [
    ...new Set(
      properties.flatMap(value =>
        [...value.matchAll(pattern)].map(([, each]) => each),
      ),
    ),
  ];
  return {
    actions: all(/'([a-z-]+\.[a-z-]+)'/g),
    // Put together: `vendor.${state}`.
    beginnings: all(/`([a-z-]+\.)\$/g),
  };
}

describe('events', () => {
  it('are told for every action in the audit log, or left out on purpose', () => {
    const { actions, beginnings } = actionsInSource();
    expect(actions).toEqual(
      expect.arrayContaining(['app.registered', 'sandbox.stop-ordered']),
    );
    const undecided = actions.filter(
      action => !NOT_TOLD.includes(action) && !eventOf({ ...ENTRY, action }),
    );
    // Add it to MICRO_APPS_EVENT_TYPES, or to NOT_TOLD with a reason.
    expect(undecided).toEqual([]);
    for (const beginning of beginnings) {
      expect(MICRO_APPS_EVENT_TYPES).toContainEqual(
        expect.stringContaining(beginning),
      );
    }
    for (const action of NOT_TOLD) {
      expect(eventOf({ ...ENTRY, action })).toBeUndefined();
    }
  });

  it('say what a vote came to', () => {
    const typeOf = (action: string, state?: string) =>
      eventOf({ ...ENTRY, action, details: { state } })?.type;
    expect(typeOf('request.voted', 'open')).toBe('request.voted');
    expect(typeOf('request.voted', 'approved')).toBe('request.decided');
    expect(typeOf('request.voted', 'rejected')).toBe('request.decided');
    expect(typeOf('request.voted', 'changes-requested')).toBe(
      'request.changes-requested',
    );
    expect(typeOf('request.approved')).toBe('request.decided');
    for (const type of MICRO_APPS_EVENT_TYPES) {
      if (['request.decided', 'request.changes-requested'].includes(type))
        continue;
      expect(typeOf(type)).toBe(type);
    }
  });

  it('carry ids and words of closed lists, never people or what they wrote', () => {
    const event = eventOf({
      ...ENTRY,
      action: 'request.opened',
      details: {
        requestId: 'r-1',
        subjectId: 'Acme CRM and its friends',
        state: 'open',
        version: 3,
        reason: 'because Maya said so',
        requestedBy: 'user:default/maya',
        summary: 'Approval asked for',
      },
    });
    expect(event).toEqual({
      id: 'event-7',
      sequence: 7,
      type: 'request.opened',
      at: ENTRY.at,
      appId: 'where2eat',
      about: { requestId: 'r-1', state: 'open', version: 3 },
      link: '/catalog/default/component/where2eat/risk',
    });
  });
});
