import { anIncident, NOW } from '../testing';
import type { Person } from '../approvals/approval';
import { HOUR, instantAfter } from '../time/instants';
import type { Incident } from './incident';
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
