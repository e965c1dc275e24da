import {
  answerChecklist,
  createPostureCounter,
  keyMetrics,
  rolloutBoard,
  type CountedApp,
} from '@micro-apps/governance-core';
import {
  MicroAppsError,
  type NumbersResponse,
  type RolloutResponse,
} from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { saveFile } from '../saveFile';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { CountedAppsPage } from './CountedAppsPage';
import { NumbersPage } from './NumbersPage';

jest.mock('../saveFile', () => ({ saveFile: jest.fn() }));

const NOW = new Date();

const APP: CountedApp = {
  standing: 'active',
  band: 'low',
  effectiveClass: 'internal',
  businessUnit: 'group:default/product',
  owner: 'user:default/maya',
  envelopeHash: 'e',
  incomplete: false,
  retentionDays: 30,
  scopes: ['people:read'],
  dataCategories: ['names'],
  clients: 1,
  proofs: [],
};

function someNumbers(apps: readonly Partial<CountedApp>[]): NumbersResponse {
  const counter = createPostureCounter();
  for (const app of apps) counter.add({ ...APP, ...app }, NOW);
  const posture = counter.result();
  const none = { count: 0, hours: 0, withinDay: 0 };
  return {
    countedAt: NOW.toISOString(),
    posture,
    checklist: answerChecklist(posture.checks),
    metrics: keyMetrics(posture, {
      approvals: { count: 2, hours: 9, withinDay: 2 },
      deployments: none,
      remedies: none,
      incidents: 3,
      breached: 1,
    }),
  };
}

function aBoard(changes: Partial<RolloutResponse> = {}): RolloutResponse {
  return {
    countedAt: NOW.toISOString(),
    mayChange: true,
    steps: rolloutBoard({
      startsAt: '2026-01-05T00:00:00.000Z',
      facts: {
        rulesEnforced: true,
        registeredApps: 1,
        clients: 0,
        pipelineResults: false,
        dlpProved: 0,
        logsProved: 0,
        deployed: 0,
      },
      ticks: {
        champions: {
          by: 'user:default/sam',
          at: NOW.toISOString(),
          note: 'Two in every unit',
        },
      },
      now: NOW,
    }),
    ...changes,
  };
}

const THREE = someNumbers([
  {},
  { band: 'high', effectiveClass: 'regulated', scopes: [] },
  { owner: 'user:default/rita', dataCategories: [] },
]);

function show(view = '', answers = {}) {
  return renderScreen(
    <NumbersPage />,
    {
      getNumbers: async () => THREE,
      getRollout: async () => aBoard(),
      ...answers,
    },
    `/?view=${view}`,
  );
}

describe('Posture', () => {
  it('says every number as text in a table beside its bar', async () => {
    const { container } = await show();
    const risk = await screen.findByRole('table', { name: 'By risk' });
    const rows = within(risk).getAllByRole('row').slice(1);
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      'Low267 %',
      'High133 %',
    ]);
    expect(
      within(screen.getByRole('table', { name: 'By owner' })).getByText(
        'Rita Moss',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Registered and not retired: 3\. Active: 3\./),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('sums up names that have no room', async () => {
    const many = Array.from({ length: 14 }, (_, n) => ({ scopes: [`s:${n}`] }));
    await show('', { getNumbers: async () => someNumbers(many) });
    const table = await screen.findByRole('table', { name: 'Access granted' });
    expect(within(table).getByText('2 others')).toBeInTheDocument();
  });

  it('has nothing to draw where there is no app', async () => {
    const { container } = await show('', {
      getNumbers: async () => someNumbers([]),
    });
    expect(await screen.findAllByText('None yet.')).toHaveLength(7);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('is saved as a file', async () => {
    const file = { fileName: 'numbers.csv', content: 'part' };
    await show('', { exportNumbers: async () => file });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Save as CSV' }),
    );
    await waitFor(() => expect(saveFile).toHaveBeenCalledWith(file));
  });

  it('says who may see it, to somebody who may not', async () => {
    await show('', {
      getNumbers: async () => {
        throw new MicroAppsError({
          status: 403,
          code: 'not-allowed',
          message: 'Only platform teams, reviewers and auditors see this',
        });
      },
    });
    expect(await screen.findByText(/Only platform teams/)).toBeInTheDocument();
  });
});

describe('The daily checklist', () => {
  it('has an answer, why, and the way to the apps behind it', async () => {
    const { container } = await show('checklist');
    const link = await screen.findByRole('link', {
      name: 'Does every app use the company sign-in? Unknown: 3 apps',
    });
    expect(link).toHaveAttribute(
      'href',
      '/micro-apps/numbers/apps?check=sign-in&state=unknown',
    );
    expect(screen.getByText(/Discovery is not connected/)).toBeInTheDocument();
    expect(
      screen.getByText('Confidential or Regulated: 1'),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('marks the answer one hopes for, be it yes or no', async () => {
    const marks = async (apps: Parameters<typeof someNumbers>[0]) => {
      const { unmount } = await show('checklist', {
        getNumbers: async () => someNumbers(apps),
      });
      const row = (question: string) =>
        screen.getByText(question).closest('tr')?.querySelector('strong')
          ?.textContent;
      await screen.findByText('Is data loss prevention automatic?');
      const said = [
        row('Is there any Confidential or Regulated app?'),
        row('Is data loss prevention automatic?'),
        row('Does every app use the company sign-in?'),
      ];
      unmount();
      return said;
    };
    expect(await marks([])).toEqual([
      '✓ No, that is good',
      '✓ Yes, that is good',
      '✓ Yes, that is good',
    ]);
    expect(await marks([{ effectiveClass: 'regulated' }])).toEqual([
      '✕ Yes, that is not good',
      '? Unknown',
      '? Unknown',
    ]);
  });

  it('leads to a list that pages', async () => {
    const item = {
      id: 'where2eat',
      name: 'Where2Eat',
      owner: 'user:default/maya',
      businessUnit: 'group:default/product',
      band: 'low' as const,
      effectiveClass: 'internal' as const,
      standing: 'active' as const,
    };
    const listCountedApps = jest.fn(async () => ({
      items: [item],
      nextCursor: 'next',
    }));
    const { container } = renderScreen(
      <CountedAppsPage />,
      { listCountedApps },
      '/?check=dlp&state=unknown',
    );
    expect(
      await screen.findByRole('link', { name: 'Where2Eat' }),
    ).toHaveAttribute('href', '/catalog/default/component/where2eat/risk');
    expect(
      screen.getByText('Data loss prevention is automatic: Unknown'),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(screen.getByRole('button', { name: /more/i }));
    await waitFor(() =>
      expect(listCountedApps).toHaveBeenLastCalledWith({
        check: 'dlp',
        state: 'unknown',
        cursor: 'next',
      }),
    );
  });

  it('goes on where the next apps looked through have none of them', async () => {
    const page = {
      items: [
        {
          id: 'zebra',
          name: 'Zebra',
          owner: 'user:default/maya',
          businessUnit: 'group:default/product',
          band: 'low' as const,
          effectiveClass: 'internal' as const,
          standing: 'active' as const,
        },
      ],
    };
    renderScreen(<CountedAppsPage />, {
      listCountedApps: async ({ cursor }: { cursor?: string }) =>
        cursor === 'second' ? page : { items: [], nextCursor: 'second' },
    });
    expect(
      await screen.findByRole('link', { name: 'Zebra' }),
    ).toBeInTheDocument();
  });

  it('says so where no app has the answer any more', async () => {
    renderScreen(<CountedAppsPage />, {
      listCountedApps: async () => ({ items: [] }),
    });
    expect(await screen.findByText('There is none')).toBeInTheDocument();
  });
});

describe('Key metrics', () => {
  it('have their definition, and unknown where nobody knows', async () => {
    const { container } = await show('metrics');
    expect(
      await screen.findByText('Unknown: Discovery is not connected'),
    ).toBeInTheDocument();
    expect(screen.getByText('4.5 h')).toBeInTheDocument();
    expect(
      screen.getByText(/Mean time from registering to the first yes/),
    ).toBeInTheDocument();
    expect(screen.getByText('100 %')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });
});

describe('The first 90 days', () => {
  it('show what is done, what is late, and who says so', async () => {
    const { container } = await show('rollout');
    expect(await screen.findByText('Weeks 11 to 12')).toBeInTheDocument();
    expect(screen.getByText(/Two in every unit/)).toBeInTheDocument();
    expect(screen.getByText('Sam Okafor')).toBeInTheDocument();
    expect(
      screen.getByText(/Nobody has set the first day yet/),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('are ticked by hand only where the portal cannot know, with a note', async () => {
    const tickRolloutStep = jest.fn(async () => ({
      step: 'feedback' as const,
      done: true,
    }));
    await show('rollout', { tickRolloutStep });
    await screen.findByText('Weeks 11 to 12');
    expect(
      screen.queryByRole('button', { name: /done: The registry is in use/ }),
    ).toBeNull();
    await userEvent.click(
      screen.getByRole('button', {
        name: 'Say that it is done: Makers and reviewers were asked',
      }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    const confirm = dialog.getByRole('button', { name: 'Say that it is done' });
    expect(confirm).toBeDisabled();
    await userEvent.type(dialog.getByLabelText(/What was done/), 'Survey');
    await userEvent.click(confirm);
    await waitFor(() =>
      expect(tickRolloutStep).toHaveBeenCalledWith('feedback', {
        done: true,
        note: 'Survey',
      }),
    );
  });

  it('begin on a day that is set', async () => {
    const setRolloutStart = jest.fn(async () => ({
      startsAt: '2026-11-02T00:00:00.000Z',
      setBy: 'user:default/maya',
      setAt: NOW.toISOString(),
    }));
    await show('rollout', { setRolloutStart });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Set the first day' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByLabelText(/First day/), '2026-11-02');
    await userEvent.click(
      dialog.getByRole('button', { name: 'Set the first day' }),
    );
    await waitFor(() =>
      expect(setRolloutStart).toHaveBeenCalledWith({
        startsAt: '2026-11-02T00:00:00Z',
      }),
    );
  });

  it('have no buttons for those who may not change them', async () => {
    await show('rollout', {
      getRollout: async () => aBoard({ mayChange: false }),
    });
    await screen.findByText('Weeks 11 to 12');
    expect(screen.queryByRole('button', { name: /Say that it is done/ })).toBe(
      null,
    );
    expect(
      screen.queryByRole('button', { name: 'Set the first day' }),
    ).toBeNull();
  });
});
