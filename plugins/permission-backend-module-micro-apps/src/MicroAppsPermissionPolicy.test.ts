import { mockCredentials } from '@backstage/backend-test-utils';
import {
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
  catalogLocationCreatePermission,
} from '@backstage/plugin-catalog-common/alpha';
import type { Permission } from '@backstage/plugin-permission-common';
import {
  microAppsAppContainPermission,
  microAppsNumbersReadPermission,
  microAppsAppCreatePermission,
  microAppsAuditReadPermission,
  microAppsPermissions,
  microAppsRequestDecidePermission,
  microAppsRequestOverridePermission,
} from '@micro-apps/plugin-micro-apps-common';
import { MicroAppsPermissionPolicy } from './MicroAppsPermissionPolicy';

const GROUPS: Record<string, string[]> = {
  'user:default/maya': ['group:default/product'],
  'user:default/sam': ['group:default/security-reviewers'],
  'user:default/ivan': ['group:default/it-administrators'],
  'user:default/ada': ['group:default/auditors'],
};

function ask(
  userRef: string | undefined,
  permission: Permission,
  groupsOf = async (ref: string): Promise<ReadonlySet<string>> =>
    new Set(GROUPS[ref] ?? []),
) {
  const policy = new MicroAppsPermissionPolicy({
    groupsOf,
    userRefOf: async () => userRef ?? '',
    approverGroups: ['group:default/security-reviewers'],
    administratorGroups: ['group:default/it-administrators'],
    auditorGroups: ['group:default/auditors'],
  });
  return policy.handle(
    { permission },
    userRef
      ? {
          credentials: mockCredentials.user(userRef),
          info: { userEntityRef: userRef, ownershipEntityRefs: [] },
        }
      : undefined,
  );
}

describe('MicroAppsPermissionPolicy', () => {
  it('allows nothing to nobody', async () => {
    expect(await ask(undefined, catalogEntityReadPermission)).toEqual({
      result: 'DENY',
    });
  });

  it('lets every signed-in person read and create', async () => {
    for (const permission of [
      catalogEntityReadPermission,
      microAppsAppCreatePermission,
    ]) {
      expect(await ask('user:default/maya', permission)).toEqual({
        result: 'ALLOW',
      });
    }
  });

  it('lets approver groups decide and nobody else', async () => {
    expect(
      await ask('user:default/sam', microAppsRequestDecidePermission),
    ).toEqual({ result: 'ALLOW' });
    expect(
      await ask('user:default/maya', microAppsRequestDecidePermission),
    ).toEqual({ result: 'DENY' });
    expect(
      await ask('user:default/ivan', microAppsRequestDecidePermission),
    ).toEqual({ result: 'DENY' });
  });

  it('lets approvers and administrators hold an app', async () => {
    for (const [ref, result] of [
      ['user:default/sam', 'ALLOW'],
      ['user:default/ivan', 'ALLOW'],
      ['user:default/maya', 'DENY'],
    ]) {
      expect(await ask(ref, microAppsAppContainPermission)).toEqual({ result });
    }
  });

  it('shows the numbers of all apps to approvers, administrators and auditors', async () => {
    for (const [ref, result] of [
      ['user:default/sam', 'ALLOW'],
      ['user:default/ivan', 'ALLOW'],
      ['user:default/ada', 'ALLOW'],
      ['user:default/maya', 'DENY'],
    ]) {
      expect(await ask(ref, microAppsNumbersReadPermission)).toEqual({
        result,
      });
    }
  });

  it('lets nobody decide while the directory is away', async () => {
    expect(
      await ask('user:default/sam', microAppsRequestDecidePermission, () =>
        Promise.reject(new Error('catalog unreachable')),
      ),
    ).toEqual({ result: 'DENY' });
  });

  it('keeps the audit log for administrators', async () => {
    expect(
      await ask('user:default/ivan', microAppsAuditReadPermission),
    ).toEqual({ result: 'ALLOW' });
    for (const ref of ['user:default/maya', 'user:default/sam']) {
      expect(await ask(ref, microAppsRequestOverridePermission)).toEqual({
        result: 'DENY',
      });
      expect(await ask(ref, microAppsAuditReadPermission)).toEqual({
        result: 'DENY',
      });
    }
  });

  it('lets every signed-in person do the rest, which the plugin itself narrows', async () => {
    const narrowed = [
      'request.decide',
      'app.contain',
      'policy.switch',
      'request.delegate',
      'exception.revoke',
      'incident.handle',
      'vendor.withdraw',
      'request.override',
      'app.import',
      'audit.read',
      'audit.export',
      'person.erase',
      'outbox.read',
      'outbox.retry',
      'legal-hold.decide',
      'succession.offer',
      'leaver.manage',
      'numbers.read',
      'rollout.update',
    ].map(name => `micro-apps.${name}`);
    const { length } = microAppsPermissions;
    expect(new Set(microAppsPermissions.map(({ name }) => name)).size).toBe(
      length,
    );
    for (const permission of microAppsPermissions) {
      const { result } = await ask('user:default/noah', permission);
      expect([permission.name, result]).toEqual([
        permission.name,
        narrowed.includes(permission.name) ? 'DENY' : 'ALLOW',
      ]);
    }
  });

  it('keeps locations for administrators', async () => {
    expect(
      await ask('user:default/ivan', catalogLocationCreatePermission),
    ).toEqual({ result: 'ALLOW' });
    expect(
      await ask('user:default/sam', catalogLocationCreatePermission),
    ).toEqual({ result: 'DENY' });
  });

  it('lets owners delete their own catalog entries only', async () => {
    expect(
      await ask('user:default/maya', catalogEntityDeletePermission),
    ).toMatchObject({
      result: 'CONDITIONAL',
      conditions: {
        rule: 'IS_ENTITY_OWNER',
        params: { claims: ['user:default/maya', 'group:default/product'] },
      },
    });
    expect(
      await ask('user:default/ivan', catalogEntityDeletePermission),
    ).toEqual({ result: 'ALLOW' });
  });
});
