import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import {
  catalogApiRef,
  entityPresentationApiRef,
  entityPresentationSnapshot,
  entityRouteRef,
  type EntityPresentationApi,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { MicroAppsClient } from '@micro-apps/plugin-micro-apps-common';
import { microAppsApiRef } from '@micro-apps/plugin-micro-apps-react';
import type { ReactElement } from 'react';
import { fakeClient, type Answers } from '../fakeClient';

/** People and teams of the test company. */
export const PEOPLE: Entity[] = [
  person('maya', 'Maya Lind'),
  person('sam', 'Sam Okafor'),
  person('rita', 'Rita Moss'),
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'product', namespace: 'default' },
    spec: { type: 'team', profile: { displayName: 'Product' }, children: [] },
  },
];

function person(name: string, displayName: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    spec: { profile: { displayName }, memberOf: ['product'] },
  };
}

/** Shows people and teams by the name that the directory has for them. */
const presentation: EntityPresentationApi = {
  forEntity(entityOrRef) {
    const entityRef =
      typeof entityOrRef === 'string'
        ? entityOrRef
        : stringifyEntityRef(entityOrRef);
    const entity = PEOPLE.find(each => stringifyEntityRef(each) === entityRef);
    const snapshot = entityPresentationSnapshot(entity ?? entityRef);
    return { snapshot, promise: Promise.resolve(snapshot) };
  },
};

/** Shows something inside a portal, with a registry that answers as told. */
export function renderScreen(
  element: ReactElement,
  answers: Answers | MicroAppsClient = {},
  /** Where in the portal it is shown. */
  address = '/',
) {
  const client = fakeClient(answers);
  return renderInTestApp(element, {
    initialRouteEntries: [address],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    apis: [
      [microAppsApiRef, client],
      [entityPresentationApiRef, presentation],
      [catalogApiRef, catalogApiMock({ entities: PEOPLE })],
      mockApis.permission(),
      mockApis.identity({
        userEntityRef: 'user:default/maya',
        ownershipEntityRefs: ['user:default/maya', 'group:default/product'],
      }),
    ],
  });
}
