import { CONSIDER_APPROVAL } from '../kernel/parts';
import { readScans } from '../scans/readScans';
import { RUN_SCAN, runScan } from '../scans/runScan';
import { startScan } from '../scans/startScan';
import {
  accepted,
  APP,
  auditActions,
  createStack,
  NOAH,
  passingResults,
  push,
  SAM,
  withRepository,
  withScans,
  type Portal,
  type Stack,
} from './testing';
import { useDatabases } from '../__testUtils__/databases';

const databases = useDatabases();
const id = { id: APP };

async function setUp() {
  const stack = await createStack(await databases.init());
  const portal = stack.portal();
  const head = await withRepository(stack, portal);
  return { stack, portal, head };
}

async function newestScan(stack: Stack, { deps }: Portal) {
  const scans = readScans(deps).run(stack.context(), { ...id, limit: 1 });
  return accepted(await scans).items[0];
}

describe('a scan', () => {
  it('is of the newest commit and becomes evidence of the portal itself', async () => {
    const { stack, portal, head } = await setUp();
    const ordered = await startScan(portal.deps).run(stack.context(), id);
    expect(accepted(ordered)).toMatchObject({ state: 'queued', commit: head });
    await push(stack, 'later();');
    await portal.drain();

    expect(stack.scanRunner.run.mock.calls[0][0]).toMatchObject({
      appId: APP,
      commit: head,
      registration: { name: 'Where2Eat' },
    });
    const evidence = await stack.knex('micro_apps_evidence');
    expect(evidence).toHaveLength(passingResults().length);
    for (const row of evidence) {
      expect(row).toMatchObject({
        app_id: APP,
        provenance: 'portal-runner',
        commit_id: head,
        environment: null,
        lock_digest: 'sha512-lock',
        scan_id: accepted(ordered).id,
        received_at: stack.now().toISOString(),
      });
    }
    const [entry] = await stack
      .knex('micro_apps_audit')
      .where({ action: 'evidence.received' });
    expect(entry.actor).toBe('system:micro-apps');
    expect(await newestScan(stack, portal)).toMatchObject({ state: 'done' });
    expect(
      await stack.knex('micro_apps_outbox').where({ topic: CONSIDER_APPROVAL }),
    ).toHaveLength(1);
  });

  it('shows the run that is under way when it is ordered again', async () => {
    const { stack, portal } = await setUp();
    const order = () => startScan(portal.deps).run(stack.context(), id);
    const [first, second] = await Promise.all([order(), order()]);
    expect(accepted(second).id).toBe(accepted(first).id);
    await portal.drain();
    expect(stack.scanRunner.run).toHaveBeenCalledTimes(1);
    const third = accepted(await order());
    expect(third.id).not.toBe(accepted(first).id);
  });

  it('shows its progress', async () => {
    const { stack, portal } = await setUp();
    let seen: unknown;
    stack.scanRunner.run.mockImplementation(async (_job, { onProgress }) => {
      onProgress('Asking for known security holes', 1, 8);
      seen = await newestScan(stack, portal);
      return passingResults();
    });
    await withScans(stack, portal);
    expect(seen).toMatchObject({
      state: 'running',
      step: 'Asking for known security holes',
      done: 1,
      total: 8,
    });
    expect(seen).not.toHaveProperty('appId');
  });

  it('is recorded once although its note is repeated', async () => {
    const { stack, portal } = await setUp();
    const { id: scanId } = accepted(
      await startScan(portal.deps).run(stack.context(), id),
    );
    const work = runScan(portal.deps);
    await Promise.all([work({ scanId }), work({ scanId })]);
    await work({ scanId });
    await portal.drain();
    expect(stack.scanRunner.run).toHaveBeenCalledTimes(1);
    expect(await stack.knex('micro_apps_evidence')).toHaveLength(
      passingResults().length,
    );
  });

  it('that fails, or finds nothing at all, leaves no evidence', async () => {
    for (const [run, reason] of [
      [
        async () => Promise.reject(new Error('The checkout is too large.')),
        'The checkout is too large.',
      ],
      [async () => [], 'The scanner gave no result at all'],
    ] as const) {
      const { stack, portal } = await setUp();
      stack.scanRunner.run.mockImplementation(run);
      await withScans(stack, portal);
      expect(await newestScan(stack, portal)).toMatchObject({
        state: 'failed',
        reason,
      });
      expect(await stack.knex('micro_apps_evidence')).toEqual([]);
      expect((await auditActions(stack)).at(-1)).toBe('scan.failed');
    }
  });

  it('ends after its time, whether the scanner listens or not', async () => {
    const { stack, portal } = await setUp();
    let signal: AbortSignal | undefined;
    stack.scanRunner.run.mockImplementation(async (_job, options) => {
      signal = options.signal;
      return new Promise(() => undefined);
    });
    const { id: scanId } = accepted(
      await startScan(portal.deps).run(stack.context(), id),
    );
    await runScan(portal.deps, { limitMs: 20 })({ scanId });
    expect(signal?.aborted).toBe(true);
    expect(await newestScan(stack, portal)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('took longer'),
    });
    expect(await stack.knex('micro_apps_evidence')).toEqual([]);
  });

  it('whose results cannot be kept ends, so that another can run', async () => {
    const { stack, portal } = await setUp();
    const [result] = passingResults();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    stack.scanRunner.run.mockImplementationOnce(async () => [
      ...passingResults(),
      { ...result, sarif: circle },
    ]);
    await withScans(stack, portal);
    expect(await newestScan(stack, portal)).toMatchObject({
      state: 'failed',
      reason: 'What the scans found could not be kept. Run them again',
    });
    expect(await stack.knex('micro_apps_evidence')).toEqual([]);
    stack.later(1);
    await withScans(stack, portal);
    expect(await newestScan(stack, portal)).toMatchObject({ state: 'done' });
  });

  it('that a restart cut off is failed, and can be ordered again', async () => {
    const { stack, portal } = await setUp();
    accepted(await startScan(portal.deps).run(stack.context(), id));
    await stack.knex('micro_apps_scans').update({ state: 'running' });
    const next = stack.portal();
    await next.reconcile();
    expect(await newestScan(stack, next)).toMatchObject({
      state: 'failed',
      reason: 'The portal was restarted. Run the scans again',
    });
    await next.drain();
    expect(stack.scanRunner.run).not.toHaveBeenCalled();
    stack.later(1);
    await withScans(stack, next);
    expect(await newestScan(stack, next)).toMatchObject({ state: 'done' });
  });

  it('that waits in the line survives a restart', async () => {
    const { stack, portal } = await setUp();
    accepted(await startScan(portal.deps).run(stack.context(), id));
    const next = stack.portal();
    await next.reconcile();
    await next.drain();
    expect(await newestScan(stack, next)).toMatchObject({ state: 'done' });
  });

  it('is ordered by those who may change the app and read by reviewers', async () => {
    const { stack, portal } = await setUp();
    for (const actor of [NOAH, SAM]) {
      expect(
        await startScan(portal.deps).run(stack.context(actor), id),
      ).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
    }
    const read = readScans(portal.deps);
    const query = { ...id, limit: 10 };
    expect(await read.run(stack.context(SAM), query)).toMatchObject({
      ok: true,
    });
    expect(await read.run(stack.context(NOAH), query)).toMatchObject({
      ok: false,
      refusal: { code: 'not-allowed' },
    });
    expect(
      await stack.knex('micro_apps_outbox').where({ topic: RUN_SCAN }),
    ).toEqual([]);
  });

  it('needs code to look at', async () => {
    const stack = await createStack(await databases.init());
    const { deps } = stack.portal();
    expect(await startScan(deps).run(stack.context(), id)).toMatchObject({
      ok: false,
      refusal: { code: 'not-in-this-state' },
    });
  });
});
