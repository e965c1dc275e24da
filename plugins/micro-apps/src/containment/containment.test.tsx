import {
  MicroAppsError,
  type ContainmentView,
} from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { RiskTab } from '../risk/RiskTab';
import { anApp, COLLEAGUE, REVIEWER } from '../testing/builders';
import { aContainment, aHold } from '../testing/containment';
import type { Answers } from '../testing/fakeClient';
import { answersFor } from '../testing/registry';
import { renderScreen } from '../testing/__testUtils__/renderScreen';

const STEP = {
  controlId: 'dynamic-security-scan',
  title: 'Dynamic security scan',
  because: 'There is no result yet',
  next: 'Run the scans',
};

async function show(
  containment: ContainmentView,
  options: { answers?: Answers; app?: ReturnType<typeof anApp> } = {},
) {
  const app = options.app ?? anApp({ standing: containment.standing });
  const view = renderScreen(
    <RiskTab appId="where2eat" />,
    answersFor(app, {
      getContainment: async () => containment,
      ...options.answers,
    }),
  );
  await screen.findByText('Required controls');
  return view;
}

const quarantined = (changes: Parameters<typeof aContainment>[0] = {}) =>
  aContainment({ standing: 'quarantined', hold: aHold(), ...changes });

describe('a held app on the Risk tab', () => {
  it('says why, by whom, what it means and the steps, and lets its owner release it', async () => {
    const releaseByChecks = jest.fn(async () => aContainment());
    const { container } = await show(
      quarantined({ missing: [STEP], viewer: { mayReleaseByChecks: true } }),
      { answers: { releaseByChecks } },
    );
    const banner = within(
      await screen.findByRole('note', { name: 'This app is in quarantine' }),
    );
    expect(await banner.findByText(/It sends data/)).toHaveTextContent(
      /^By Sam Okafor, .*: It sends data somewhere$/,
    );
    expect(banner.getByText(/Its data, its code/)).toBeInTheDocument();
    const steps = within(
      banner.getByRole('list', { name: 'Steps to the release' }),
    );
    expect(steps.getByRole('listitem')).toHaveTextContent(
      'Dynamic security scan: There is no result yet. Run the scans',
    );
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(
      banner.getByRole('button', { name: 'Release it by its checks' }),
    );
    expect(releaseByChecks).toHaveBeenCalledWith('where2eat', {
      expectedVersion: 1,
    });
  });

  it('says what the registry says when it is not released', async () => {
    await show(
      quarantined({ missing: [STEP], viewer: { mayReleaseByChecks: true } }),
      {
        answers: {
          releaseByChecks: async () => {
            throw new MicroAppsError({
              status: 409,
              code: 'gate-closed',
              message: '1 of the controls is not met yet',
            });
          },
        },
      },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Release it by its checks' }),
    );
    expect(
      await screen.findByText(/1 of the controls is not met yet/),
    ).toBeInTheDocument();
  });

  it('says that it is revoking until that is confirmed, and what went wrong', async () => {
    await show(
      quarantined({
        hold: aHold({ revoking: true, problem: 'The provider answers 503' }),
        viewer: { mayReleaseByChecks: true },
      }),
    );
    expect(await screen.findByText(/^Revoking:/)).toBeInTheDocument();
    expect(screen.getByText(/The provider answers 503/)).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Release it by its checks' }),
    ).toBeDisabled();
  });

  it('tells others that it is held, and nothing else', async () => {
    await show(
      aContainment({
        standing: 'suspended',
        since: new Date().toISOString(),
      }),
      { app: anApp({ standing: 'suspended', viewer: COLLEAGUE }) },
    );
    const banner = within(
      await screen.findByRole('note', { name: 'This app is suspended' }),
    );
    expect(
      await banner.findByText(/Its owner and reviewers see why/),
    ).toBeInTheDocument();
    expect(banner.queryByRole('button')).toBeNull();
  });

  it('shows the steps of what the portal restricted by itself, too', async () => {
    await show(
      aContainment({
        standing: 'restricted',
        hold: aHold({ standing: 'restricted', by: 'system:micro-apps' }),
        missing: [STEP],
        viewer: { mayReleaseByChecks: true },
      }),
    );
    expect(await screen.findByText(/meet these controls/)).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Release it by its checks' }),
    ).toBeInTheDocument();
  });

  it.each([
    ['the portal restricted for a check', 'system:micro-apps', /Its owner can/],
    ['somebody restricted', 'user:default/sam', /speak with whoever holds it/],
  ])('says who ends what %s', async (_, by, next) => {
    const controls = [{ controlId: STEP.controlId, title: STEP.title }];
    await show(
      aContainment({
        standing: 'restricted',
        hold: aHold({ standing: 'restricted', by, controls }),
      }),
    );
    expect(await screen.findByText(next)).toBeInTheDocument();
  });

  it('says so when its hold cannot be read', async () => {
    await show(quarantined(), {
      answers: {
        getContainment: async () => {
          throw new MicroAppsError({
            status: 503,
            code: 'busy',
            message: 'The registry cannot be reached',
          });
        },
      },
    });
    expect(
      await screen.findByText(/The registry cannot be reached/),
    ).toBeInTheDocument();
  });
});

describe('holding an app', () => {
  it('is offered to those who may, and asks for a reason first', async () => {
    const contain = jest.fn(async () => quarantined());
    const { container } = await show(
      aContainment({
        viewer: { mayHold: ['restrict', 'quarantine', 'suspend'] },
      }),
      { app: anApp({ viewer: REVIEWER }), answers: { contain } },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Quarantine' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(await axe(container)).toHaveNoViolations();
    expect(await axe(screen.getByRole('dialog'))).toHaveNoViolations();
    const confirm = dialog.getByRole('button', { name: 'Quarantine the app' });
    expect(confirm).toBeDisabled();
    await userEvent.type(dialog.getByLabelText(/Your reason/), 'Sends data');
    await userEvent.click(
      dialog.getByRole('checkbox', { name: 'Dynamic security scan' }),
    );
    await userEvent.click(confirm);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(contain).toHaveBeenCalledWith('where2eat', {
      action: 'quarantine',
      reason: 'Sends data',
      expectedVersion: 1,
      holdId: undefined,
      controlIds: ['dynamic-security-scan'],
    });
  });

  it('ends with a release that names the hold that was looked at', async () => {
    const contain = jest.fn(async () => aContainment());
    await show(quarantined({ viewer: { mayRelease: true } }), {
      app: anApp({ standing: 'quarantined', viewer: REVIEWER }),
      answers: { contain },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Release' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByLabelText(/Your reason/), 'Mended');
    await userEvent.click(
      dialog.getByRole('button', { name: 'Release the app' }),
    );
    await waitFor(() =>
      expect(contain).toHaveBeenCalledWith(
        'where2eat',
        expect.objectContaining({ action: 'release', holdId: 'hold-1' }),
      ),
    );
  });

  it('keeps what was held before behind a click', async () => {
    await show(
      aContainment({
        earlier: [
          aHold({
            ended: 'released-by-checks',
            endedAt: new Date().toISOString(),
            endedBy: 'user:default/maya',
          }),
        ],
      }),
    );
    expect(await screen.findByText('Earlier holds (1)')).toBeInTheDocument();
    expect(screen.getByText(/^Released by its checks/)).toHaveTextContent(
      'Released by its checks for Maya Lind',
    );
  });

  it('is not shown to those who may not', async () => {
    await show(aContainment());
    await waitFor(() => expect(screen.queryByText('Hold this app')).toBeNull());
  });
});
