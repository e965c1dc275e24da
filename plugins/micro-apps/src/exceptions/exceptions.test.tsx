import { DEFAULT_EXCEPTION_LIMITS as limits } from '@micro-apps/governance-core';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { RiskTab } from '../risk/RiskTab';
import {
  anApp,
  anExceptionView,
  aRequest,
  COLLEAGUE,
  REVIEWER,
} from '../testing/builders';
import type { Answers } from '../testing/fakeClient';
import { answersFor } from '../testing/registry';
import {
  ALMOST_MET,
  inDays,
  OPEN,
} from '../testing/__testUtils__/exceptionFacts';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { dayOf } from './dayOf';

/** The Risk tab of an app whose dynamic scan is open, with these exceptions. */
async function show(
  items: readonly ReturnType<typeof anExceptionView>[],
  options: { answers?: Answers; app?: ReturnType<typeof anApp> } = {},
) {
  const app = options.app ?? anApp({}, ALMOST_MET);
  const view = renderScreen(
    <RiskTab appId="where2eat" />,
    answersFor(app, {
      listAppExceptions: async () => ({ items, limits }),
      ...options.answers,
    }),
  );
  await screen.findByText('Required controls');
  return view;
}

describe('Exceptions on the Risk tab', () => {
  it('says until when, why, what makes up for it and who granted it', async () => {
    const exception = anExceptionView();
    const { container } = await show([exception]);
    const item = within(
      await screen.findByRole('region', { name: 'Dynamic security scan' }),
    );
    expect(
      item.getByText((_, element) => {
        const text = element?.textContent ?? '';
        return (
          element?.tagName === 'P' &&
          text === `Excepted until ${dayOf(exception.endsAt)}`
        );
      }),
    ).toBeInTheDocument();
    expect(
      item.getByText('Why: The scanner cannot reach the new page yet'),
    ).toBeInTheDocument();
    expect(
      item.getByText(
        'What makes up for it: A colleague tests the page by hand (Security headers stays met)',
      ),
    ).toBeInTheDocument();
    expect(item.getByText(/^Granted by/)).toHaveTextContent(
      'Granted by Rita Moss (IT administrators)',
    );
    expect(item.queryByRole('button')).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says that none is good, and how to come to one', async () => {
    await show([]);
    expect(
      await screen.findByText('None, and that is good'),
    ).toBeInTheDocument();
  });

  it('keeps those that ended behind a click, and says what became of them', async () => {
    await show([
      anExceptionView({ id: '1', standing: 'refused', grantedBy: undefined }),
      anExceptionView({
        id: '2',
        standing: 'revoked',
        revokedAt: inDays(0),
        revokedBy: 'user:default/sam',
        revokeReason: 'No longer needed',
      }),
    ]);
    expect(
      await screen.findByText('Earlier exceptions (2)'),
    ).toBeInTheDocument();
    expect(screen.getByText('Not granted')).toBeInTheDocument();
    expect(screen.getByText(/No longer needed/)).toHaveTextContent(
      'Taken back by Sam Okafor: No longer needed',
    );
  });

  it('warns when what makes up for it is no longer proven', async () => {
    await show([anExceptionView({ unproven: true })]);
    expect(
      await screen.findByText(/It lifts nothing at present/),
    ).toBeInTheDocument();
  });

  it('shows nothing of it to others, and asks for nothing', async () => {
    const listAppExceptions = jest.fn();
    await show([], {
      app: anApp({ viewer: COLLEAGUE }),
      answers: { listAppExceptions },
    });
    expect(
      screen.getByText('The owner and the reviewers see the exceptions.'),
    ).toBeInTheDocument();
    expect(listAppExceptions).not.toHaveBeenCalled();
    expect(
      screen.queryByRole('button', { name: 'Ask for an exception' }),
    ).toBeNull();
  });

  it('can be asked again when it did not answer', async () => {
    let asked = 0;
    await show([], {
      answers: {
        listAppExceptions: async () => {
          asked += 1;
          if (asked === 1) throw new Error('The ledger does not answer');
          return { items: [anExceptionView()], limits };
        },
      },
    });
    await screen.findByText('The ledger does not answer');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('region', { name: 'Dynamic security scan' }),
    ).toBeInTheDocument();
  });

  it('shows who may decide the request and its buttons in words of its own', async () => {
    const vote = jest.fn(async () => aRequest());
    const requirements = [
      { role: 'it' as const, count: 1, because: 'IT grants an exception' },
    ];
    const { container } = await show(
      [anExceptionView({ standing: 'asked', grantedBy: undefined })],
      {
        app: anApp({ viewer: REVIEWER }, ALMOST_MET),
        answers: {
          vote,
          getRequest: async () =>
            aRequest({
              id: 'request-9',
              kind: 'exception',
              title: 'Exception from "Dynamic security scan" for Where2Eat',
              envelopeHash: 'a'.repeat(64),
              version: 3,
              requirements,
              tally: {
                outcome: 'waiting',
                waitingFor: [{ ...requirements[0], have: 0 }],
              },
              difference: [
                { field: 'Until', before: 'not known', after: '2026-12-01' },
              ],
              viewer: { mayVote: true, roles: ['it'] },
            }),
        },
      },
    );
    expect(
      await screen.findByText(/IT administrators: 0 of 1/),
    ).toBeInTheDocument();
    expect(screen.getByText('Until: 2026-12-01')).toBeInTheDocument();
    expect(screen.queryByText('Before you decide')).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(
      screen.getByRole('button', { name: 'Grant the exception' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByLabelText(/Your reason/), 'For a week');
    await userEvent.click(
      dialog.getByRole('button', { name: 'Grant the exception' }),
    );
    await waitFor(() =>
      expect(vote).toHaveBeenCalledWith('request-9', {
        choice: 'approve',
        reason: 'For a week',
        envelopeHash: 'a'.repeat(64),
        expectedVersion: 3,
        idempotencyKey: expect.any(String),
      }),
    );
  });
});

describe('A control', () => {
  it('that is open offers to ask, unless no exception can lift it', async () => {
    await show([], { app: anApp() });
    const asks = screen.getAllByText('Ask for an exception');
    const { findings } = anApp();
    const unmet = findings.filter(({ state }) => state !== 'satisfied');
    expect(unmet.some(({ control }) => control.neverExcepted)).toBe(true);
    expect(asks).toHaveLength(
      unmet.filter(({ control }) => !control.neverExcepted).length,
    );
  });

  it('that is excepted says until when, is not counted as met, and offers to ask anew', async () => {
    const app = anApp({}, ALMOST_MET);
    const endsAt = inDays(3);
    const findings = app.findings.map(finding =>
      finding.controlId === OPEN
        ? {
            ...finding,
            state: 'not-applicable' as const,
            code: 'excepted',
            because: `Excepted until ${endsAt}: By hand`,
            expiresAt: endsAt,
            exceptionId: 'exception-1',
          }
        : finding,
    );
    await show([anExceptionView()], { app: { ...app, findings } });
    expect(
      screen.getAllByText(`Excepted until ${dayOf(endsAt)}`).length,
    ).toBeGreaterThan(0);
    expect(screen.getByText('Excepted')).toBeInTheDocument();
    expect(screen.queryByText('Does not apply')).toBeNull();
    expect(
      screen.getByText(
        `${findings.length - 1} of ${
          findings.length
        } met, 1 excepted for a while`,
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('Ask for another exception')).toBeInTheDocument();
  });
});
