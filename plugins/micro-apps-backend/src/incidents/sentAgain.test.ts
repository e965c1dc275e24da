import {
  audited,
  CAUSES,
  everybodyTold,
  incident,
  MAYA,
  NOAH,
  registered,
  reported,
  SAM,
  step,
  usePortals,
} from '../__testUtils__';

const start = usePortals();

/** Every step there is, in an order in which each can be taken. */
const STEPS: readonly (readonly [name: string, ref: string, body: object])[] = [
  ['escalate', SAM, {}],
  ['causes', MAYA, CAUSES],
  ['severity', NOAH, { severity: 'high', reason: 'More were hit' }],
  ['about', SAM, { kind: 'component', name: 'left-pad' }],
  ['post-mortem', SAM, { text: 'To ask before sending' }],
  ['suspension', SAM, { decision: 'keep-running', reason: 'It is mended' }],
  ['close', SAM, {}],
  ['reopen', MAYA, { reason: 'It came back' }],
];

describe('a step of an incident that is sent again', () => {
  it('is answered, and taken once for its key', async () => {
    const portal = await start();
    await registered(portal);
    const made = await reported(portal);
    const kept = async () => ({
      entries: await audited(portal),
      notices: await portal.knex('micro_apps_notices').orderBy('id'),
      seen: await incident(portal, made),
    });
    for (const [name, ref, content] of STEPS) {
      const body = { ...content, idempotencyKey: name };
      const entriesBefore = await audited(portal);
      const caller = portal.as(ref);
      const first = await step(caller, made, name, body).expect(200);
      await everybodyTold(portal);
      const once = await kept();
      expect(once.entries).toHaveLength(entriesBefore.length + 1);
      const second = await step(caller, made, name, body).expect(200);
      await everybodyTold(portal);
      expect(await kept()).toEqual(once);
      expect(second.body).toEqual(first.body);
    }
  });

  it('is taken once when both come at the same time', async () => {
    const portal = await start();
    await registered(portal);
    const made = await reported(portal);
    const body = { ...CAUSES, idempotencyKey: 'once' };
    const answers = await Promise.all(
      [1, 2, 3].map(() => step(portal.as(MAYA), made, 'causes', body)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await incident(portal, made)).causes).toHaveLength(1);
  });

  it('is refused with another content, for another incident, or as another step', async () => {
    const portal = await start();
    await registered(portal);
    const made = await reported(portal);
    const other = await reported(portal, { title: 'It happened again' });
    const idempotencyKey = 'once';
    const maya = portal.as(MAYA);
    const body = { ...CAUSES, idempotencyKey };
    await step(maya, made, 'causes', body).expect(200);
    const changed = { ...body, causes: 'It was something else after all' };
    for (const refused of [
      step(maya, made, 'causes', changed),
      step(maya, other, 'causes', body),
      step(maya, made, 'severity', {
        severity: 'high',
        reason: 'More were hit',
        idempotencyKey,
      }),
    ]) {
      const answer = await refused.expect(400);
      expect(answer.body.error.details).toMatchObject([
        { path: 'idempotencyKey' },
      ]);
    }
    expect((await incident(portal, other)).causes).toEqual([]);
    // Somebody else's key is another.
    const sam = portal.as(SAM);
    await step(sam, made, 'escalate', { idempotencyKey }).expect(200);
    // These two send the same, and closing is not answered with taking on.
    await step(sam, made, 'close', { idempotencyKey }).expect(400);
  });
});
