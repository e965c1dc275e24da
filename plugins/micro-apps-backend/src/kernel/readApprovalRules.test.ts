import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { readSettings } from './readSettings';
import { approverGroups, everyApproverGroup } from './settings';

function read(microApps: JsonObject) {
  return readSettings(mockServices.rootConfig({ data: { microApps } }));
}

describe('microApps.approvals', () => {
  it('changes counts and order, and leaves the rest as shipped', () => {
    const { approvalRules, approvalWeakenings } = read({
      approvals: {
        high: { security: 2, itLead: 1 },
        steps: [['security'], ['privacy', 'itLead']],
      },
    });
    expect(approvalRules).toEqual({
      counts: {
        low: {},
        medium: { security: 1 },
        high: { security: 2, 'it-lead': 1 },
        regulated: { privacy: 1 },
      },
      steps: [['security'], ['privacy', 'it-lead']],
    });
    expect(approvalWeakenings).toEqual([]);
  });

  it('asks fewer people than shipped only for a reason', () => {
    const fewer = { approvals: { high: { security: 0 } } };
    expect(() => read(fewer)).toThrow(
      /microApps\.approvals\.high\.security: 0 is fewer than the shipped 1.*acknowledgeWeakening/,
    );
    const policy = { acknowledgeWeakening: 'Two people run this place' };
    expect(read({ ...fewer, policy }).approvalWeakenings).toEqual([
      {
        path: 'approvals.high.security',
        because: '0 is fewer than the shipped 1',
      },
    ]);
  });

  it.each<[JsonObject, RegExp]>([
    [{ approvals: { hihg: { security: 2 } } }, /no part "hihg"/],
    [{ approvals: { high: { secruity: 2 } } }, /secruity, which is no role/],
    [{ approvals: { high: { security: 1.5 } } }, /whole number from 0 to 9/],
    [{ approvals: { high: { security: 10 } } }, /whole number from 0 to 9/],
    [{ approvals: { steps: ['security'] } }, /list of lists/],
    [{ approvals: { steps: [['security'], ['security']] } }, /no role twice/],
    [{ approvals: { steps: [[]] } }, /list of lists/],
    [
      { oneApproverInMedium: false, approvals: { medium: { security: 2 } } },
      /leave one of them out/,
    ],
  ])('does not start with %j', (microApps, message) => {
    expect(() => read(microApps)).toThrow(message);
  });
});

describe('microApps.approvers', () => {
  const settings = read({
    approvers: {
      security: ['group:default/security'],
      itLead: ['heads'],
      byBusinessUnit: {
        'group:default/Bank': { security: ['group:default/bank-security'] },
      },
    },
  });

  it('names the heads of IT, and groups of single business units', () => {
    expect(approverGroups(settings, 'it-lead')).toEqual([
      'group:default/heads',
    ]);
    expect(approverGroups(settings, 'security', 'group:default/bank')).toEqual([
      'group:default/bank-security',
    ]);
    expect(approverGroups(settings, 'security', 'group:default/shop')).toEqual([
      'group:default/security',
    ]);
    expect(approverGroups(settings, 'it-lead', 'group:default/bank')).toEqual([
      'group:default/heads',
    ]);
    expect(everyApproverGroup(settings, 'security')).toEqual([
      'group:default/security',
      'group:default/bank-security',
    ]);
  });

  it.each<[JsonObject, RegExp]>([
    [{ bank: { boss: ['group:default/x'] } }, /boss, which is no role/],
    [{ bank: { security: 'group:default/x' } }, /has to be a list/],
    [{ bank: { security: ['user:default/x'] } }, /which is no group/],
    [{ 'user:default/maya': {} }, /which is no group/],
    [{ bank: ['group:default/x'] }, /by role/],
  ])('does not start with %j', (byBusinessUnit, message) => {
    expect(() => read({ approvers: { byBusinessUnit } })).toThrow(message);
  });
});
