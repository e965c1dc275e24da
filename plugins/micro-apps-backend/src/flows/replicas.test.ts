import { useDatabases } from '../__testUtils__/databases';
import { ensureSandbox } from '../provisioning/sandboxCommands';
import { readScans } from '../scans/readScans';
import { startScan } from '../scans/startScan';
import {
  accepted,
  APP,
  auditActions,
  createStack,
  passingResults,
  withRepository,
  type Portal,
  type Stack,
} from './testing';

const databases = useDatabases();
const id = { id: APP };

async function setUp() {
  const stack = await createStack(await databases.init());
  const portal = stack.portal();
  await withRepository(stack, portal);
  return { stack, portal };
}

async function newestScan(stack: Stack, { deps }: Portal) {
  const scans = readScans(deps).run(stack.context(), { ...id, limit: 1 });
  return accepted(await scans).items[0];
}

/** Something that begins, and ends when a test says so. */
function pausedWork() {
  let begin = () => {};
  let end = () => {};
  const begun = new Promise<void>(resolve => {
    begin = resolve;
  });
  const ended = new Promise<void>(resolve => {
    end = resolve;
  });
  return { begin, begun, end, ended };
}

/** A scan that the first instance is in the middle of. */
async function setUpScanning() {
  const { stack, portal } = await setUp();
  const { oauthClients } = stack.ports;
  const { begin, begun, end, ended } = pausedWork();
  stack.scanRunner.run.mockImplementationOnce(async () => {
    await oauthClients.register({
      appId: APP,
      environment: 'scan',
      softwareId: `micro-apps:${APP}:scan`,
      clientName: 'Scan',
      redirectUris: [],
      scopes: [],
      jwks: { keys: [] },
    });
    begin();
    await ended;
    return passingResults();
  });
  accepted(await startScan(portal.deps).run(stack.context(), id));
  const working = portal.drain();
  await begun;
  return { stack, portal, end, working };
}

describe('a second instance of the portal', () => {
  it('that starts in the middle of a scan leaves it alone', async () => {
    const { stack, portal, end, working } = await setUpScanning();
    const second = stack.portal();
    await second.reconcile();
    await second.drain();
    expect(await newestScan(stack, second)).toMatchObject({ state: 'running' });
    expect(stack.ports.world.clients.size).toBe(1);
    end();
    await working;
    expect(await newestScan(stack, portal)).toMatchObject({ state: 'done' });
    expect(stack.scanRunner.run).toHaveBeenCalledTimes(1);
  });

  it('ends a scan whose instance is gone within two minutes', async () => {
    const { stack, end, working } = await setUpScanning();
    // The first one says nothing any more.
    stack.later(2);
    const second = stack.portal();
    await second.drain();
    expect(await newestScan(stack, second)).toMatchObject({
      state: 'failed',
      reason: 'The portal was restarted. Run the scans again',
    });
    // What it found after all counts no more.
    end();
    await working;
    expect(await stack.knex('micro_apps_evidence')).toEqual([]);
    expect(
      (await auditActions(stack)).filter(action => action === 'scan.failed'),
    ).toHaveLength(1);
    await second.reconcile();
    expect(stack.ports.world.clients.size).toBe(0);
  });

  it('that starts while a sandbox is made does not make it beside the first', async () => {
    const { stack } = await setUp();
    const { deployment } = stack.ports;
    const { begin, begun, end, ended } = pausedWork();
    let atOnce = 0;
    let most = 0;
    const slow = {
      ...deployment,
      async deploy(asked: Parameters<typeof deployment.deploy>[0]) {
        atOnce += 1;
        most = Math.max(most, atOnce);
        begin();
        await ended;
        const runtime = await deployment.deploy(asked);
        atOnce -= 1;
        return runtime;
      },
    };
    const ports = { ...stack.ports, deployment: slow };
    const [first, second] = [stack.portal({ ports }), stack.portal({ ports })];
    accepted(await ensureSandbox(first.deps).run(stack.context(), id));
    const working = first.drain();
    await begun;
    await second.reconcile();
    await second.drain();
    end();
    await working;
    await second.drain();
    expect(most).toBe(1);
    expect(
      (await auditActions(stack)).filter(action => action === 'sandbox.placed'),
    ).toHaveLength(1);
  });
});
