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
  anAppRow,
  aRequest,
  COLLEAGUE,
  HIGH,
  MEDIUM,
  REVIEWER,
} from '../../testing/builders';
import type { Answers } from '../../testing/fakeClient';
import { answersFor } from '../../testing/registry';
import { renderScreen } from '../../testing/__testUtils__/renderScreen';
import { RiskTab } from '../RiskTab';

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
    expect(
      screen.getByText(
        'Security reviewers: 0 of 1 — Medium risk needs one security reviewer to agree',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText(/Only our own team\./)).toBeInTheDocument();
  });

  it('says who cannot decide, and why', async () => {
    await show(
      anApp({ request: aRequest({ requestedBy: 'user:default/sam' }) }, HIGH),
    );
    const part = screen.getByText('Who cannot decide').parentElement;
    const lines = [...(part?.querySelectorAll('li') ?? [])].map(
      line => line.textContent,
    );
    expect(lines).toEqual([
      'Maya Lind owns the app',
      'Sam Okafor asked for it',
      'Rita Moss is the second owner',
      'Whoever changed this version or confirmed its data handling',
      'Everybody in Product, because the risk is High',
    ]);
  });

  it('is not shown to somebody who may not read it', async () => {
    await show(anApp({ viewer: COLLEAGUE }, MEDIUM));
    expect(
      screen.getByText('The owner and the reviewers see the decision.'),
    ).toBeInTheDocument();
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
    expect(screen.getByText(/Only the own team/)).toHaveTextContent(
      /^Sam Okafor approved .*: Only the own team$/,
    );
    expect(screen.queryByText(/user:default/)).not.toBeInTheDocument();
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
    expect(
      screen.getByRole('heading', { name: 'What changed' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Who may use it: one team → the whole company'),
    ).toBeInTheDocument();
  });

  it('says what is asked for when nothing was approved before', async () => {
    await show(
      withRequest({
        difference: [
          { field: 'Who may use it', before: 'not known', after: 'one team' },
        ],
      }),
    );
    expect(screen.getByText('What is asked for')).toBeInTheDocument();
    expect(screen.getAllByText('Who may use it: one team')[0]).toBeVisible();
    expect(screen.queryByText(/not known/)).not.toBeInTheDocument();
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

  it('is withdrawn only after it was said what that ends', async () => {
    const withdraw = jest.fn(async () => aRequest({ state: 'withdrawn' }));
    await show(withRequest({}), { withdraw });
    const name = 'Withdraw the request';
    await userEvent.click(screen.getByRole('button', { name }));
    const dialog = within(await screen.findByRole('dialog', { name }));
    expect(dialog.getByText(/you can ask again at any time/)).toBeVisible();
    expect(withdraw).not.toHaveBeenCalled();
    await userEvent.click(dialog.getByRole('button', { name }));
    await waitFor(() => expect(withdraw).toHaveBeenCalledWith('request-1'));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('is kept when withdrawing is given up', async () => {
    const withdraw = jest.fn();
    await show(withRequest({}), { withdraw });
    await userEvent.click(
      screen.getByRole('button', { name: 'Withdraw the request' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Keep it' }),
    );
    expect(withdraw).not.toHaveBeenCalled();
  });

  it('cannot be withdrawn by somebody who may not change the app', async () => {
    await show(withRequest({}, { viewer: COLLEAGUE }));
    expect(
      screen.queryByRole('button', { name: 'Withdraw the request' }),
    ).not.toBeInTheDocument();
  });

  it('comes with advice, proof and its age, and approved apps like it', async () => {
    const app = asReviewer();
    const [first, ...others] = app.findings;
    const checkedAt = new Date(Date.now() - 2 * 3_600_000).toISOString();
    await show(
      { ...app, findings: [{ ...first, checkedAt }, ...others] },
      {
        listApps: async () => ({
          total: 3,
          items: [
            anAppRow({ id: 'plants', name: 'Plants', stage: 'production' }),
            anAppRow({ id: 'draft', name: 'Draft', stage: 'sandbox' }),
            anAppRow({
              id: 'pay',
              name: 'Pay',
              stage: 'approved',
              effectiveClass: 'regulated',
            }),
          ],
        }),
      },
    );
    expect(screen.getByText('Before you decide')).toBeInTheDocument();
    expect(screen.getByText(/^Suggested: wait/)).toBeInTheDocument();
    const proof = within(
      screen.getByRole('list', { name: 'Proof and its age' }),
    );
    expect(proof.getAllByRole('listitem')).toHaveLength(app.findings.length);
    expect(proof.getByText('2 hours ago')).toBeInTheDocument();
    expect(await screen.findByRole('link', { name: 'Plants' })).toHaveAttribute(
      'href',
      '/catalog/default/component/plants/risk',
    );
    expect(screen.queryByText('Draft')).not.toBeInTheDocument();
    expect(screen.queryByText('Pay')).not.toBeInTheDocument();
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
