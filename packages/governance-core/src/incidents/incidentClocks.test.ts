import fc from 'fast-check';
import { anIncident, NOW } from '../testing';
import { HOUR, instantAfter } from '../time/instants';
import type { Breach, Incident } from './incident';
import { incidentClocks, newBreaches, nextDueAt } from './incidentClocks';

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
