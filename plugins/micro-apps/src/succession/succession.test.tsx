import {
  MicroAppsError,
  type LeaverView,
  type OrphanView,
  type SuccessionView,
} from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { RiskTab } from '../risk/RiskTab';
import { anApp } from '../testing/builders';
import type { Answers } from '../testing/fakeClient';
import { answersFor } from '../testing/registry';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { LeaversPage } from './LeaversPage';

const DAY_MS = 86_400_000;
const inDays = (days: number) =>
  new Date(Date.now() + days * DAY_MS).toISOString();

function anOrphan(changes: Partial<OrphanView> = {}): OrphanView {
  return {
    id: 'orphan-1',
    appId: 'where2eat',
    appName: 'Where2Eat',
    version: 3,
    leaver: 'user:default/maya',
    orphanedAt: inDays(-1),
    rung: 'second-owner',
    dueAt: inDays(6),
    steps: [
      {
        rung: 'second-owner',
        refs: ['user:default/rita'],
        from: inDays(-1),
        until: inDays(6),
      },
      {
        rung: 'platform-team',
        refs: ['group:default/product'],
        from: inDays(6),
      },
    ],
    offers: [{ to: 'user:default/rita', rung: 'second-owner', at: inDays(-1) }],
    ...changes,
  };
}

const LEAVER: LeaverView = {
  id: 'leaver-1',
  person: 'user:default/maya',
  foundBy: 'person',
  reportedBy: 'user:default/sam',
  reason: 'It was her last day',
  leftAt: inDays(-1),
  apps: 2,
  finishedAt: inDays(-1),
  mayReturn: true,
};

function onRiskTab(succession: Partial<SuccessionView>, answers: Answers = {}) {
  return renderScreen(
    <RiskTab appId="where2eat" />,
    answersFor(anApp(), {
      getSuccession: async () => ({
        earlier: [],
        viewer: { mayAccept: false, mayDecline: false },
        ...succession,
      }),
      ...answers,
    }),
  );
}

describe('an app without an owner', () => {
  it('says on its Risk tab that it looks for one, and who is asked', async () => {
    onRiskTab({
      orphan: anOrphan({
        offers: [
          {
            to: 'user:default/sam',
            at: inDays(-1),
            answer: 'declined',
            reason: 'I review it',
          },
          // Somebody else who has her user name by now.
          {
            to: 'user:default/sam',
            at: inDays(0),
            answer: 'declined',
            reason: 'I am new here',
          },
        ],
      }),
    });
    const banner = within(
      await screen.findByRole('note', {
        name: 'This app looks for a new owner',
      }),
    );
    expect(banner.getByText('Maya Lind')).toBeInTheDocument();
    expect(banner.getAllByText('Rita Moss')).not.toHaveLength(0);
    expect(banner.getByText(/said no: I review it/)).toBeInTheDocument();
    expect(banner.getByText(/said no: I am new here/)).toBeInTheDocument();
    expect(
      banner.queryByRole('button', { name: /take it over/ }),
    ).not.toBeInTheDocument();
    expect(
      await axe(screen.getByRole('note', { name: /looks for a new owner/ })),
    ).toHaveNoViolations();
  });

  it('is taken over by whoever is asked', async () => {
    const acceptOwnership = jest.fn(async () => ({
      earlier: [],
      viewer: { mayAccept: false, mayDecline: false },
    }));
    onRiskTab(
      { orphan: anOrphan(), viewer: { mayAccept: true, mayDecline: true } },
      { acceptOwnership },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Yes, I take it over' }),
    );
    expect(acceptOwnership).toHaveBeenCalledWith('where2eat', {
      expectedVersion: 3,
    });
    expect(await screen.findByText('The app is yours')).toBeInTheDocument();
  });

  it('is declined with a reason', async () => {
    const declineOwnership = jest.fn(async () => ({
      earlier: [],
      viewer: { mayAccept: true, mayDecline: false },
    }));
    onRiskTab(
      { orphan: anOrphan(), viewer: { mayAccept: true, mayDecline: true } },
      { declineOwnership },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'No, because…' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByLabelText(/Your reason/), 'No time');
    await userEvent.click(dialog.getByRole('button', { name: 'No, because…' }));
    await waitFor(() =>
      expect(declineOwnership).toHaveBeenCalledWith('where2eat', {
        reason: 'No time',
      }),
    );
  });

  it('says nothing where there is an owner, or nobody can tell', async () => {
    onRiskTab({});
    await screen.findByText('Required controls');
    expect(screen.queryByText(/looks for a new owner/)).not.toBeInTheDocument();
  });
});

async function onPage(answers: Answers, view?: 'Who has left') {
  const shown = renderScreen(<LeaversPage />, {
    listOrphans: async () => ({ items: [] }),
    listLeavers: async () => ({ items: [] }),
    ...answers,
  });
  if (view) {
    await userEvent.click(await screen.findByRole('tab', { name: view }));
  }
  return shown;
}

describe('the page of leavers', () => {
  it('asks one person for many apps, with a result for each', async () => {
    const offerOrphans = jest.fn(async () => ({
      results: [
        { orphanId: 'orphan-1', appId: 'where2eat', ok: true },
        {
          orphanId: 'orphan-2',
          ok: false,
          because: 'This person has been asked already',
        },
      ],
    }));
    const { container } = await onPage({
      listOrphans: async () => ({
        items: [
          anOrphan(),
          anOrphan({
            id: 'orphan-2',
            appId: 'rota',
            appName: 'Rota',
            dueAt: undefined,
            rung: 'platform-team',
          }),
        ],
      }),
      offerOrphans,
    });
    expect(await screen.findByText('Until somebody does')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(
      screen.getByRole('checkbox', { name: 'Choose every app of this page' }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Ask somebody to take over (2)' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await dialog.findByRole('option', { name: 'Rita Moss' });
    await userEvent.selectOptions(
      dialog.getByLabelText(/Whom to ask/),
      'user:default/rita',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Ask' }));
    expect(
      await screen.findByText('Rota: This person has been asked already'),
    ).toBeInTheDocument();
    expect(screen.getByText('Where2Eat: asked')).toBeInTheDocument();
    expect(offerOrphans).toHaveBeenCalledWith({
      orphanIds: ['orphan-1', 'orphan-2'],
      person: 'user:default/rita',
    });
  });

  it('says that none is good', async () => {
    await onPage({});
    expect(
      await screen.findByText('Every app has an owner, and that is good'),
    ).toBeInTheDocument();
  });

  it('says what went wrong', async () => {
    await onPage({
      listOrphans: async () => {
        throw new MicroAppsError({
          status: 503,
          code: 'busy',
          message: 'The registry is busy',
        });
      },
    });
    expect(await screen.findByText('The registry is busy')).toBeInTheDocument();
  });

  it('says who has left, and takes reports of others', async () => {
    const reportLeaver = jest.fn(async () => LEAVER);
    const returnLeaver = jest.fn(async () => LEAVER);
    const { container } = await onPage(
      {
        listLeavers: async () => ({ items: [LEAVER] }),
        reportLeaver,
        returnLeaver,
      },
      'Who has left',
    );
    expect(await screen.findByText(/It was her last day/)).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(
      screen.getByRole('button', { name: 'Report somebody who has left' }),
    );
    const report = within(await screen.findByRole('dialog'));
    await report.findByRole('option', { name: 'Rita Moss' });
    await userEvent.selectOptions(
      report.getByLabelText(/Person/),
      'user:default/rita',
    );
    await userEvent.type(report.getByLabelText(/Your reason/), 'Last day');
    await userEvent.click(report.getByRole('button', { name: 'She has left' }));
    await waitFor(() =>
      expect(reportLeaver).toHaveBeenCalledWith({
        person: 'user:default/rita',
        reason: 'Last day',
      }),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'user:default/maya is back' }),
    );
    const back = within(await screen.findByRole('dialog'));
    await userEvent.type(back.getByLabelText(/Your reason/), 'A mistake');
    await userEvent.click(back.getByRole('button', { name: 'Is back' }));
    await waitFor(() =>
      expect(returnLeaver).toHaveBeenCalledWith('leaver-1', {
        reason: 'A mistake',
      }),
    );
  });

  it('alarms when too many vanished, and takes a confirmation', async () => {
    const confirmLeavers = jest.fn(async () => ({ items: [] }));
    await onPage(
      {
        listLeavers: async () => ({
          items: [],
          pause: { since: inDays(0), missing: 12, total: 100 },
        }),
        confirmLeavers,
      },
      'Who has left',
    );
    expect(
      await screen.findByText(
        '12 of 100 owners have vanished from the directory',
      ),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'They have really left' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(
      dialog.getByRole('button', { name: 'They have really left' }),
    );
    await waitFor(() =>
      expect(confirmLeavers).toHaveBeenCalledWith({ missing: 12 }),
    );
  });
});
