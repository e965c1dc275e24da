import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { registryDouble } from '../testing/registryDouble';
import { createConfirmAction } from './confirm';

describe('micro-apps:confirm', () => {
  it('tells the next step of the registered app', async () => {
    const { connect } = registryDouble([
      { body: { nextStep: { code: 'scan', sentence: 'Next: run the scans' } } },
    ]);
    const context = createMockActionContext({
      input: { appId: 'lunch-picker' },
    });
    await createConfirmAction(connect).handler(context);
    expect(context.output).toHaveBeenCalledWith(
      'nextStep',
      'Next: run the scans',
    );
  });

  it('fails when the registration is gone, so that a retried run cannot end well without it', async () => {
    const { connect } = registryDouble([
      {
        status: 404,
        body: { error: { code: 'unknown-app', message: 'No such app' } },
      },
    ]);
    await expect(
      createConfirmAction(connect).handler(
        createMockActionContext({ input: { appId: 'lunch-picker' } }),
      ),
    ).rejects.toThrow('No such app');
  });
});
