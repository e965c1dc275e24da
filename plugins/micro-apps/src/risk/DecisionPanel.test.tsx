import type {
  AppDetail,
  RequestView,
} from '@micro-apps/plugin-micro-apps-common';
import { aVote } from '@micro-apps/governance-core/testing';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import {
  anApp,
  aRequest,
  COLLEAGUE,
  MEDIUM,
  REVIEWER,
} from '../testing/builders';
import type { Answers } from '../testing/fakeClient';
import { answersFor } from '../testing/registry';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { RiskTab } from './RiskTab';

const WHY_NOT =
  'You cannot decide on this request because you own this app. Another reviewer has to decide.';

async function show(app: AppDetail, answers: Answers = {}) {
  const shown = renderScreen(
    <RiskTab appId={app.id} />,
    answersFor(app, answers),
  );
  await screen.findByText('Decision');
  return shown;
}

function withRequest(
  request: Partial<RequestView>,
  changes: Partial<AppDetail> = {},
) {
  return anApp({ request: aRequest(request), ...changes }, MEDIUM);
}

const asReviewer = (request: Partial<RequestView> = {}) =>
  withRequest(
    { viewer: { mayVote: true, roles: ['security'] }, ...request },
    { viewer: REVIEWER },
  );

describe('The decision', () => {
  it('is not needed at low risk', async () => {
    await show(anApp());
    expect(
      screen.getByText(/None needed at this score: approved automatically/),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Ask for approval' }),
    ).not.toBeInTheDocument();
  });

  it('can be asked for above low risk', async () => {
    await show(anApp({}, MEDIUM));
    expect(screen.getByText(/Nobody has been asked yet/)).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Ask for approval' }),
    );
    expect(
      await screen.findByRole('dialog', { name: 'Ask for approval' }),
    ).toBeInTheDocument();
  });

  it('was made by the rules when nobody had to be asked', async () => {
    await show(
      anApp({
        request: aRequest({
          automatic: true,
          state: 'approved',
          decidedAt: '2026-11-24T10:00:00.000Z',
        }),
      }),
    );
    expect(screen.getByText(/and all its controls were met/)).toHaveTextContent(
      /^Approved automatically/,
    );
  });

  it('says who has to agree, and why', async () => {
    await show(withRequest({ note: 'Only our own team.' }));
    const part = screen.getByText('Who has to agree').parentElement;
    expect(part).toHaveTextContent(/0 of 1/);
    expect(part).toHaveTextContent(
      'Medium risk needs one security reviewer to agree',
    );
    expect(screen.getByText(/Only our own team\./)).toBeInTheDocument();
  });

  it('says why the viewer cannot decide, and shows no buttons', async () => {
    await show(
      withRequest({ viewer: { mayVote: false, whyNot: WHY_NOT, roles: [] } }),
    );
    expect(screen.getByText(WHY_NOT)).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Approve' }),
    ).not.toBeInTheDocument();
  });

  it('shows what was said, with its reason', async () => {
    await show(
      withRequest({
        state: 'approved',
        votes: [aVote({ reason: 'Only the own team' })],
      }),
    );
    expect(screen.getByText(/Only the own team/)).toHaveTextContent(/approved/);
  });

  it('shows what changed since the last approval', async () => {
    await show(
      withRequest({
        difference: [
          {
            field: 'Who may use it',
            before: 'one team',
            after: 'the whole company',
          },
        ],
      }),
    );
    expect(screen.getByText('What changed')).toBeInTheDocument();
    expect(
      screen.getByText('Who may use it: one team → the whole company'),
    ).toBeInTheDocument();
  });

  it('says what an approval covers', async () => {
    await show(withRequest({}));
    await userEvent.click(screen.getByText('What an approval covers'));
    expect(screen.getByText(/Access \(scopes\): crm:write/)).toBeVisible();
  });

  it.each(['Approve', 'Ask for changes', 'Reject'])(
    'lets a reviewer %s',
    async name => {
      await show(asReviewer());
      await userEvent.click(screen.getByRole('button', { name }));
      expect(
        await screen.findByRole('dialog', { name: `${name}: Where2Eat` }),
      ).toBeInTheDocument();
    },
  );

  it('is submitted again once every point is done', async () => {
    const resubmit = jest.fn(async () => aRequest());
    await show(
      withRequest({
        state: 'changes-requested',
        items: [{ id: 'who', text: 'Say who prints it', done: true }],
      }),
      { resubmit },
    );
    const panel = screen.getByText('To change (all done)').parentElement;
    if (!panel) throw new Error('The points are not on the page');
    await userEvent.click(
      within(panel).getByRole('button', { name: 'Submit again' }),
    );
    await waitFor(() => expect(resubmit).toHaveBeenCalledWith('request-1'));
  });

  it('waits with submitting while a point is open', async () => {
    await show(
      withRequest({
        state: 'changes-requested',
        items: [{ id: 'who', text: 'Say who prints it', done: false }],
      }),
    );
    const panel = screen.getByText('To change (1 open)').parentElement;
    if (!panel) throw new Error('The points are not on the page');
    expect(
      within(panel).getByRole('button', { name: 'Submit again' }),
    ).toBeDisabled();
  });

  it('shows the points to a reviewer, who cannot tick them', async () => {
    await show(
      asReviewer({
        items: [{ id: 'who', text: 'Say who prints it', done: true }],
      }),
    );
    expect(screen.getByLabelText('Say who prints it')).toBeDisabled();
  });

  it('cannot be withdrawn by somebody who may not change the app', async () => {
    await show(withRequest({}, { viewer: COLLEAGUE }));
    expect(
      screen.queryByRole('button', { name: 'Withdraw the request' }),
    ).not.toBeInTheDocument();
  });

  it('is accessible while a reviewer decides', async () => {
    const { container } = await show(
      asReviewer({
        items: [{ id: 'who', text: 'Say who prints it', done: true }],
        votes: [aVote()],
      }),
    );
    expect(await axe(container)).toHaveNoViolations();
  });
});
