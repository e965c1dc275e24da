import { createDeployToken } from '../credentials/deployToken';
import { listDeployments } from '../deployments/DatabaseDeployments';
import { recordEvidence } from '../evidence/recordEvidence';
import { SYSTEM_ACTOR } from '../kernel/types';
import { DEPLOY, deployApp } from './deployApp';
import { promoteApp } from './promoteApp';
import {
  accepted,
  APP,
  auditActions,
  createStack,
  NOAH,
  passingResults,
  promote,
  push,
  SAM,
  withRepository,
  withScans,
  type PortalOptions,
  type Stack,
} from './testing';
import { useDatabases } from '../__testUtils__/databases';

const databases = useDatabases();

async function setUp(options?: PortalOptions) {
  const stack = await createStack(await databases.init());
  const portal = stack.portal(options);
  const head = await withRepository(stack, portal);
  return { stack, portal, head, world: stack.ports.world };
}

async function setUpOpenGate(options?: PortalOptions) {
  const made = await setUp(options);
  await withScans(made.stack, made.portal);
  return made;
}

async function rows({ knex }: Stack) {
  return (await listDeployments(knex, APP)).map(
    ({ state, commit, environment, reason }) => ({
      state,
      commit,
      environment,
      reason,
    }),
  );
}

describe('promoting', () => {
  it('is refused with every reason while the gate is closed', async () => {
    const { stack, portal, world } = await setUp();
    const refused = await promote(stack, portal);
    expect(refused).toMatchObject({
      ok: false,
      refusal: { code: 'gate-closed' },
    });
    if (refused.ok) return;
    const { because, details = [] } = refused.refusal;
    expect(details.length).toBeGreaterThan(1);
    expect(because).toContain(`and ${details.length - 1} more`);
    expect(details.every(({ message }) => message.length > 10)).toBe(true);
    expect(await rows(stack)).toEqual([]);
    expect((await auditActions(stack)).at(-1)).toBe('promotion.refused');
    expect(await stack.knex('micro_apps_decisions')).toHaveLength(1);
    await portal.drain();
    expect(world.places.size).toBe(0);
  });

  it('deploys the commit that the gate saw, whatever is pushed meanwhile', async () => {
    const { stack, portal, head, world } = await setUpOpenGate();
    const made = accepted(await promote(stack, portal));
    expect(made).toMatchObject({ state: 'requested', commit: head });
    expect(Object.keys(made)).not.toContain('envelopeHash');
    await push(stack, 'unseen();');
    await portal.drain();
    expect(world.places.get(`${APP}:beta`)?.runtime).toMatchObject({
      commit: head,
      dataKind: 'real',
      state: 'running',
    });
    expect(await rows(stack)).toMatchObject([
      { state: 'running', commit: head },
    ]);
    expect([...world.clients.values()]).toMatchObject([
      { softwareId: `micro-apps:${APP}:beta` },
    ]);
    expect((await auditActions(stack)).slice(-3)).toEqual([
      'promotion.allowed',
      'client.registered',
      'deployment.running',
    ]);
  });

  it('changes nothing when it is asked for again', async () => {
    const { stack, portal } = await setUpOpenGate();
    const first = accepted(await promote(stack, portal));
    const second = accepted(await promote(stack, portal));
    expect(second.id).toBe(first.id);
    await portal.drain();
    const third = accepted(await promote(stack, portal));
    expect(third).toMatchObject({ id: first.id, state: 'running' });
    expect(await rows(stack)).toHaveLength(1);
  });

  it('gives one deployment to two who ask at once', async () => {
    const { stack, portal } = await setUpOpenGate();
    const both = await Promise.all([
      promote(stack, portal),
      promote(stack, portal),
    ]);
    expect(new Set(both.map(each => accepted(each).id)).size).toBe(1);
    expect(await rows(stack)).toHaveLength(1);
  });

  it('gives the same deployment for the same key, failed or not', async () => {
    const { stack, portal, world } = await setUpOpenGate();
    world.deployFails = 'The app did not answer.';
    const first = accepted(await promote(stack, portal, 'key-1'));
    await portal.drain();
    const again = accepted(await promote(stack, portal, 'key-1'));
    expect(again).toMatchObject({ id: first.id, state: 'failed' });
    const other = accepted(await promote(stack, portal, 'key-2'));
    expect(other.id).not.toBe(first.id);
  });

  it('waits for another commit that is on its way', async () => {
    const { stack, portal } = await setUpOpenGate();
    accepted(await promote(stack, portal));
    await push(stack, 'next();');
    // Scans of the next commit, while the first one still waits for its turn.
    await stack.knex.transaction(tx => passScans(stack, tx));
    expect(await promote(stack, portal)).toMatchObject({
      ok: false,
      refusal: { code: 'busy' },
    });
  });

  it('decides on what is stored at that moment, not on what was prepared', async () => {
    const { stack, portal } = await setUpOpenGate({
      gate: real => ({
        ...real,
        async prepare(about) {
          const prepared = await real.prepare(about);
          await stack.knex.transaction(async tx => {
            const [result] = passingResults();
            await recordEvidence(tx, {
              appId: APP,
              evidence: {
                ...result,
                outcome: 'fail',
                provenance: 'portal-runner',
                commit: await stack.ports.repository.head(APP),
              },
              at: stack.now(),
              actor: SYSTEM_ACTOR,
            });
          });
          return prepared;
        },
      }),
    });
    stack.later(1);
    expect(await promote(stack, portal)).toMatchObject({
      ok: false,
      refusal: { code: 'gate-closed' },
    });
    expect(await rows(stack)).toEqual([]);
  });

  it('is refused when the registration changes while it is decided', async () => {
    const { stack, portal } = await setUpOpenGate({
      gate: real => ({
        ...real,
        async prepare(about) {
          const prepared = await real.prepare(about);
          await stack.knex('micro_apps_apps').update({ version: 2 });
          return prepared;
        },
      }),
    });
    expect(await promote(stack, portal)).toMatchObject({
      ok: false,
      refusal: {
        code: 'gate-closed',
        because: expect.stringContaining('registration changed'),
      },
    });
  });

  it('goes to environments behind the gate only, for those who may', async () => {
    const { stack, portal } = await setUpOpenGate();
    const command = promoteApp(portal.deps);
    for (const environment of ['sandbox', 'moon']) {
      expect(
        await command.run(stack.context(), { id: APP, environment }),
      ).toMatchObject({ ok: false, refusal: { code: 'invalid-input' } });
    }
    for (const actor of [NOAH, SAM]) {
      expect(
        await command.run(stack.context(actor), {
          id: APP,
          environment: 'beta',
        }),
      ).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
    }
  });
});

describe('a deploy token', () => {
  it('ends after five minutes', async () => {
    const { stack, portal, world } = await setUpOpenGate();
    accepted(await promote(stack, portal));
    stack.later(5);
    await portal.drain();
    expect(await rows(stack)).toMatchObject([
      { state: 'failed', reason: expect.stringContaining('Promote again') },
    ]);
    expect(world.places.size).toBe(0);
    expect((await auditActions(stack)).at(-1)).toBe('deployment.failed');
  });

  it('counts in its last moment', async () => {
    const { stack, portal } = await setUpOpenGate();
    accepted(await promote(stack, portal));
    stack.later(4.99);
    await portal.drain();
    expect(await rows(stack)).toMatchObject([{ state: 'running' }]);
  });

  it('deploys once, however often its note is repeated', async () => {
    const { stack, portal, head } = await setUpOpenGate();
    const { id } = accepted(await promote(stack, portal));
    const note = await stack
      .knex('micro_apps_outbox')
      .where({ topic: DEPLOY })
      .first();
    const deploy = jest.spyOn(stack.ports.deployment, 'deploy');
    const work = deployApp({ ...portal.deps, ...stack.ports });
    await work(JSON.parse(note.payload));
    await work(JSON.parse(note.payload));
    await portal.drain();
    expect(deploy).toHaveBeenCalledTimes(1);
    expect(await rows(stack)).toMatchObject([
      { state: 'running', commit: head },
    ]);
    expect(id).toBe(JSON.parse(note.payload).deploymentId);
  });

  it('of one deployment opens no other, and neither does an invented one', async () => {
    const { stack, portal, world } = await setUpOpenGate();
    const { id } = accepted(await promote(stack, portal));
    const { token } = createDeployToken(stack.now());
    const work = deployApp({ ...portal.deps, ...stack.ports });
    await work({ deploymentId: id, token: portal.deps.seal.seal(token) });
    expect(await rows(stack)).toMatchObject([{ state: 'failed' }]);
    expect(world.places.size).toBe(0);
  });

  it('is worth nothing when it is missing or sealed by somebody else', async () => {
    for (const token of [undefined, 'v1.x.y.z', 'clear text']) {
      const { stack, portal, world } = await setUpOpenGate();
      const { id } = accepted(await promote(stack, portal));
      const work = deployApp({ ...portal.deps, ...stack.ports });
      await work({ deploymentId: id, token });
      expect(await rows(stack)).toMatchObject([{ state: 'failed' }]);
      expect(world.places.size).toBe(0);
    }
  });

  it('is worth nothing once the app left its envelope or is held', async () => {
    for (const change of [
      { envelope_hash: 'f'.repeat(64) },
      { standing: 'quarantined' },
    ]) {
      const { stack, portal, world } = await setUpOpenGate();
      accepted(await promote(stack, portal));
      await stack.knex('micro_apps_apps').update(change);
      await portal.drain();
      const [row] = await rows(stack);
      expect(row.state).toBe('failed');
      expect(row.reason).toMatch(/registration changed|quarantined/);
      expect(world.places.size).toBe(0);
    }
  });
});

describe('a deployment', () => {
  it('takes the place of the earlier one', async () => {
    const { stack, portal, head } = await setUpOpenGate();
    accepted(await promote(stack, portal));
    await portal.drain();
    stack.later(1);
    const next = await push(stack, 'next();');
    await withScans(stack, portal);
    accepted(await promote(stack, portal));
    await portal.drain();
    expect(await rows(stack)).toMatchObject([
      { state: 'running', commit: next },
      { state: 'superseded', commit: head },
    ]);
  });

  it('that fails leaves the earlier one running', async () => {
    const { stack, portal, head, world } = await setUpOpenGate();
    accepted(await promote(stack, portal));
    await portal.drain();
    stack.later(1);
    const next = await push(stack, 'broken(');
    await withScans(stack, portal);
    world.deployFails = 'The app did not answer.';
    accepted(await promote(stack, portal));
    await portal.drain();
    expect(await rows(stack)).toMatchObject([
      { state: 'failed', commit: next, reason: 'The app did not answer.' },
      { state: 'running', commit: head },
    ]);
    expect(world.places.get(`${APP}:beta`)?.runtime).toMatchObject({
      state: 'running',
      commit: head,
    });
    // Not tried again by itself: that needs another look at the gate.
    stack.later(30);
    await portal.drain();
    expect(await rows(stack)).toMatchObject([
      { state: 'failed' },
      { state: 'running' },
    ]);
  });
});

async function passScans(
  stack: Stack,
  tx: Parameters<typeof recordEvidence>[0],
) {
  for (const { sarif: _sarif, ...result } of passingResults()) {
    await recordEvidence(tx, {
      appId: APP,
      evidence: {
        ...result,
        provenance: 'portal-runner',
        commit: await stack.ports.repository.head(APP),
      },
      at: stack.now(),
      actor: SYSTEM_ACTOR,
    });
  }
}
