import {
  aFailedScan,
  APP,
  detail,
  inProduction,
  MAYA,
  registered,
  SAM,
  settled,
  usePortals,
  withCode,
  type Portal,
} from '../../__testUtils__';
import { recordEvidence } from '../../evidence/recordEvidence';
import { SYSTEM_ACTOR } from '../../kernel/types';

const start = usePortals();
const TASK = 'micro-apps-containment';
const RULE = { control: 'dynamic-security-scan', action: 'quarantine' };

/** An app in production whose newest dynamic scan failed. */
async function setUp(containment: object) {
  const portal = await start({
    microApps: { containment: { ...containment } },
  });
  await registered(portal);
  await withCode(portal);
  await inProduction(portal);
  const { head } = await detail(portal);
  await portal.knex.transaction(tx =>
    recordEvidence(tx, {
      appId: APP,
      evidence: aFailedScan(head),
      at: new Date(),
      actor: SYSTEM_ACTOR,
    }),
  );
  return portal;
}

async function shown(portal: Portal) {
  const { body } = await portal.as(SAM).get('/fleet/automatic').expect(200);
  return body;
}

describe('automatic containment', () => {
  it('is a task of the portal, shown to platform teams and undone by them', async () => {
    const portal = await setUp({
      automatic: [{ ...RULE, mode: 'enforce' }],
      blastRadius: { apps: 1 },
    });
    expect((await shown(portal)).lookedAt).toBeUndefined();
    await portal.run(TASK);
    await settled(portal);
    expect(await detail(portal)).toMatchObject({ standing: 'quarantined' });
    const { rules, lookedAt, most } = await shown(portal);
    expect(rules).toMatchObject([{ mode: 'enforce', apps: 1 }]);
    expect([typeof lookedAt, most]).toEqual(['string', 1]);
    await portal.as(MAYA).get('/fleet/automatic').expect(403);

    const { body: runs } = await portal.as(SAM).get('/fleet/runs').expect(200);
    expect(runs.items).toMatchObject([{ automatic: true }]);
    await portal
      .as(SAM)
      .post(`/fleet/runs/${runs.items[0].id}/undo`, {
        reason: 'A broken check',
      })
      .expect(202);
    await settled(portal);
    await portal.run(TASK);
    await settled(portal);
    expect(await detail(portal)).toMatchObject({ standing: 'active' });
    expect((await shown(portal)).rules).toMatchObject([{ apps: 0 }]);
  });

  it('observes unless told, and then holds nothing', async () => {
    const portal = await setUp({ automatic: [RULE] });
    await portal.run(TASK);
    await settled(portal);
    expect(await detail(portal)).toMatchObject({ standing: 'active' });
    expect((await shown(portal)).rules).toMatchObject([
      { mode: 'observe', apps: 1 },
    ]);
  });

  it('keeps a portal from starting whose rules make no sense', async () => {
    await expect(
      start({
        microApps: { containment: { automatic: [{ ...RULE, mode: 'on' }] } },
      }),
    ).rejects.toThrow('microApps.containment.automatic[0].mode');
  });
});
