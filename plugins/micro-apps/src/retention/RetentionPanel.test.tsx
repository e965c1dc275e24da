import { MicroAppsError } from '@micro-apps/plugin-micro-apps-common';
import type { RetentionView } from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { anApp, COLLEAGUE, REVIEWER } from '../testing/builders';
import type { Answers } from '../testing/fakeClient';
import { aDisposal, aLegalHold, aRetention } from '../testing/retention';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { RetentionPanel } from './RetentionPanel';

function show(
  retention: RetentionView,
  options: { answers?: Answers; app?: ReturnType<typeof anApp> } = {},
) {
  const onOpen = jest.fn();
  const view = renderScreen(
    <RetentionPanel
      app={options.app ?? anApp()}
      onDone={() => undefined}
      onOpen={onOpen}
      stamp={0}
    />,
    { getRetention: async () => retention, ...options.answers },
  );
  return { ...view, onOpen };
}

describe('how long data is kept', () => {
  it('says the rule, what is there, what is next and what went', async () => {
    const { container } = show(
      aRetention({
        nextDisposalAt: new Date(Date.now() + 5.5 * 86_400_000).toISOString(),
        disposals: [aDisposal({ due: 5, done: 3, held: 2 })],
      }),
    );
    expect(
      await screen.findByText(/^Data is kept for 90 days, test data .* for 7/),
    ).toHaveTextContent(/What is older is deleted\.$/);
    expect(
      screen.getByText(/^Kept now: 20 data files and 1 test data files/),
    ).toBeInTheDocument();
    expect(screen.getByText(/^Next disposal:/)).toHaveTextContent('in 5 days');
    const table = screen.getByRole('table', { name: 'Last disposals' });
    const [, row] = within(table).getAllByRole('row');
    expect(
      within(row)
        .getAllByRole('cell')
        .slice(1)
        .map(({ textContent }) => textContent),
    ).toEqual(['By the rule', '5', '3', '2', '0']);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('is changed where the registration is', async () => {
    const { onOpen } = show(aRetention());
    await userEvent.click(
      await screen.findByRole('button', { name: 'Change the number of days' }),
    );
    expect(onOpen).toHaveBeenCalledWith({ kind: 'edit' });
  });

  it('offers nothing to others, and tells them no disposals', async () => {
    show(aRetention(), { app: anApp({ viewer: COLLEAGUE }) });
    await screen.findByText(/^Data is kept for/);
    expect(screen.getAllByRole('button')).toEqual([
      screen.getByRole('button', { name: 'Dry run' }),
    ]);
    expect(screen.queryByText('Nothing has gone yet')).toBeNull();
  });

  it('says so when nothing deletes data here', async () => {
    show(aRetention({ connected: false }));
    expect(
      await screen.findByRole('note', { name: /^Nothing is installed/ }),
    ).toBeInTheDocument();
  });

  it('says what is wrong, when it has not looked yet, and when it cannot be read', async () => {
    show(aRetention({ lookedAt: undefined, problem: 'The disk is away' }));
    expect(await screen.findByText(/has not been looked at/)).toBeVisible();
    expect(screen.getByText(/repeated: The disk is away$/)).toBeVisible();
  });

  it('holds its place while it is on its way, and can be asked for again', async () => {
    let broken = true;
    show(aRetention(), {
      answers: {
        getRetention: async () => {
          if (!broken) return aRetention();
          throw new MicroAppsError({
            status: 503,
            code: 'busy',
            message: 'The registry cannot be reached',
          });
        },
      },
    });
    expect(screen.getByTestId('loading-rows')).toBeInTheDocument();
    await screen.findByText('The registry cannot be reached');
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/^Data is kept for/)).toBeVisible();
  });
});

describe('a dry run', () => {
  it('shows counts for another window and changes nothing', async () => {
    const getRetention = jest.fn(
      async (_: string, { retentionDays = 90 } = {}) =>
        aRetention({
          preview: {
            retentionDays,
            due: retentionDays < 90 ? 15 : 0,
            held: { 'legal-hold': 2 },
            needsConfirming: retentionDays < 90,
          },
        }),
    );
    show(aRetention(), { answers: { getRetention } });
    const field = await screen.findByLabelText('Days to try');
    await userEvent.clear(field);
    expect(screen.getByRole('button', { name: 'Dry run' })).toBeDisabled();
    await userEvent.type(field, '0');
    expect(
      screen.getByText('Give a whole number from 1 to 3650'),
    ).toBeVisible();
    await userEvent.clear(field);
    await userEvent.type(field, '30{enter}');
    expect(
      await screen.findByText(
        'With 30 days, a disposal of now takes 15 of 21 data files.',
      ),
    ).toBeVisible();
    expect(screen.getByText('Due and kept: 2')).toBeVisible();
    expect(screen.getByText(/would have to confirm/)).toBeVisible();
    expect(getRetention).toHaveBeenLastCalledWith('where2eat', {
      retentionDays: 30,
    });
  });
});

describe('more than goes by itself', () => {
  const much = (mayConfirm: boolean) =>
    aRetention({
      preview: { due: 12, needsConfirming: true },
      viewer: { mayConfirm },
    });

  it('is confirmed with the count that was shown', async () => {
    const confirmDisposal = jest.fn(async () => aRetention());
    show(much(true), { answers: { confirmDisposal } });
    const note = within(
      await screen.findByRole('note', {
        name: 'A disposal waits for somebody',
      }),
    );
    expect(note.getByText(/^Due: 12 of 21/)).toBeVisible();
    await userEvent.click(
      note.getByRole('button', { name: 'Look and confirm…' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('12 are deleted for good');
    expect(await axe(dialog)).toHaveNoViolations();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Dispose of 12' }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(confirmDisposal).toHaveBeenCalledWith('where2eat', {
      confirmedDue: 12,
      idempotencyKey: expect.any(String),
    });
  });

  it('says whom to ask where she may not', async () => {
    show(much(false));
    expect(await screen.findByText(/can confirm it\.$/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /confirm/ })).toBeNull();
  });
});

describe('a legal hold', () => {
  it('is set with a reason by those who may', async () => {
    const setLegalHold = jest.fn(async () => aRetention());
    show(aRetention({ viewer: { maySetHold: true } }), {
      app: anApp({ viewer: REVIEWER }),
      answers: { setLegalHold },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Set a legal hold…' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(await axe(dialog)).toHaveNoViolations();
    const confirm = within(dialog).getByRole('button', {
      name: 'Set the legal hold',
    });
    expect(confirm).toBeDisabled();
    await userEvent.type(
      within(dialog).getByLabelText(/Your reason/),
      'A court asked',
    );
    await userEvent.click(confirm);
    await waitFor(() =>
      expect(setLegalHold).toHaveBeenCalledWith('where2eat', {
        reason: 'A court asked',
        idempotencyKey: expect.any(String),
      }),
    );
  });

  it('shows who set it and why, what stays, and is lifted by its id', async () => {
    const liftLegalHold = jest.fn(async () => aRetention());
    const { container } = show(
      aRetention({
        legalHold: aLegalHold(),
        preview: { held: { 'legal-hold': 3 } },
        viewer: { mayLiftHold: true },
        earlierHolds: [
          aLegalHold({
            id: 'earlier',
            liftedAt: new Date().toISOString(),
            liftedBy: 'user:default/sam',
            liftReason: 'Settled',
          }),
        ],
      }),
      { answers: { liftLegalHold } },
    );
    const note = within(
      await screen.findByRole('note', { name: 'A legal hold is on this data' }),
    );
    expect(await note.findByText(/A court asked for it$/)).toHaveTextContent(
      'By Sam Okafor',
    );
    expect(screen.getByText('Due and kept by the legal hold: 3')).toBeVisible();
    expect(screen.getByText('Earlier legal holds (1)')).toBeVisible();
    expect(screen.getByText(/^Lifted by/)).toHaveTextContent('Settled');
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(
      note.getByRole('button', { name: 'Lift the legal hold…' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByLabelText(/Your reason/), 'Settled');
    await userEvent.click(
      dialog.getByRole('button', { name: 'Lift the legal hold' }),
    );
    await waitFor(() =>
      expect(liftLegalHold).toHaveBeenCalledWith('where2eat', {
        reason: 'Settled',
        holdId: 'legal-hold-1',
        idempotencyKey: expect.any(String),
      }),
    );
  });
});
