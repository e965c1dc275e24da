import type {
  ConfigurationProblem,
  StatusResponse,
} from '@micro-apps/plugin-micro-apps-common';
import { screen, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import { MyMicroAppsPage } from '../pages/MyMicroApps/MyMicroAppsPage';
import { ReviewQueuePage } from '../review/ReviewQueuePage';
import { aPolicy } from '../testing/builders';
import { renderScreen } from '../testing/__testUtils__/renderScreen';

const UNSAFE = 'This portal is not set up safely';

function problem(changes: Partial<ConfigurationProblem>): ConfigurationProblem {
  return {
    severity: 'warned',
    code: 'database-of-one',
    setting: 'backend.database',
    because: 'SQLite is for one instance',
    next: 'Use PostgreSQL',
    ...changes,
  };
}

const OPEN = problem({
  severity: 'refused',
  code: 'permissions-off',
  setting: 'permission.enabled',
  because: 'Backstage allows everything to everybody',
  next: 'Set it to true',
});

describe.each([
  ['My micro apps', <MyMicroAppsPage />, 'No micro apps yet'],
  ['The review queue', <ReviewQueuePage />, /Nothing waits for you/],
])('%s', (_, page, empty) => {
  async function show(getStatus: () => Promise<StatusResponse>) {
    const shown = renderScreen(page, {
      listApps: async () => ({ items: [], total: 0 }),
      listRequests: async () => ({ items: [], total: 0 }),
      getPolicy: async () => aPolicy(),
      getStatus,
    });
    await screen.findByText(empty);
    return shown;
  }

  it('says to administrators what is not safe, and what to do', async () => {
    const { container } = await show(async () => ({
      production: true,
      problems: [problem({}), problem({ setting: 'app.baseUrl' })],
    }));
    const banner = within(await screen.findByRole('note', { name: UNSAFE }));
    expect(
      banner.getAllByRole('listitem').map(({ textContent }) => textContent),
    ).toEqual([
      'backend.database: SQLite is for one instance. Use PostgreSQL.',
      'app.baseUrl: SQLite is for one instance. Use PostgreSQL.',
    ]);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says outside production only what would leave it open', async () => {
    await show(async () => ({
      production: false,
      problems: [problem({}), OPEN],
    }));
    const banner = within(await screen.findByRole('note', { name: UNSAFE }));
    expect(banner.getAllByRole('listitem')).toHaveLength(1);
    expect(banner.getByText(/everything to everybody/)).toBeInTheDocument();
  });

  it.each<[string, StatusResponse]>([
    ['that is sound', { production: true, problems: [] }],
    ['that is tried out', { production: false, problems: [problem({})] }],
  ])('says nothing about a portal %s', async (__, status) => {
    await show(async () => status);
    expect(screen.queryByRole('note')).not.toBeInTheDocument();
  });

  it('says nothing to whom the registry tells nothing', async () => {
    await show(async () => {
      throw new Error('Only administrators');
    });
    expect(screen.queryByText('Only administrators')).not.toBeInTheDocument();
    expect(screen.queryByRole('note')).not.toBeInTheDocument();
  });
});
