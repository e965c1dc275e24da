import type {
  AppDetail,
  PolicyResponse,
} from '@micro-apps/plugin-micro-apps-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { MyMicroAppsPage } from '../pages/MyMicroApps/MyMicroAppsPage';
import { ReviewQueuePage } from '../review/ReviewQueuePage';
import { RiskTab } from '../risk/RiskTab';
import { anApp, aPolicy, COLLEAGUE, REVIEWER } from '../testing/builders';
import { answersFor } from '../testing/registry';
import { renderScreen } from '../testing/__testUtils__/renderScreen';

const LOOSER = 'Company rules are looser than shipped';
const PENDING = 'Company rules have not been asked yet';
const REFUSED = 'Company rules do not agree to the registration yet';

async function showTab(app: AppDetail) {
  const shown = renderScreen(<RiskTab appId={app.id} />, answersFor(app));
  await screen.findByText('Decision');
  return shown;
}

describe('Company rules on the Risk tab', () => {
  const waiting = (code: string) =>
    anApp({
      pendingPolicy: true,
      gate: {
        gate: 'promote',
        allowed: false,
        violations: [{ code, because: 'They have not answered' }],
        obligations: [],
      },
    });

  it('say nothing while there is nothing to say', async () => {
    await showTab(anApp());
    expect(screen.queryByRole('note')).not.toBeInTheDocument();
    expect(screen.queryByText('Also to do:')).not.toBeInTheDocument();
  });

  it('say that they have not been asked, and that nothing is to do', async () => {
    const { container } = await showTab(waiting('policy-pending'));
    const notice = screen.getByRole('note', { name: PENDING });
    expect(notice).toHaveTextContent(
      /stays in the sandbox.*nothing to do for you/,
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('do not say "not asked" when they have answered', async () => {
    await showTab(waiting('no-payroll'));
    expect(screen.getByRole('note', { name: REFUSED })).toHaveTextContent(
      /Change the registration/,
    );
  });

  it('say to anybody else only that they are waited for', async () => {
    await showTab(anApp({ pendingPolicy: true, viewer: COLLEAGUE }));
    expect(screen.getByRole('note', { name: PENDING })).toBeInTheDocument();
  });

  it('say until when what runs needs approval again, and why', async () => {
    const { container } = await showTab(
      anApp({
        reapprovalDueAt: '2030-03-08T12:00:00.000Z',
        reapprovalBecause: 'Payroll needs two reviewers',
      }),
    );
    const notice = screen.getByRole('note', {
      name: 'New company rules: needs approval again by Mar 8, 2030',
    });
    expect(notice).toHaveTextContent(/It keeps running/);
    expect(notice).toHaveTextContent(/Payroll needs two reviewers/);
    expect(await axe(container)).toHaveNoViolations();
  });

  const noted = (changes: Partial<AppDetail> = {}) =>
    anApp({
      gate: {
        gate: 'promote',
        allowed: true,
        violations: [],
        obligations: [{ code: 'tell', because: 'Tell the works council' }],
        observations: [
          { code: 'trial', because: 'Needs a threat model', mode: 'observe' },
        ],
      },
      ...changes,
    });

  it('say below the decision what else is to do, to an owner without rules on trial', async () => {
    await showTab(noted());
    expect(
      within(screen.getByRole('list', { name: 'Also to do:' })).getByText(
        'Tell the works council',
      ),
    ).toBeInTheDocument();
    expect(
      screen
        .getByText('Decision')
        .compareDocumentPosition(screen.getByText('Also to do:')),
    ).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(screen.queryByText('Needs a threat model')).not.toBeInTheDocument();
  });

  it('say to a reviewer what rules on trial would say', async () => {
    const { container } = await showTab(noted({ viewer: REVIEWER }));
    expect(
      within(
        screen.getByRole('list', { name: 'Rules on trial would say:' }),
      ).getByText('Needs a threat model'),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });
});

describe.each([
  ['My micro apps', <MyMicroAppsPage />, 'No micro apps yet'],
  ['The review queue', <ReviewQueuePage />, /Nothing waits for you/],
])('%s', (_, page, empty) => {
  async function show(getPolicy: () => Promise<PolicyResponse>) {
    const shown = renderScreen(page, {
      listApps: async () => ({ items: [], total: 0 }),
      listRequests: async () => ({ items: [], total: 0 }),
      getPolicy,
    });
    await screen.findByText(empty);
    return shown;
  }

  it('says what is looser than shipped, and the reason given', async () => {
    const looser = { path: 'bands.low', because: 'Low ends at 4' };
    const { container } = await show(async () =>
      aPolicy({
        weakened: true,
        weakenings: [{ path: 'reapprovalDays', because: '90, not 30' }, looser],
        riskModel: { revision: '1.0.0', weakenings: [looser] },
        acknowledgement: 'Decided by the board',
      }),
    );
    const banner = within(await screen.findByRole('note', { name: LOOSER }));
    expect(banner.getByText(/Decided by the board/)).toBeInTheDocument();
    await userEvent.click(banner.getByText('What is looser'));
    expect(
      banner.getAllByRole('listitem').map(({ textContent }) => textContent),
    ).toEqual(['reapprovalDays: 90, not 30', 'bands.low: Low ends at 4']);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says when no reason was given', async () => {
    await show(async () => aPolicy({ weakened: true }));
    const banner = within(await screen.findByRole('note', { name: LOOSER }));
    expect(banner.getByText('No reason was given.')).toBeInTheDocument();
    expect(banner.queryByText('What is looser')).not.toBeInTheDocument();
  });

  it('says nothing about rules as they are shipped', async () => {
    await show(async () => aPolicy());
    expect(screen.queryByRole('note')).not.toBeInTheDocument();
  });

  it('says nothing to whom the rules are not told', async () => {
    await show(async () => {
      throw new Error('Not for you');
    });
    expect(screen.queryByText('Not for you')).not.toBeInTheDocument();
    expect(screen.queryByRole('note')).not.toBeInTheDocument();
  });
});
