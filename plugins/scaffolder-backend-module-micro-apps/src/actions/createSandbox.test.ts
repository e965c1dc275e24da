import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { registryDouble } from '../testing/registryDouble';
import { createSandboxAction } from './createSandbox';

const FAST = { pollMs: 1, longestMs: 1_000 };
const url = 'http://lunch-picker.localhost:7101';

describe('micro-apps:create-sandbox', () => {
  it('waits until the sandbox runs and tells each step once', async () => {
    const { connect, calls } = registryDouble([
      { body: { state: 'preparing', step: 'Installing packages' } },
      { body: { state: 'preparing', step: 'Installing packages' } },
      { body: { state: 'preparing', step: 'Starting' } },
      { body: { state: 'running', url } },
    ]);
    const context = createMockActionContext({
      input: { appId: 'lunch-picker' },
    });
    const told = jest.spyOn(context.logger, 'info');
    await createSandboxAction(connect, FAST).handler(context);
    expect(calls.map(call => call.method)).toEqual([
      'PUT',
      'GET',
      'GET',
      'GET',
    ]);
    expect(told.mock.calls.map(([line]) => line)).toEqual([
      'Installing packages',
      'Starting',
      `Running at ${url}`,
    ]);
    expect(context.output).toHaveBeenCalledWith('url', url);
  });

  it('fails with the reason and says what is left', async () => {
    const { connect } = registryDouble([
      { body: { state: 'failed', reason: 'no port is free' } },
    ]);
    await expect(
      createSandboxAction(connect, FAST).handler(
        createMockActionContext({ input: { appId: 'lunch-picker' } }),
      ),
    ).rejects.toThrow(/no port is free\. The app stays registered/);
  });

  it('gives up in the end and says where the work goes on', async () => {
    const { connect, calls } = registryDouble([
      { body: { state: 'preparing' } },
    ]);
    await expect(
      createSandboxAction(connect, { pollMs: 1, longestMs: 3 }).handler(
        createMockActionContext({ input: { appId: 'lunch-picker' } }),
      ),
    ).rejects.toThrow(/The app stays registered; its page in the catalog/);
    expect(calls).toHaveLength(4);
  });
});
