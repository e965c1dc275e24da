import type { DeploymentView } from '@micro-apps/plugin-micro-apps-common';
import { screen } from '@testing-library/react';
import { anApp, COLLEAGUE } from '../testing/builders';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { DeploymentsPanel } from './DeploymentsPanel';

function show(deployments: readonly DeploymentView[], viewer = COLLEAGUE) {
  renderScreen(
    <DeploymentsPanel
      app={anApp({ deployments, viewer })}
      onDone={jest.fn()}
      onOpen={jest.fn()}
    />,
  );
}

const A_DEPLOYMENT: DeploymentView = {
  id: 'deployment-1',
  environment: 'beta',
  commit: 'abcdef1234',
  state: 'running',
  url: 'http://where2eat-beta.localhost:8200',
  requestedAt: '2026-11-24T09:00:00.000Z',
};

describe('Beta', () => {
  it('says what beta means before the app is there', () => {
    show([]);
    expect(
      screen.getByText(
        'Not promoted yet. In beta it has real data and its users.',
      ),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('leads to what runs', () => {
    show([A_DEPLOYMENT]);
    expect(screen.getByRole('listitem')).toHaveTextContent(/^abcdef1 running/);
    expect(screen.getByRole('link', { name: /Open the beta/ })).toHaveAttribute(
      'href',
      A_DEPLOYMENT.url,
    );
  });

  it.each([
    ['requested', /waiting for its turn/],
    ['deploying', /on its way/],
    ['superseded', /replaced by a newer one/],
    ['stopped', /stopped/],
  ] as const)('says of %s in plain words: %s', (state, words) => {
    show([{ ...A_DEPLOYMENT, state }]);
    expect(screen.getByRole('listitem')).toHaveTextContent(words);
    expect(
      screen.queryByRole('link', { name: /Open the beta/ }),
    ).not.toBeInTheDocument();
  });

  it('says why one failed', () => {
    show([{ ...A_DEPLOYMENT, state: 'failed', reason: 'it did not start' }]);
    expect(screen.getByRole('listitem')).toHaveTextContent(
      /failed.*: it did not start/,
    );
  });
});
