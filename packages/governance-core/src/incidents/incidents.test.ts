import fc from 'fast-check';
import { anIncident, NOW } from '../testing';
import type { Person } from '../approvals/approval';
import { HOUR, instantAfter } from '../time/instants';
import type { Breach, Incident } from './incident';
import { incidentClocks, newBreaches, nextDueAt } from './incidentClocks';
import {
  changeSeverity,
  closeIncident,
  detectedWithin,
  incidentCircumstances,
  incidentDuties,
  mayHandleIncident,
  openDuties,
  reopenIncident,
  severityOf,
  worstSeverity,
} from './incidentRules';

const after = (hours: number, ms = 0) =>
  instantAfter(NOW, hours * HOUR + ms) ?? '';
const clocks = (changes: Partial<Incident>, now: string) =>
  incidentClocks({ incident: anIncident(changes), now });
const states = (changes: Partial<Incident>, now: string) =>
  clocks(changes, now).map(({ state }) => state);

describe('incidentClocks', () => {
  it('are due 2 hours after notice and 72 hours after passing on', () => {
    expect(clocks({ escalatedAt: after(1) }, NOW)).toEqual([
      {
        name: 'escalation',
        dueAt: '2026-11-24T12:00:00.000Z',
        state: 'met',
        doneAt: '2026-11-24T11:00:00.000Z',
      },
      {
        name: 'root-cause',
        dueAt: '2026-11-27T11:00:00.000Z',
        state: 'running',
      },
    ]);
  });

  it.each([
    ['at the minute', after(2), 'running'],
    ['a millisecond later', after(2, 1), 'overdue'],
    ['by a clock that nobody can read', 'now', 'overdue'],
  ])('run out %s', (_, now, state) => {
    expect(states({}, now)[0]).toBe(state);
  });

  it('tell in time from late by what the server received first', () => {
    const rootCause = (...rootCauseReceivedAt: string[]) =>
      states({ escalatedAt: after(1), rootCauseReceivedAt }, after(200))[1];
    expect(rootCause(after(73))).toBe('met');
    expect(rootCause(after(73, 1000))).toBe('late');
    expect(rootCause(after(90), after(72))).toBe('met');
    expect(rootCause()).toBe('overdue');
    expect(rootCause('once')).toBe('late');
    expect(states({ escalatedAt: after(2) }, after(200))[0]).toBe('met');
    expect(states({ escalatedAt: after(2, 1) }, after(200))[0]).toBe('late');
  });

  it('give no more time to who passes on late or never', () => {
    const due = (escalatedAt?: string) =>
      clocks({ escalatedAt }, NOW)[1]?.dueAt;
    expect(due(after(2))).toBe('2026-11-27T12:00:00.000Z');
    expect(due(after(50))).toBe('2026-11-27T12:00:00.000Z');
    expect(due()).toBe('2026-11-27T12:00:00.000Z');
  });

  it('count hours, not clock faces, when clocks are put forward', () => {
    expect(
      clocks({ detectedAt: '2026-03-29T01:30:00+01:00' }, NOW)[0]?.dueAt,
    ).toBe('2026-03-29T02:30:00.000Z');
    expect(
      clocks({ detectedAt: '2028-02-28T23:00:00-11:00' }, NOW)[0]?.dueAt,
    ).toBe('2028-02-29T12:00:00.000Z');
  });

  it('are over when nobody can read when it began', () => {
    expect(clocks({ detectedAt: 'once' }, NOW)).toEqual([
      {
        name: 'escalation',
        dueAt: '1970-01-01T00:00:00.000Z',
        state: 'overdue',
      },
      {
        name: 'root-cause',
        dueAt: '1970-01-01T00:00:00.000Z',
        state: 'overdue',
      },
    ]);
  });

  it('take other limits', () => {
    expect(
      incidentClocks({
        incident: anIncident(),
        now: NOW,
        limits: { escalation: 1, rootCause: 24 },
      }).map(({ dueAt }) => dueAt),
    ).toEqual(['2026-11-24T11:00:00.000Z', '2026-11-25T11:00:00.000Z']);
  });

  it('are those of the incident, where these are stricter', () => {
    const due = (escalation: number, rootCause: number) =>
      clocks({ limits: { escalation, rootCause } }, NOW).map(
        ({ dueAt }) => dueAt,
      );
    expect(due(1, 24)).toEqual([after(1), after(25)]);
    for (const [escalation, rootCause] of [
      [9, 99],
      [NaN, NaN],
      [-1, -1],
    ] as const) {
      expect(due(escalation, rootCause)).toEqual([after(2), after(74)]);
    }
  });

  it('do not move with severity, closing or reopening', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('low', 'medium', 'high'),
        fc.boolean(),
        (severity, closed) => {
          const changed = {
            severities: [{ severity, by: 'user:default/sam', at: after(1.99) }],
            closedAt: closed ? after(3) : undefined,
          } as Partial<Incident>;
          expect(clocks(changed, after(5))).toEqual(clocks({}, after(5)));
        },
      ),
    );
  });
});

describe('newBreaches', () => {
  const incident = anIncident();
  const noticed = (now: string, known: readonly Breach[] = []) =>
    newBreaches({ incident, known, now });

  it('writes a breach down once, as of when it was due', () => {
    expect(noticed(after(2))).toEqual([]);
    const first = noticed(after(5));
    expect(first).toEqual([
      {
        incidentId: 'incident-1',
        clock: 'escalation',
        at: '2026-11-24T12:00:00.000Z',
        noticedAt: '2026-11-24T15:00:00.000Z',
      },
    ]);
    expect(noticed(after(6), first)).toEqual([]);
    expect(noticed(after(100), first).map(({ clock }) => clock)).toEqual([
      'root-cause',
    ]);
    const others = first.map(breach => ({ ...breach, incidentId: 'other' }));
    expect(noticed(after(5), others)).toHaveLength(1);
  });

  it('keeps the breach of what was done late', () => {
    expect(
      newBreaches({
        incident: anIncident({ escalatedAt: after(3) }),
        known: [],
        now: after(4),
      }),
    ).toMatchObject([{ clock: 'escalation', at: after(2) }]);
  });
});

const person = (ref: string): Person => ({ ref, groups: [] });

describe('changeSeverity', () => {
  const high = anIncident({
    severities: [
      { severity: 'low', by: 'user:default/maya', at: NOW },
      { severity: 'high', by: 'user:default/sam', at: after(1) },
    ],
  });
  const change = (to: string, by: string, incident = high) =>
    changeSeverity({
      incident,
      to: to as 'low',
      by: person(by),
      at: after(1.98),
      involved: [
        { ...person('user:default/rita'), subject: 'sub-rita' },
        { ...person('user:default/olga'), email: 'olga@example.com' },
      ],
    });

  it('keeps both values, and lets another person lower it', () => {
    const result = change('medium', 'user:default/li');
    expect(result).toEqual({
      ok: true,
      value: {
        ...high,
        severities: [
          ...high.severities,
          { severity: 'medium', by: 'user:default/li', at: after(1.98) },
        ],
      },
    });
    const lowered = result.ok ? result.value : high;
    expect([severityOf(lowered), worstSeverity(lowered)]).toEqual([
      'medium',
      'high',
    ]);
  });

  it.each([
    ['who reported it', 'User:Maya'],
    ['an owner', 'rita'],
    ['who rated it last', 'user:default/sam'],
    ['nobody', ''],
  ])('lets %s not lower it', (_, by) => {
    expect(change('medium', by)).toMatchObject({
      refusal: {
        code: 'not-eligible',
        because:
          'Somebody else has to lower the severity: not who reported it, owns the app or rated it last.',
      },
    });
  });

  it('knows a second account of somebody for the same person', () => {
    for (const second of [
      { ...person('user:default/r.ita'), subject: 'sub-rita' },
      { ...person('user:default/o'), email: 'Olga@Example.com' },
    ]) {
      const lowered = changeSeverity({
        incident: high,
        to: 'low',
        by: second,
        at: after(1.98),
        involved: [
          { ...person('user:default/rita'), subject: 'sub-rita' },
          { ...person('user:default/olga'), email: 'olga@example.com' },
        ],
      });
      expect(lowered).toMatchObject({ refusal: { code: 'not-eligible' } });
    }
  });

  it('lets anybody raise or keep it, to a severity that there is', () => {
    expect(change('high', 'user:default/maya', anIncident()).ok).toBe(true);
    expect(change('low', 'user:default/maya', anIncident()).ok).toBe(true);
    expect(change('grave', 'user:default/li')).toMatchObject({
      refusal: { code: 'invalid-input' },
    });
  });

  it('takes a severity that nobody knows, or none, for high', () => {
    const odd = anIncident({
      severities: [{ severity: 'odd' as 'low', by: 'x', at: NOW }],
    });
    const none = anIncident({ severities: [] });
    for (const incident of [odd, none]) {
      expect(severityOf(incident)).toBe('high');
      expect(worstSeverity(incident)).toBe('high');
    }
  });
});

describe('mayHandleIncident', () => {
  const owners = [{ ...person('user:default/maya'), subject: 'sub-maya' }];
  const may = (by: Person, roles: readonly ('security' | 'privacy')[]) =>
    mayHandleIncident({ person: by, roles, owners });

  it('is for the security team, and not for who owns the app', () => {
    const sam = person('user:default/sam');
    expect(may(sam, ['privacy', 'security']).ok).toBe(true);
    expect(may(sam, ['privacy'])).toMatchObject({
      refusal: { because: expect.stringMatching(/for the security team/) },
    });
    for (const maya of [
      person('User:Maya'),
      { ...person('user:default/second'), subject: 'SUB-maya' },
      person(''),
    ]) {
      expect(may(maya, ['security'])).toMatchObject({
        refusal: {
          code: 'not-eligible',
          because: expect.stringMatching(/You own this app/),
        },
      });
    }
  });
});

describe('detectedWithin', () => {
  const within = (detectedAt: string) =>
    detectedWithin({ detectedAt, now: NOW });

  it('keeps what can be so, in one spelling', () => {
    expect(within(NOW)).toEqual({ ok: true, value: NOW });
    expect(within('2026-11-24T11:30:00+02:00')).toEqual({
      ok: true,
      value: '2026-11-24T09:30:00.000Z',
    });
    expect(within(after(-365 * 24))).toMatchObject({ ok: true });
  });

  it.each([
    ['in the future', after(0, 1), /in the future/],
    ['never', 'once', /in the future/],
    ['too long ago', after(-365 * 24, -1), /more than a year ago/],
  ])('refuses what was noticed %s', (_, detectedAt, because) => {
    expect(within(detectedAt)).toMatchObject({
      refusal: {
        code: 'invalid-input',
        because: expect.stringMatching(because),
      },
    });
  });
});

describe('nextDueAt', () => {
  const due = (changes: Partial<Incident>) =>
    nextDueAt({ incident: anIncident(changes), now: NOW });

  it('is the first deadline that is not met, and none when all are', () => {
    expect(due({})).toBe(after(2));
    expect(due({ escalatedAt: after(1) })).toBe(after(73));
    expect(due({ rootCauseReceivedAt: [after(1)] })).toBe(after(2));
    expect(
      due({ escalatedAt: after(1), rootCauseReceivedAt: [after(99)] }),
    ).toBe(undefined);
  });
});

describe('closing an incident', () => {
  const done = {
    escalatedAt: after(1),
    rootCauseReceivedAt: [after(2)],
  };
  const high = [{ severity: 'high' as const, by: 'x', at: NOW }];

  it('needs its duties done, more of them in high', () => {
    expect(openDuties(anIncident({ severities: high }))).toEqual([
      'pass it on to the security team',
      'write down the causes and what will be done',
      'hold the post-mortem',
      'decide whether the app is suspended',
    ]);
    expect(incidentDuties(anIncident({ severities: high }))).toEqual([
      'escalation',
      'root-cause',
      'post-mortem',
      'suspension-decision',
    ]);
    expect(openDuties(anIncident(done))).toEqual([]);
    expect(
      closeIncident(anIncident({ ...done, severities: high }), NOW),
    ).toEqual({
      ok: false,
      refusal: {
        code: 'not-in-this-state',
        because:
          'It cannot be closed yet: hold the post-mortem, decide whether the app is suspended.',
        details: [
          { message: 'hold the post-mortem' },
          { message: 'decide whether the app is suspended' },
        ],
      },
    });
    const whole = anIncident({
      ...done,
      severities: high,
      postMortemAt: after(80),
      suspensionDecidedAt: after(81),
    });
    expect(closeIncident(whole, after(82))).toEqual({
      ok: true,
      value: { ...whole, closedAt: after(82) },
    });
  });

  it('can be undone, and only once each way', () => {
    const closed = anIncident({ ...done, closedAt: after(3) });
    expect(reopenIncident(closed)).toEqual({
      ok: true,
      value: anIncident(done),
    });
    expect(closeIncident(closed, after(4))).toMatchObject({
      refusal: { because: 'It is closed already.' },
    });
    expect(reopenIncident(anIncident(done))).toMatchObject({
      refusal: { because: 'It is open.' },
    });
  });
});

describe('incidentCircumstances', () => {
  const of = (now: string, ...incidents: Incident[]) =>
    incidentCircumstances({ incidents, now });
  const high = [{ severity: 'high' as const, by: 'x', at: NOW }];

  it('tells controls what is open, late and missing', () => {
    const none = {
      incidentOpen: false,
      highIncidentOpen: false,
      escalationLate: false,
      rootCauseOverdue: false,
      postMortemMissing: false,
    };
    expect(of(NOW)).toEqual(none);
    expect(of(after(999), anIncident({ closedAt: after(1) }))).toEqual(none);
    expect(of(NOW, anIncident())).toEqual({ ...none, incidentOpen: true });
    expect(of(after(3), anIncident())).toEqual({
      ...none,
      incidentOpen: true,
      escalationLate: true,
    });
    expect(of(after(999), anIncident({ severities: high }))).toEqual({
      incidentOpen: true,
      highIncidentOpen: true,
      escalationLate: true,
      rootCauseOverdue: true,
      postMortemMissing: true,
    });
    expect(
      of(
        after(999),
        anIncident({
          severities: high,
          escalatedAt: after(3),
          rootCauseReceivedAt: [after(400)],
          postMortemAt: after(401),
          suspensionDecidedAt: after(402),
        }),
      ),
    ).toEqual({
      ...none,
      incidentOpen: true,
      highIncidentOpen: true,
      escalationLate: true,
    });
    const half = { severities: high, postMortemAt: after(1) };
    expect(of(NOW, anIncident(half)).postMortemMissing).toBe(true);
    expect(
      of(NOW, anIncident({ severities: high, suspensionDecidedAt: NOW }))
        .postMortemMissing,
    ).toBe(true);
  });
});
