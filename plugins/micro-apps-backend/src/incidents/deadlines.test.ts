import {
  audited,
  CAUSES,
  hoursPass,
  incident,
  MAYA,
  registered,
  reported,
  SAM,
  settled,
  step,
  usePortals,
  type Portal,
} from '../__testUtils__';
import { createCompanyRules } from '../flows/testing';
import { createDatabase } from '../kernel/database';
import { NOTICE } from '../kernel/notices';
import { TooEarly } from '../kernel/outbox';
import { lookAtClock } from './incidentClock';

const start = usePortals();

/** Maya's app with an incident that was noticed just now. */
async function noticed() {
  const portal = await start();
  await registered(portal);
  const made = await reported(portal);
  await settled(portal);
  return { portal, made };
}

async function breaches({ knex }: Portal) {
  return await knex('micro_apps_incident_breaches').orderBy('at');
}

/** Notices of missed deadlines: who is told of which. */
async function escalations({ knex }: Portal): Promise<string[]> {
  return await knex('micro_apps_outbox')
    .where({ topic: NOTICE })
    .whereLike('message_key', '%:breach:%')
    .orderBy('message_key')
    .pluck('message_key');
}

describe('a deadline', () => {
  it('that ended while nobody looked is missed since it ended, noticed now, and told once (B4)', async () => {
    const { portal, made } = await noticed();
    await hoursPass(portal, made, 5);
    await settled(portal);
    const [breach, ...others] = await breaches(portal);
    const { clocks, detectedAt } = await incident(portal, made);
    expect(others).toEqual([]);
    expect(breach).toMatchObject({ clock: 'escalation', at: clocks[0].dueAt });
    expect(Date.parse(breach.at) - Date.parse(detectedAt)).toBe(2 * 3_600_000);
    expect(Date.now() - Date.parse(breach.noticed_at)).toBeLessThan(30_000);
    expect(
      Date.parse(breach.noticed_at) - Date.parse(breach.at),
    ).toBeGreaterThan(2.9 * 3_600_000);
    expect(await escalations(portal)).toEqual(
      ['administrators', 'owners', 'security'].map(
        to => `notice:incident:${made.id}:breach:escalation:${to}`,
      ),
    );
    // Looking again, and taking it on late, add nothing.
    await step(portal.as(SAM), made, 'escalate').expect(200);
    await settled(portal);
    expect(await breaches(portal)).toEqual([breach]);
    expect(await escalations(portal)).toHaveLength(3);
    const actions = await audited(portal);
    expect(
      actions.filter(action => action === 'incident.breached'),
    ).toHaveLength(1);
    expect((await incident(portal, made)).clocks[0].state).toBe('late');
  });

  it('that three replicas look at is missed once (B5)', async () => {
    const { portal, made } = await noticed();
    const { knex, company } = portal;
    const others = [
      await start({ knex, company }),
      await start({ knex, company }),
    ];
    await hoursPass(portal, made, 80);
    // All look at the same moment, too, not only each when it claims the note.
    await Promise.all(
      [portal, ...others].map(each =>
        step(each.as(MAYA), made, 'severity', {
          severity: 'high',
          reason: 'Nobody has looked',
        }),
      ),
    );
    await settled(portal);
    expect((await breaches(portal)).map(({ clock }) => clock)).toEqual([
      'escalation',
      'root-cause',
    ]);
    expect(await escalations(portal)).toHaveLength(6);
    const actions = await audited(portal);
    expect(
      actions.filter(action => action === 'incident.breached'),
    ).toHaveLength(2);
  });

  it('is taken over from a replica that died while it looked (B5)', async () => {
    const { portal, made } = await noticed();
    await hoursPass(portal, made, 5);
    // Claimed by somebody who never came back, two minutes ago.
    await portal
      .knex('micro_apps_outbox')
      .where({ topic: 'incident.due', state: 'waiting' })
      .andWhere('wanted_at', '<=', new Date().toISOString())
      .update({
        attempts: 1,
        failures: 1,
        due_at: new Date(Date.now() - 1000).toISOString(),
      });
    await settled(portal);
    expect(await breaches(portal)).toHaveLength(1);
  });

  it('is not forgotten when the clock is set back while it is looked at (B6)', async () => {
    const { portal, made } = await noticed();
    const dueAt = Date.parse((await incident(portal, made)).clocks[0].dueAt);
    const look = (late: number) =>
      lookAtClock({
        clock: () => new Date(dueAt + late),
        database: createDatabase(portal.knex),
      })({ incidentId: made.id }, { wantedAt: new Date(dueAt + 1) });
    await expect(look(0)).rejects.toThrow(TooEarly);
    expect(await breaches(portal)).toEqual([]);
    await look(1);
    expect(await breaches(portal)).toMatchObject([{ clock: 'escalation' }]);
  });

  it('does not move when the severity is lowered at 1 h 59 (B13)', async () => {
    const { portal, made } = await noticed();
    await step(portal.as(MAYA), made, 'severity', {
      severity: 'high',
      reason: 'More people were hit',
    }).expect(200);
    await hoursPass(portal, made, 119 / 60);
    await step(portal.as(SAM), made, 'severity', {
      severity: 'low',
      reason: 'It was not so bad',
    }).expect(200);
    await hoursPass(portal, made, 2 / 60);
    await settled(portal);
    expect(await breaches(portal)).toMatchObject([{ clock: 'escalation' }]);
    const { severities, worstSeverity } = await incident(portal, made);
    expect(severities.map(({ severity }) => severity)).toEqual([
      'low',
      'high',
      'low',
    ]);
    expect(worstSeverity).toBe('high');
  });

  it('is the organisation’s where that is shorter, and stays what it was (R12)', async () => {
    const policy = createCompanyRules();
    const limits = (
      escalateWithinHours: number,
      analysisWithinHours: number,
    ) => {
      policy.described = {
        incidentLimits: { escalateWithinHours, analysisWithinHours },
      };
    };
    const portal = await start({ policy });
    await registered(portal);
    const hours = async () => {
      const { clocks, detectedAt } = await reported(portal);
      return clocks.map(
        ({ dueAt }) => (Date.parse(dueAt) - Date.parse(detectedAt)) / 3_600_000,
      );
    };
    limits(1, 24);
    const strict = await reported(portal);
    expect(await hours()).toEqual([1, 25]);
    limits(24, 200);
    expect(await hours()).toEqual([2, 74]);
    expect((await incident(portal, strict)).clocks).toEqual(strict.clocks);
  });

  it('goes on through closing and opening again (B14)', async () => {
    const { portal, made } = await noticed();
    await step(portal.as(SAM), made, 'escalate').expect(200);
    await step(portal.as(MAYA), made, 'causes', CAUSES).expect(200);
    await step(portal.as(SAM), made, 'close').expect(200);
    await hoursPass(portal, made, 100);
    await step(portal.as(MAYA), made, 'reopen', { reason: 'Again' }).expect(
      200,
    );
    await settled(portal);
    // Both were met in their time, a hundred hours ago.
    const { clocks } = await incident(portal, made);
    expect(clocks.map(({ state }) => state)).toEqual(['met', 'met']);
    expect(await breaches(portal)).toEqual([]);
  });

  it('is missed by causes that come at 72 h and a second, whatever they say (B15)', async () => {
    const { portal, made } = await noticed();
    await step(portal.as(SAM), made, 'escalate').expect(200);
    await hoursPass(portal, made, 72 + 1 / 3600);
    const causes = {
      causes: 'Written on 24 November 2026, the day it happened',
      actions: [{ ...CAUSES.actions[0], until: '2026-11-24' }],
    };
    await step(portal.as(MAYA), made, 'causes', causes).expect(200);
    await settled(portal);
    const { clocks, duties } = await incident(portal, made);
    expect([clocks[1].state, duties]).toEqual(['late', []]);
    expect(await breaches(portal)).toMatchObject([
      { clock: 'root-cause', at: clocks[1].dueAt },
    ]);
    // Another version changes nothing about that.
    await step(portal.as(MAYA), made, 'causes', causes).expect(200);
    expect((await incident(portal, made)).clocks[1]).toEqual(clocks[1]);
    expect(await breaches(portal)).toHaveLength(1);
  });

  it('is reminded of before it ends, and no more once it is met', async () => {
    const { portal, made } = await noticed();
    const reminders = async (): Promise<string[]> =>
      await portal
        .knex('micro_apps_outbox')
        .where({ topic: NOTICE, state: 'waiting' })
        .whereLike('message_key', '%:due:%')
        .orderBy('message_key')
        .pluck('message_key');
    const of = (clock: string) => `notice:incident:${made.id}:due:${clock}`;
    expect(await reminders()).toEqual([of('escalation'), of('root-cause')]);
    await step(portal.as(SAM), made, 'escalate').expect(200);
    expect(await reminders()).toEqual([of('root-cause')]);
    const [{ due_at: soon }] = await portal
      .knex('micro_apps_outbox')
      .where({ message_key: of('root-cause') });
    const { clocks } = await incident(portal, made);
    expect(Date.parse(clocks[1].dueAt) - Date.parse(soon)).toBe(24 * 3_600_000);
    await step(portal.as(MAYA), made, 'causes', CAUSES).expect(200);
    expect(await reminders()).toEqual([]);
  });
});
