import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { registryDouble } from '../testing/registryDouble';
import { createRegisterAction } from './register';

const registration = {
  name: 'Lunch picker',
  purpose: 'Chooses where the team eats',
  owner: 'user:default/maya',
  businessUnit: 'group:default/product',
  audience: 'team' as const,
  classification: 'internal' as const,
  dataTypes: [],
  scopes: [],
  vendors: [],
  libraries: [],
  endpoints: [],
  hosting: 'company' as const,
  retentionDays: 90,
  decommissionPlan: 'Export the list and delete everything',
};

const registered = {
  id: 'lunch-picker',
  entityRef: 'component:default/lunch-picker',
  score: 2,
  band: 'low',
};

describe('micro-apps:register', () => {
  it('registers once per task and returns id, entity and score', async () => {
    const { connect, calls } = registryDouble([{ body: registered }]);
    const context = createMockActionContext({
      input: { goldenPath: 'team-web-app', registration },
      task: { id: 'task-1' },
    });
    await createRegisterAction(connect).handler(context);
    expect(calls).toEqual([
      {
        method: 'POST',
        path: '/v1/apps',
        body: {
          registration,
          goldenPath: 'team-web-app',
          idempotencyKey: 'scaffolder:task-1',
        },
      },
    ]);
    expect(context.output).toHaveBeenCalledWith('appId', 'lunch-picker');
    expect(context.output).toHaveBeenCalledWith('band', 'low');
  });

  it('stores nothing in a dry run', async () => {
    const { connect, calls } = registryDouble([
      { body: { score: { score: 5, band: 'medium' } } },
    ]);
    const context = {
      ...createMockActionContext({
        input: { goldenPath: 'team-web-app', registration },
      }),
      isDryRun: true,
    };
    await createRegisterAction(connect).handler(context);
    expect(calls.map(call => call.path)).toEqual(['/v1/preview']);
    expect(context.output).not.toHaveBeenCalled();
  });

  it("fails with the registry's own sentence when it refuses", async () => {
    const { connect } = registryDouble([
      {
        status: 409,
        body: {
          error: {
            code: 'name-taken',
            message: 'There is an app of this name. Choose another',
          },
        },
      },
    ]);
    await expect(
      createRegisterAction(connect).handler(
        createMockActionContext({
          input: { goldenPath: 'team-web-app', registration },
        }),
      ),
    ).rejects.toThrow('There is an app of this name. Choose another');
  });
});
