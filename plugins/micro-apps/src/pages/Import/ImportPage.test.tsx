import type {
  ImportRequest,
  ImportRow,
} from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { catchFiles } from '../../testing/__testUtils__/catchFiles';
import { renderScreen } from '../../testing/__testUtils__/renderScreen';
import { ImportPage } from './ImportPage';

const TOTAL = 60;
const BROKEN = 40;

function aRow(row: number, dryRun: boolean): ImportRow {
  const about = { row, name: `App ${row}`, lookAlikes: [], problems: [] };
  if (row === BROKEN) {
    return {
      ...about,
      outcome: 'refused',
      problems: [
        { path: 'dataTypes.0.category', message: 'Choose a kind' },
        { message: 'And something else' },
      ],
    };
  }
  return {
    ...about,
    outcome: dryRun ? 'would-register' : 'registered',
    appId: `app-${row}`,
    band: 'low',
    score: 2,
    lookAlikes: row === 2 ? ['other'] : [],
  };
}

/** A registry that answers part by part. */
function aRegistry() {
  return jest.fn(async ({ dryRun, from = 1, count = 1_000 }: ImportRequest) => {
    const rows = Array.from(
      { length: Math.min(count, TOTAL - from + 1) },
      (_, index) => aRow(from + index, dryRun),
    );
    const bad = rows.some(({ outcome }) => outcome === 'refused');
    return {
      importId: 'digest',
      dryRun,
      total: TOTAL,
      rows,
      refused: { header: 'head\r\n', lines: bad ? 'broken\r\n' : '' },
    };
  });
}

async function choose(name = 'apps.csv', text = 'name\r\n') {
  await userEvent.upload(
    await screen.findByLabelText('Choose a CSV file'),
    new File([text], name, { type: 'text/csv' }),
  );
}

describe('Import', () => {
  it('looks at the file first, rows to mend on top, and registers when told to', async () => {
    const importApps = aRegistry();
    const { container } = renderScreen(<ImportPage />, { importApps });
    await choose();
    expect(
      await screen.findByText(
        '59 of 60 rows can be registered. 1 have to be mended.',
      ),
    ).toBeInTheDocument();
    expect(importApps.mock.calls.every(([{ dryRun }]) => dryRun)).toBe(true);
    expect(importApps.mock.calls.map(([{ from }]) => from)).toEqual([
      1, 26, 51,
    ]);
    const [, first, second] = screen.getAllByRole('row');
    expect(first).toHaveTextContent('Personal data: Choose a kind');
    expect(first).toHaveTextContent('And something else');
    expect(second).toHaveTextContent('Can be registered');
    expect(screen.getByText('The name looks like other')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(
      screen.getByRole('button', { name: 'Register 59 apps' }),
    );
    expect(
      await screen.findByText('59 of 60 rows are registered. 1 are refused.'),
    ).toBeInTheDocument();
    expect(importApps.mock.calls.at(-1)?.[0]).toMatchObject({
      dryRun: false,
      from: 51,
      csv: 'name\r\n',
    });
    expect(
      within(screen.getAllByRole('row')[2]).getByRole('link'),
    ).toHaveAttribute('href', '/catalog/default/component/app-1/risk');
    await userEvent.click(
      screen.getByRole('button', { name: 'Show 10 more rows' }),
    );
    expect(screen.getAllByRole('row')).toHaveLength(TOTAL + 1);
  });

  it('saves the template and the refused rows', async () => {
    const saved = catchFiles();
    renderScreen(<ImportPage />, {
      importApps: aRegistry(),
      getImportTemplate: async () => ({
        fileName: 'template.csv',
        content: 'the template',
      }),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Save the template' }),
    );
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(await saved[0].text()).toContain('the template');
    await choose();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Save the refused rows' }),
    );
    expect(await saved[1].text()).toContain('head\r\nbroken\r\n');
  });

  it('stops where the registry stops, says what stays, and goes on from there', async () => {
    const registry = aRegistry();
    let broken = true;
    renderScreen(<ImportPage />, {
      importApps: async (body: ImportRequest) => {
        if (!body.dryRun && body.from === 26 && broken) {
          throw new Error('The directory cannot be reached');
        }
        return await registry(body);
      },
    });
    await choose();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Register 59 apps' }),
    );
    await screen.findByText('The directory cannot be reached');
    expect(screen.getByText(/^It stopped at row 26/)).toBeInTheDocument();
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
    expect(
      await screen.findByText('59 of 60 rows are registered. 1 are refused.'),
    ).toBeInTheDocument();
  });

  it('says what is wrong with a file that cannot be read', async () => {
    renderScreen(<ImportPage />, {
      importApps: async () => {
        throw new Error('Add the column purpose');
      },
    });
    await choose();
    expect(
      await screen.findByText('Add the column purpose'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /^Register/ }),
    ).not.toBeInTheDocument();
  });
});
