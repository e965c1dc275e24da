import type {
  AppDetail,
  OverrideView,
  RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { anApp, aRequest, MEDIUM, REVIEWER } from '../../testing/builders';
import type { Answers } from '../../testing/fakeClient';
import { answersFor } from '../../testing/registry';
import { renderScreen } from '../../testing/__testUtils__/renderScreen';
import { RiskTab } from '../RiskTab';

const HOUR = 3_600_000;
const inHours = (hours: number) =>
  new Date(Date.now() + hours * HOUR).toISOString();

const OVERRIDE: OverrideView = {
  by: 'user:default/rita',
  reason: 'The tills are down',
  at: inHours(-2),
  dueAt: inHours(22),
  isOverdue: false,
};

async function show(
  request: Partial<RequestView>,
  viewer: Partial<AppDetail['viewer']> = {},
  answers: Answers = {},
) {
  const app = anApp(
    { request: aRequest(request), viewer: { ...REVIEWER, ...viewer } },
    MEDIUM,
  );
  const shown = renderScreen(
    <RiskTab appId={app.id} />,
    answersFor(app, answers),
  );
  await screen.findByText('Decision');
  return shown;
}

describe('An approval that was given in an emergency', () => {
  it('is said loudly until somebody else has looked at it', async () => {
    const { container } = await show({
      state: 'approved',
      override: OVERRIDE,
      viewer: { mayVote: false, roles: [], mayReviewOverride: true },
    });
    const banner = within(
      screen.getByRole('note', {
        name: 'Approved in an emergency: somebody else has to look at it',
      }),
    );
    expect(banner.getByText(/The tills are down/)).toHaveTextContent(
      /^Rita Moss approved it without the usual people/,
    );
    expect(banner.getByText(/A second look is due/)).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('is louder when the second look is overdue, and offers it only to who may', async () => {
    await show({
      state: 'approved',
      override: { ...OVERRIDE, isOverdue: true, dueAt: inHours(-1) },
      viewer: { mayVote: false, roles: [], mayReviewOverride: false },
    });
    const banner = within(
      screen.getByRole('note', {
        name: 'Approved in an emergency, and the second look is overdue',
      }),
    );
    expect(banner.queryByRole('button')).not.toBeInTheDocument();
  });

  it.each([
    ['It was right: keep it', 'upheld'],
    ['Take the approval back', 'taken-back'],
  ])('can be looked at: %s', async (name, outcome) => {
    const reviewOverride = jest.fn(async () => aRequest());
    await show(
      {
        state: 'approved',
        override: OVERRIDE,
        viewer: { mayVote: false, roles: [], mayReviewOverride: true },
      },
      {},
      { reviewOverride },
    );
    await userEvent.click(screen.getByRole('button', { name }));
    const dialog = within(await screen.findByRole('dialog'));
    const confirm = dialog.getByRole('button', { name });
    expect(confirm).toBeDisabled();
    await userEvent.type(
      dialog.getByLabelText(/Your reason/),
      'I called the shop',
    );
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.click(confirm);
    await waitFor(() =>
      expect(reviewOverride).toHaveBeenCalledWith('request-1', {
        outcome,
        reason: 'I called the shop',
      }),
    );
  });

  it('shows afterwards what the second look said, without the banner', async () => {
    await show({
      state: 'approved',
      override: {
        ...OVERRIDE,
        review: {
          by: 'user:default/sam',
          outcome: 'upheld',
          reason: 'It was needed',
          at: inHours(-1),
        },
      },
    });
    expect(screen.getByText(/It was needed/)).toHaveTextContent(
      /Sam Okafor looked at it .* and kept it/,
    );
    expect(
      screen.queryByRole('note', { name: /emergency/ }),
    ).not.toBeInTheDocument();
  });
});

describe('Approving in an emergency', () => {
  it('is offered only to who may, and warns before it is done', async () => {
    const overrideRequest = jest.fn(async () => aRequest());
    await show({}, { canOverride: true }, { overrideRequest });
    await userEvent.click(
      screen.getByRole('button', { name: 'Approve in an emergency…' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      dialog.getByRole('note', { name: 'This is not the usual way' }),
    ).toBeInTheDocument();
    const confirm = dialog.getByRole('button', {
      name: 'Approve without the reviewers',
    });
    await userEvent.type(
      dialog.getByLabelText(/What the emergency is/),
      'Too short',
    );
    expect(confirm).toBeDisabled();
    await userEvent.type(
      dialog.getByLabelText(/What the emergency is/),
      ', the tills are down',
    );
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.click(confirm);
    await waitFor(() =>
      expect(overrideRequest).toHaveBeenCalledWith(
        'request-1',
        expect.objectContaining({ reason: 'Too short, the tills are down' }),
      ),
    );
  });

  it('is not there for anybody else', async () => {
    await show({});
    expect(
      screen.queryByRole('button', { name: /emergency/ }),
    ).not.toBeInTheDocument();
  });
});

describe('Handing a review over', () => {
  it('goes to a colleague, with a note', async () => {
    const delegateRequest = jest.fn(async () => aRequest());
    await show(
      { viewer: { mayVote: true, roles: ['security'] } },
      { canDelegate: true },
      { delegateRequest },
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Hand to a colleague' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    const confirm = dialog.getByRole('button', { name: 'Hand it over' });
    expect(confirm).toBeDisabled();
    await userEvent.click(await dialog.findByLabelText(/^Colleague/));
    // Oneself is not on the list.
    await userEvent.click(
      await screen.findByRole('option', { name: 'Sam Okafor' }),
    );
    expect(
      screen.queryByRole('option', { name: 'Maya Lind' }),
    ).not.toBeInTheDocument();
    await userEvent.type(dialog.getByLabelText('A note for her'), 'Away');
    await userEvent.click(confirm);
    await waitFor(() =>
      expect(delegateRequest).toHaveBeenCalledWith('request-1', {
        to: 'user:default/sam',
        note: 'Away',
      }),
    );
  });

  it('is shown to everybody who reads the request', async () => {
    await show({
      delegations: [
        {
          role: 'security',
          from: 'user:default/sam',
          to: 'user:default/rita',
          at: inHours(-1),
        },
      ],
    });
    const list = screen.getByText('Handed over').nextElementSibling;
    expect(list).toHaveTextContent(/Sam Okafor asked Rita Moss to decide/);
  });
});

describe('Steps and company rules', () => {
  const requirements = [
    { role: 'security' as const, count: 2, because: 'It is so' },
    { role: 'privacy' as const, count: 1, because: 'It is so', step: 2 },
  ];

  it('are told in their order, with how many are still missing', async () => {
    const { container } = await show({
      requirements,
      tally: {
        outcome: 'waiting',
        waitingFor: requirements.map(each => ({ ...each, have: 0 })),
      },
    });
    const words = screen
      .getAllByText(/^Step \d|: \d of \d — /)
      .map(({ textContent }) => textContent);
    expect(words).toEqual([
      'Step 1',
      'Security reviewers: 0 of 2 — It is so',
      'Step 2',
      'Privacy office: 0 of 1 — It is so',
    ]);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('name both revisions where the rules have changed', async () => {
    await show({ policyRevision: { asked: 'r1', now: 'r2' } });
    expect(
      screen.getByText(/when it was asked for: r1; now: r2/),
    ).toBeInTheDocument();
  });

  it('say nothing of rules that are the same', async () => {
    await show({ policyRevision: { asked: 'r1', now: 'r1' } });
    expect(
      screen.queryByText(/Company rules when it was asked/),
    ).not.toBeInTheDocument();
  });
});
