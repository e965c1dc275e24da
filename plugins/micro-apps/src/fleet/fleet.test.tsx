import {
  MicroAppsError,
  type FleetRunView,
  type HeldApp,
} from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { aContainment, aHold } from '../testing/containment';
import type { Answers } from '../testing/fakeClient';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { FleetPage } from './FleetPage';

const HELD: HeldApp = {
  appId: 'where2eat',
  appName: 'Where2Eat',
  owner: 'user:default/maya',
  version: 3,
  hold: aHold(),
  mayRelease: true,
};
const RUN: FleetRunView = {
  id: 'run-1',
  kind: 'stop',
  action: 'quarantine',
  filter: { vendor: 'mapland' },
  reason: 'The vendor was broken into',
  by: 'user:default/sam',
  at: new Date().toISOString(),
  automatic: false,
  counts: { waiting: 1, done: 2, skipped: 1, failed: 0 },
};
const PREVIEW = {
  matching: 4,
  apps: 3,
  people: 2,
  credentials: 5,
  examples: [
    { id: 'where2eat', name: 'Where2Eat', standing: 'active' as const },
  ],
};

async function show(answers: Answers, view?: 'Emergency stop' | 'Runs') {
  const shown = renderScreen(<FleetPage />, {
    listHeldApps: async () => ({ items: [] }),
    listFleetRuns: async () => ({ items: [] }),
    ...answers,
  });
  const tab = await screen.findByRole('tab', { name: view ?? 'Held now' });
  await userEvent.click(tab);
  return shown;
}

describe('Held apps', () => {
  it('says which, how, why, by whom and since when, and releases one', async () => {
    const contain = jest.fn(async () => aContainment());
    const { container } = await show({
      listHeldApps: async () => ({ items: [HELD] }),
      contain,
    });
    expect(
      await screen.findByRole('link', { name: 'Where2Eat' }),
    ).toHaveAttribute('href', '/catalog/default/component/where2eat/risk');
    const row = within(screen.getAllByRole('row')[1]);
    expect(row.getByText('Quarantined')).toBeInTheDocument();
    expect(row.getByText('It sends data somewhere')).toBeInTheDocument();
    expect(row.getByText('Sam Okafor')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(
      row.getByRole('button', { name: 'Release Where2Eat' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByLabelText(/Your reason/), 'Mended');
    await userEvent.click(
      dialog.getByRole('button', { name: 'Release the app' }),
    );
    await waitFor(() =>
      expect(contain).toHaveBeenCalledWith('where2eat', {
        action: 'release',
        reason: 'Mended',
        expectedVersion: 3,
        holdId: 'hold-1',
      }),
    );
  });

  it('says that none is good, and what went wrong', async () => {
    await show({});
    expect(
      await screen.findByText('Nothing is held, and that is good'),
    ).toBeInTheDocument();
  });

  it('is narrowed by standing', async () => {
    const listHeldApps = jest.fn(async () => ({ items: [] }));
    await show({ listHeldApps });
    await userEvent.click(await screen.findByLabelText('How held'));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Suspended' }),
    );
    await waitFor(() =>
      expect(listHeldApps).toHaveBeenLastCalledWith({
        standing: 'suspended',
        cursor: undefined,
      }),
    );
  });

  it('says so when the registry refuses', async () => {
    await show({
      listHeldApps: async () => {
        throw new MicroAppsError({
          status: 403,
          code: 'not-eligible',
          message: 'Only security, IT and portal administrators hold apps',
        });
      },
    });
    expect(
      await screen.findByText(/Only security, IT and portal/),
    ).toBeInTheDocument();
  });
});

describe('An emergency stop', () => {
  it('shows what it would touch before anything happens', async () => {
    const startFleetRun = jest.fn(async () => RUN);
    const previewFleetStop = jest.fn(async () => PREVIEW);
    const { container } = await show(
      { previewFleetStop, startFleetRun },
      'Emergency stop',
    );
    const look = await screen.findByRole('button', {
      name: 'Show what it would touch',
    });
    expect(look).toBeDisabled();
    await userEvent.type(screen.getByLabelText('Vendor'), 'mapland');
    await userEvent.click(look);
    expect(
      await screen.findByText(
        'Apps that fit: 4. Of these it would hold: 3. Owners and second owners told: 2. Sign-ins concerned: 5.',
      ),
    ).toBeInTheDocument();
    expect(previewFleetStop).toHaveBeenCalledWith({
      action: 'quarantine',
      vendor: 'mapland',
    });
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(
      screen.getByRole('button', { name: 'Hold these apps (3)' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/It can be undone under Runs/)).toBeInTheDocument();
    const confirm = dialog.getByRole('button', { name: 'Hold these apps (3)' });
    expect(confirm).toBeDisabled();
    await userEvent.type(dialog.getByLabelText(/Your reason/), 'Broken into');
    await userEvent.click(confirm);
    await waitFor(() =>
      expect(startFleetRun).toHaveBeenCalledWith({
        action: 'quarantine',
        vendor: 'mapland',
        reason: 'Broken into',
        expectedApps: 3,
      }),
    );
    // Its progress is shown next.
    expect(
      await screen.findByText(
        'There was no emergency stop yet, and that is good',
      ),
    ).toBeInTheDocument();
  });

  it('forgets what was shown when the question changes', async () => {
    await show({ previewFleetStop: async () => PREVIEW }, 'Emergency stop');
    await userEvent.type(await screen.findByLabelText('Vendor'), 'mapland');
    await userEvent.click(
      screen.getByRole('button', { name: 'Show what it would touch' }),
    );
    await screen.findByRole('button', { name: 'Hold these apps (3)' });
    await userEvent.type(screen.getByLabelText('Scope'), 'crm');
    expect(
      screen.queryByRole('button', { name: 'Hold these apps (3)' }),
    ).toBeNull();
  });
});

describe('Runs', () => {
  it('show their progress and a result for each app', async () => {
    const { container } = await show(
      {
        listFleetRuns: async () => ({ items: [RUN] }),
        getFleetRun: async () => ({
          ...RUN,
          items: [
            {
              appId: 'where2eat',
              appName: 'Where2Eat',
              state: 'skipped',
              because: 'It is suspended already',
            },
          ],
        }),
      },
      'Runs',
    );
    expect(
      await screen.findByText('2 done, 1 left, 0 failed. 1 to go'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('progressbar', { name: 'Quarantining apps' }),
    ).toHaveAttribute('aria-valuenow', '75');
    expect(screen.queryByRole('button', { name: 'Undo this run' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Results' }));
    expect(
      await screen.findByText('It is suspended already'),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('can be undone when they are through', async () => {
    const undoFleetRun = jest.fn(async () => RUN);
    await show(
      {
        listFleetRuns: async () => ({
          items: [
            {
              ...RUN,
              finishedAt: new Date().toISOString(),
              counts: { ...RUN.counts, waiting: 0 },
            },
          ],
        }),
        undoFleetRun,
      },
      'Runs',
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Undo this run' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByLabelText(/Your reason/), 'Wrong vendor');
    await userEvent.click(
      dialog.getByRole('button', { name: 'Undo this run' }),
    );
    await waitFor(() =>
      expect(undoFleetRun).toHaveBeenCalledWith('run-1', {
        reason: 'Wrong vendor',
      }),
    );
  });
});
