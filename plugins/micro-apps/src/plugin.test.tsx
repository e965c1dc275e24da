import {
  createExtensionTester,
  renderInTestApp,
} from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  ANNOTATION_ID,
  MicroAppsClient,
} from '@micro-apps/plugin-micro-apps-common';
import { microAppsApiRef } from '@micro-apps/plugin-micro-apps-react';
import { screen } from '@testing-library/react';
import * as legacy from './legacy';
import plugin from './index';
import { anApp } from './testing/builders';
import { fakeClient } from './testing/fakeClient';
import { answersFor } from './testing/registry';
import { EntityRiskCard } from './risk/EntityRiskCard';
import { EntityRiskTab } from './risk/EntityRiskTab';
import { EntitySandboxCard } from './sandbox/EntitySandboxCard';
import { renderScreen } from './testing/__testUtils__/renderScreen';

const ENTITY = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'from-a-file',
    annotations: { [ANNOTATION_ID]: 'where2eat' },
  },
  spec: { type: 'micro-app' },
};

describe('The plugin', () => {
  it('brings page, tab, cards, client and form fields', () => {
    const ids = [
      'page:micro-apps',
      'entity-content:micro-apps/risk',
      'entity-card:micro-apps/risk',
      'entity-card:micro-apps/sandbox',
      'scaffolder-form-field:micro-apps/micro-app-name',
      'scaffolder-form-field:micro-apps/micro-app-check',
    ] as const;
    for (const id of ids) {
      expect(() => plugin.getExtension(id)).not.toThrow();
    }
  });

  it('shows its page', async () => {
    const client = fakeClient({
      listApps: async () => ({ items: [], total: 0 }),
    });
    const page = createExtensionTester(plugin.getExtension('page:micro-apps'));
    renderInTestApp(page.reactElement(), { apis: [[microAppsApiRef, client]] });
    expect(await screen.findByText('No micro apps yet')).toBeInTheDocument();
  });

  it.each([
    ['the tab', <EntityRiskTab />, 'Required controls'],
    ['the risk card', <EntityRiskCard />, 'See reasons and controls'],
    [
      'the sandbox card',
      <EntitySandboxCard />,
      'Running, with sanitised data.',
    ],
  ])('finds the app of %s by its annotation', async (_, part, words) => {
    const getApp = jest.fn(async () => anApp());
    renderScreen(
      <EntityProvider entity={ENTITY}>{part}</EntityProvider>,
      answersFor(anApp(), { getApp }),
    );
    expect(await screen.findByText(words)).toBeInTheDocument();
    expect(getApp).toHaveBeenCalledWith('where2eat');
  });

  it('has the same parts for a portal on the legacy system', () => {
    expect(Object.keys(legacy).sort()).toEqual([
      'EntityRiskCard',
      'EntityRiskContent',
      'EntitySandboxCard',
      'MicroAppsPage',
      'microAppsPlugin',
    ]);
    expect([...legacy.microAppsPlugin.getApis()]).toHaveLength(1);
    expect(MicroAppsClient).toBeDefined();
  });
});
