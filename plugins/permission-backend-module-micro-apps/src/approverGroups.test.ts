import { mockServices } from '@backstage/backend-test-utils';
import { approverGroups } from './approverGroups';

it('finds the groups of every role, of single business units, too', () => {
  const config = mockServices.rootConfig({
    data: {
      microApps: {
        approvers: {
          security: ['group:default/Security'],
          itLead: ['group:default/it-heads'],
          byBusinessUnit: {
            'group:default/bank': {
              security: ['group:default/bank-security'],
              privacy: ['group:default/security'],
            },
          },
        },
      },
    },
  });
  expect(approverGroups(config)).toEqual([
    'group:default/security',
    'group:default/it-heads',
    'group:default/bank-security',
  ]);
});

it('finds nobody where nothing is set', () => {
  expect(approverGroups(mockServices.rootConfig({ data: {} }))).toEqual([]);
});
