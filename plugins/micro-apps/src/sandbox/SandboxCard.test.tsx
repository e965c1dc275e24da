import type { SandboxView } from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { anApp, aSandbox, COLLEAGUE, OWNER } from '../testing/builders';
import type { Answers } from '../testing/fakeClient';
import { answersFor } from '../testing/registry';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { SandboxCard } from './SandboxCard';

function show(
  sandbox: Partial<SandboxView>,
  answers: Answers = {},
  viewer = OWNER,
) {
  return renderScreen(
    <SandboxCard appId="where2eat" />,
    answersFor(anApp({ sandbox: aSandbox(sandbox), viewer }), answers),
  );
}

describe('Sandbox', () => {
  it.each([
    ['absent', 'There is no sandbox yet.', 'Create', 'ensureSandbox'],
    ['stopped', 'Stopped. Its data is kept.', 'Start', 'startSandbox'],
    ['failed', 'It could not be started.', 'Try again', 'startSandbox'],
    ['running', 'Running, with sanitised data.', 'Stop', 'stopSandbox'],
  ] as const)('%s says so and has its button', async (...row) => {
    const [state, words, button, method] = row;
    const done = jest.fn(async () => aSandbox());
    const { container } = show({ state }, { [method]: done });
    expect(await screen.findByText(words)).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(screen.getByRole('button', { name: button }));
    await waitFor(() => expect(done).toHaveBeenCalledWith('where2eat'));
  });

  it('shows what is going on while it gets ready', async () => {
    const { container } = show({ state: 'preparing', step: 'Installing' });
    expect(
      await screen.findByText('Getting ready: Installing'),
    ).toBeInTheDocument();
    expect(screen.getByRole('progressbar')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('opens what runs in a new tab', async () => {
    show({});
    const link = await screen.findByRole('link', { name: /^Open/ });
    expect(link).toHaveAttribute('href', 'http://where2eat.localhost:8100');
    expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  });

  it('offers the newest commit when the repository has moved on', async () => {
    const updateSandbox = jest.fn(async () => aSandbox());
    show({ behind: true }, { updateSandbox });
    expect(
      await screen.findByText(/the repository has moved on/),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Update from repository' }),
    );
    await waitFor(() => expect(updateSandbox).toHaveBeenCalled());
  });

  it('says why it could not be started', async () => {
    show({ state: 'failed', reason: 'npm ci ended with 1' });
    expect(await screen.findByText('npm ci ended with 1')).toBeInTheDocument();
  });

  it('says why a button did not work', async () => {
    show(
      { state: 'stopped' },
      {
        startSandbox: async () => {
          throw new Error('No room for another sandbox');
        },
      },
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Start' }));
    expect(
      await screen.findByText('No room for another sandbox'),
    ).toBeInTheDocument();
  });

  it('offers a colleague nothing but to open it', async () => {
    show({ behind: true }, {}, COLLEAGUE);
    await screen.findByText('Running, with sanitised data.');
    expect(screen.getByRole('link', { name: /^Open/ })).toBeInTheDocument();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('shows the newest lines of its log', async () => {
    show(
      {},
      {
        getSandboxLogs: async () => ({
          items: [{ at: '2026-11-24T10:00:00.000Z', text: 'Ready' }],
        }),
      },
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Logs' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText(/Ready$/)).toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: 'Close' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('says when the log is empty', async () => {
    show({}, { getSandboxLogs: async () => ({ items: [] }) });
    await userEvent.click(await screen.findByRole('button', { name: 'Logs' }));
    expect(
      await screen.findByText('The app has written nothing yet.'),
    ).toBeInTheDocument();
    expect(await axe(document.body)).toHaveNoViolations();
  });

  it('can be asked again when it did not answer', async () => {
    show(
      {},
      {
        getApp: async () => {
          throw new Error('It does not answer');
        },
      },
    );
    expect(await screen.findByText('It does not answer')).toBeInTheDocument();
  });
});
