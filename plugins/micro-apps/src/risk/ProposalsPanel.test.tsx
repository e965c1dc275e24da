import type { ProposalView } from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { anApp, REVIEWER } from '../testing/builders';
import type { Answers } from '../testing/fakeClient';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { ProposalsPanel } from './ProposalsPanel';

const HERE = 'url:https://git.example.com/lunch/catalog-info.yaml';
const app = anApp({
  repository: { location: HERE, state: 'bound', others: [] },
});

function aProposal(changes: Partial<ProposalView> = {}): ProposalView {
  return {
    id: 'proposal-1',
    appId: app.id,
    state: 'open',
    location: HERE,
    commit: 'a'.repeat(40),
    binds: false,
    changes: [
      {
        field: 'retentionDays',
        title: 'How long data is kept',
        before: '90 days',
        after: '30 days',
      },
    ],
    unclear: [{ path: 'colour', message: 'There is no such field' }],
    proposedAt: new Date().toISOString(),
    ...changes,
  };
}

function show(answers: Answers, shown = app) {
  const onDone = jest.fn();
  const { container } = renderScreen(
    <ProposalsPanel app={shown} onDone={onDone} onOpen={jest.fn()} />,
    answers,
  );
  return { onDone, container };
}

describe('What a repository proposes', () => {
  it('is shown in words, with its commit, and accepted for the version that was seen', async () => {
    const acceptProposal = jest.fn(async () => app);
    const { onDone, container } = show({
      listProposals: async () => ({ items: [aProposal()] }),
      acceptProposal,
    });
    expect(
      await screen.findByText('How long data is kept: 90 days → 30 days'),
    ).toBeInTheDocument();
    expect(screen.getByText(/commit aaaaaaa/)).toHaveTextContent(HERE);
    expect(screen.getByText(/^Not understood: colour/)).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(
      screen.getByRole('button', { name: 'Accept the change' }),
    );
    await waitFor(() => expect(onDone).toHaveBeenCalled());
    expect(acceptProposal).toHaveBeenCalledWith('where2eat', 'proposal-1', {
      expectedVersion: 1,
    });
  });

  it('is declined with a reason', async () => {
    const declineProposal = jest.fn(async () => aProposal());
    show({
      listProposals: async () => ({ items: [aProposal()] }),
      declineProposal,
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Decline the change' }),
    );
    const box = within(await screen.findByRole('dialog'));
    const button = box.getByRole('button', { name: 'Decline the change' });
    expect(button).toBeDisabled();
    const reason = box.getByLabelText(/^Your reason/);
    // The button waits for it, so it says that it has to be filled in.
    expect(reason).toBeRequired();
    await userEvent.type(reason, 'Not now');
    await userEvent.click(button);
    await waitFor(() =>
      expect(declineProposal).toHaveBeenCalledWith('where2eat', 'proposal-1', {
        reason: 'Not now',
      }),
    );
  });

  it('says why it could not be accepted', async () => {
    show({
      listProposals: async () => ({ items: [aProposal({ binds: true })] }),
      acceptProposal: async () => {
        throw new Error('Somebody changed it');
      },
    });
    expect(
      await screen.findByText(/^Accepting it makes this file the one/),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Accept the change' }),
    );
    expect(await screen.findByText('Somebody changed it')).toBeInTheDocument();
  });

  it('is for reviewers to read, and names other files that say they are the app', async () => {
    show(
      { listProposals: async () => ({ items: [aProposal()] }) },
      anApp({
        viewer: REVIEWER,
        repository: { location: HERE, state: 'bound', others: ['url:other'] },
      }),
    );
    expect(
      await screen.findByText(
        /^The file at url:other says that it is this app/,
      ),
    ).toBeInTheDocument();
    await screen.findByText('How long data is kept: 90 days → 30 days');
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('takes no room where nothing is undecided', async () => {
    const listProposals = jest.fn(async () => ({
      items: [aProposal({ state: 'accepted' as const })],
    }));
    show({ listProposals });
    await waitFor(() => expect(listProposals).toHaveBeenCalled());
    expect(screen.queryByText('From its repository')).not.toBeInTheDocument();
  });
});
