import { mockCredentials } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { transitiveGroups } from './transitiveGroups';

function group(name: string, parent?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, namespace: 'default' },
    relations: parent
      ? [{ type: 'childOf', targetRef: `group:default/${parent}` }]
      : [],
  };
}

function user(name: string, ...groups: string[]): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    relations: groups.map(target => ({
      type: 'memberOf',
      targetRef: `group:default/${target}`,
    })),
  };
}

async function groupsOf(name: string, entities: Entity[]) {
  return transitiveGroups({
    catalog: catalogServiceMock({ entities }),
    credentials: mockCredentials.service(),
    userRef: `user:default/${name}`,
  });
}

describe('transitiveGroups', () => {
  it('walks from the direct group to every parent', async () => {
    const groups = await groupsOf('ana', [
      user('ana', 'team'),
      group('team', 'area'),
      group('area', 'company'),
      group('company'),
    ]);
    expect([...(groups ?? [])]).toEqual([
      'group:default/team',
      'group:default/area',
      'group:default/company',
    ]);
  });

  it('ends when groups are each other’s parents', async () => {
    const groups = await groupsOf('ana', [
      user('ana', 'a'),
      group('a', 'b'),
      group('b', 'a'),
    ]);
    expect(groups?.size).toBe(2);
  });

  it('does not make a member of a child a member by the parent alone', async () => {
    const groups = await groupsOf('rita', [
      user('rita', 'company'),
      group('team', 'company'),
      group('company'),
    ]);
    expect(groups?.has('group:default/team')).toBe(false);
  });

  it('knows nothing of a person whom the catalog does not know', async () => {
    expect(await groupsOf('nobody', [])).toBeUndefined();
  });
});
