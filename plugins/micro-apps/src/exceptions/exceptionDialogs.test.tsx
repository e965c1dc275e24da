import {
  controlById,
  DAY,
  DEFAULT_EXCEPTION_LIMITS as limits,
} from '@micro-apps/governance-core';
import {
  MicroAppsError,
  type AskExceptionRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { RiskDialogs, type OpenDialog } from '../risk/dialogs/RiskDialogs';
import { anApp, anExceptionView } from '../testing/builders';
import type { Answers } from '../testing/fakeClient';
import { answersFor } from '../testing/registry';
import {
  ALMOST_MET,
  inDays,
  OPEN,
} from '../testing/__testUtils__/exceptionFacts';
import { renderScreen } from '../testing/__testUtils__/renderScreen';

/** Opens a dialog of the app and says what became of it. */
async function open(dialog: OpenDialog, answers: Answers = {}) {
  const onClose = jest.fn();
  const app = anApp({}, ALMOST_MET);
  renderScreen(
    <RiskDialogs
      app={app}
      open={dialog}
      onClose={onClose}
      onDone={() => undefined}
    />,
    answersFor(app, answers),
  );
  const box = within(await screen.findByRole('dialog'));
  const press = (name: string) =>
    userEvent.click(box.getByRole('button', { name }));
  return { app, box, press, onClose };
}

describe('Asking for an exception', () => {
  const dialog = { kind: 'exception', controlId: OPEN } as const;

  it('says what it would mean, and sends what was chosen', async () => {
    const askException = jest.fn(
      async (_id: string, _body: AskExceptionRequest) => anExceptionView(),
    );
    const { box, press, onClose } = await open(dialog, { askException });
    const confirm = box.getByRole('button', { name: 'Ask for it' });
    expect(await box.findByText(/IT grants it\./)).toBeInTheDocument();
    expect(confirm).toBeDisabled();
    await userEvent.type(
      box.getByLabelText(/Why can it not be met now/),
      'The scanner cannot reach the page',
    );
    const headers = controlById('security-headers')?.title ?? '';
    await userEvent.selectOptions(
      box.getByLabelText(/Which control makes up for it/),
      headers,
    );
    expect(confirm).toBeDisabled();
    await userEvent.type(
      box.getByLabelText(/What do you do instead/),
      'A colleague tests it by hand',
    );
    const days = box.getByLabelText(/For how many days/);
    await userEvent.clear(days);
    await userEvent.type(days, '3');
    const before = Date.now();
    await press('Ask for it');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    const [[id, sent]] = askException.mock.calls;
    expect(id).toBe('where2eat');
    expect(sent).toEqual({
      controlId: OPEN,
      reason: 'The scanner cannot reach the page',
      startsAt: undefined,
      endsAt: expect.any(String),
      compensation: {
        statement: 'A colleague tests it by hand',
        controlId: 'security-headers',
        evidenceIds: ['evidence-header-scan'],
      },
    });
    // Counted from the moment when the dialog opened, never longer.
    expect(Date.parse(sent.endsAt)).toBeLessThanOrEqual(before + 3 * DAY);
    expect(Date.parse(sent.endsAt)).toBeGreaterThan(before + 2.9 * DAY);
  });

  it.each(['0', '15', '', 'x'])(
    'wants 1 to 14 days, and not "%s"',
    async typed => {
      const { box } = await open(dialog);
      const days = box.getByLabelText(/For how many days/);
      await userEvent.clear(days);
      if (typed) await userEvent.type(days, typed);
      expect(
        box.getByText('Give the days as a whole number from 1 to 14'),
      ).toBeInTheDocument();
    },
  );

  it('counts the chain, names who grants a further one, and when there can be none', async () => {
    const { box } = await open(dialog, {
      listAppExceptions: async () => ({
        limits,
        items: [
          anExceptionView({ startsAt: inDays(-13), endsAt: inDays(1) }),
          anExceptionView({
            id: 'exception-0',
            startsAt: inDays(-19),
            endsAt: inDays(-14),
            standing: 'ended',
          }),
        ],
      }),
    });
    expect(
      await box.findByText(/It is number 3 in a row: 26 of 28 days with it/),
    ).toHaveTextContent('The heads of IT grant it.');
    const days = box.getByLabelText(/For how many days/);
    await userEvent.clear(days);
    await userEvent.type(days, '10');
    expect(
      box.getByText(/Exceptions in a row last 28 days at most/),
    ).toBeInTheDocument();
    expect(box.getByRole('button', { name: 'Ask for it' })).toBeDisabled();
  });

  it('goes by the numbers of the organisation', async () => {
    const { box } = await open(dialog, {
      listAppExceptions: async () => ({
        items: [],
        limits: { ...limits, longest: 3 },
      }),
    });
    expect(
      await box.findByText('Give the days as a whole number from 1 to 3'),
    ).toBeInTheDocument();
  });

  it('takes other proof, and says when there is none', async () => {
    const { box } = await open(dialog);
    expect(
      await box.findByText(/There is no other proof that counts yet/),
    ).toBeInTheDocument();
  });

  it('stays open and says why when the registry refuses', async () => {
    const { box, press, onClose } = await open(dialog, {
      askException: async () => {
        throw new MicroAppsError({
          status: 409,
          code: 'not-in-this-state',
          message: 'An exception has been asked for already',
        });
      },
    });
    await box.findByText(/IT grants it\./);
    await userEvent.type(
      box.getByLabelText(/Why can it not be met now/),
      'The scanner cannot reach the page',
    );
    await userEvent.selectOptions(
      box.getByLabelText(/Which control makes up for it/),
      'security-headers',
    );
    await userEvent.type(
      box.getByLabelText(/What do you do instead/),
      'A colleague tests it by hand',
    );
    await press('Ask for it');
    expect(
      await box.findByText('An exception has been asked for already'),
    ).toBeInTheDocument();
    expect(onClose).not.toHaveBeenCalled();
  });

  it('is accessible', async () => {
    const { box } = await open(dialog);
    await box.findByText(/IT grants it\./);
    expect(await axe(document.body)).toHaveNoViolations();
  });
});

describe('Ending an exception', () => {
  it('says what it does, and needs a reason', async () => {
    const revokeException = jest.fn(async () => anExceptionView());
    const exception = anExceptionView();
    const { box, press, onClose } = await open(
      { kind: 'revoke', exception },
      { revokeException },
    );
    expect(box.getByText(/open again at once/)).toBeInTheDocument();
    const end = box.getByRole('button', { name: 'End the exception' });
    expect(end).toBeDisabled();
    await userEvent.type(box.getByLabelText(/Why now/), 'It is scanned');
    await press('End the exception');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(revokeException).toHaveBeenCalledWith('exception-1', {
      reason: 'It is scanned',
    });
    expect(await axe(document.body)).toHaveNoViolations();
  });
});
