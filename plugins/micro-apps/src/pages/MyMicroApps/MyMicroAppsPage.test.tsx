import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  AppsQuery,
  ExportAppsQuery,
} from '@micro-apps/plugin-micro-apps-common';
import { axe } from 'jest-axe';
import { useLocation } from 'react-router-dom';
import { anAppRow } from '../../testing/builders';
import {
  isHiddenWhenNarrow,
  keepsWordsWhole,
} from '../../testing/__testUtils__/narrow';
import { catchFiles } from '../../testing/__testUtils__/catchFiles';
import { renderScreen } from '../../testing/__testUtils__/renderScreen';
import { MyMicroAppsPage } from './MyMicroAppsPage';

const NONE = { items: [], total: 0 };

describe('My micro apps', () => {
  it('says what to do when there is none', async () => {
    const { container } = renderScreen(<MyMicroAppsPage />, {
      listApps: async () => NONE,
    });
    expect(await screen.findByText('No micro apps yet')).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Create a micro app' }),
    ).toHaveAttribute('href', '/create/templates/default/team-web-app');
    expect(await axe(container)).toHaveNoViolations();
  });

  it('shows where each app stands and its next step', async () => {
    const app = anAppRow({ stage: 'in-review' });
    const { container } = renderScreen(<MyMicroAppsPage />, {
      listApps: async () => ({ items: [app], total: 1 }),
    });
    const link = await screen.findByRole('link', { name: 'Where2Eat' });
    expect(link).toHaveAttribute(
      'href',
      '/catalog/default/component/where2eat/risk',
    );
    const row = within(screen.getAllByRole('row')[1]);
    expect(row.getByText(`Low risk · ${app.score} of 10`)).toBeInTheDocument();
    expect(row.getByText('In review')).toBeInTheDocument();
    expect(row.getByText(app.nextStep.sentence)).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('holds the place of rows that are on their way', () => {
    renderScreen(<MyMicroAppsPage />, {
      listApps: () => new Promise(() => {}),
    });
    expect(screen.getByTestId('loading-rows')).toBeInTheDocument();
  });

  it('says what went wrong, and looks again when asked to', async () => {
    let broken = true;
    renderScreen(<MyMicroAppsPage />, {
      listApps: async () => {
        if (broken) throw new Error('The portal does not answer');
        return NONE;
      },
    });
    await screen.findByText('The portal does not answer');
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('No micro apps yet')).toBeInTheDocument();
  });

  it('asks for its own apps first, and for all when told to', async () => {
    const listApps = jest.fn(async () => NONE);
    renderScreen(<MyMicroAppsPage />, { listApps });
    await screen.findByText('No micro apps yet');
    expect(listApps).toHaveBeenLastCalledWith(
      expect.objectContaining({ owner: 'me' }),
    );
    await userEvent.click(screen.getByRole('tab', { name: 'All' }));
    await waitFor(() =>
      expect(listApps).toHaveBeenLastCalledWith(
        expect.objectContaining({ owner: undefined }),
      ),
    );
  });

  it('breaks no word on a narrow screen, and does without "Changed" there', async () => {
    renderScreen(<MyMicroAppsPage />, {
      listApps: async () => ({ items: [anAppRow()], total: 1 }),
    });
    await screen.findByText('Where2Eat');
    const hidden = screen
      .getAllByRole('columnheader')
      .filter(isHiddenWhenNarrow)
      .map(({ textContent }) => textContent);
    expect(hidden).toEqual(['Changed']);
    const cells = screen.getAllByRole('cell');
    expect(cells.filter(isHiddenWhenNarrow)).toHaveLength(1);
    const all = [...screen.getAllByRole('columnheader'), ...cells];
    expect(all.filter(cell => !keepsWordsWhole(cell))).toEqual([]);
    expect(screen.getByText('Stage')).toHaveStyle({ 'white-space': 'nowrap' });
    expect(
      screen.getByLabelText('Find').closest('div[class*="tools"]'),
    ).toHaveStyle({
      'flex-wrap': 'wrap',
      'white-space': 'nowrap',
    });
  });

  it('names the owner among all apps', async () => {
    renderScreen(<MyMicroAppsPage />, {
      listApps: async () => ({ items: [anAppRow()], total: 1 }),
    });
    await userEvent.click(screen.getByRole('tab', { name: 'All' }));
    expect(await screen.findByText('Maya Lind')).toBeInTheDocument();
  });

  it('finds by a word, and says so when nothing is found', async () => {
    const listApps = jest.fn(async ({ q }: { q?: string } = {}) =>
      q ? NONE : { items: [anAppRow()], total: 1 },
    );
    renderScreen(<MyMicroAppsPage />, { listApps });
    await screen.findByText('Where2Eat');
    await userEvent.type(screen.getByLabelText('Find'), 'plants');
    expect(await screen.findByText('Nothing found')).toBeInTheDocument();
    expect(listApps).toHaveBeenLastCalledWith(
      expect.objectContaining({ q: 'plants' }),
    );
  });

  it('goes on and back through the pages', async () => {
    renderScreen(<MyMicroAppsPage />, {
      listApps: async ({ cursor } = {}) => ({
        total: 2,
        items: [anAppRow({ name: cursor ? 'Second' : 'First' })],
        nextCursor: cursor ? undefined : 'next',
      }),
    });
    await screen.findByText('First');
    await userEvent.click(screen.getByRole('button', { name: 'More' }));
    await screen.findByText('Second');
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    expect(await screen.findByText('First')).toBeInTheDocument();
  });

  it('keeps filters, order and page in the address, and reads them from there', async () => {
    const listApps = jest.fn(async ({ cursor }: AppsQuery = {}) => ({
      items: [anAppRow({ name: cursor ? 'Second' : 'First' })],
      total: 1_000,
      totalIsMore: true,
      nextCursor: cursor ? undefined : 'place-2',
    }));
    renderScreen(
      <>
        <MyMicroAppsPage />
        <Address />
      </>,
      { listApps },
      '/?view=all&band=high&sort=name',
    );
    expect(await screen.findByText('First')).toBeInTheDocument();
    expect(screen.getByText('More than 1,000 micro apps')).toBeInTheDocument();
    const choose = async (label: RegExp, choice: string) => {
      await userEvent.click(screen.getByLabelText(label));
      await userEvent.click(
        await screen.findByRole('option', { name: choice }),
      );
    };
    await choose(/^Data/, 'Confidential');
    await choose(/^Business unit/, 'My units');
    await choose(/^To look at/, 'Name looks like another');
    await userEvent.click(screen.getByRole('button', { name: 'Reverse' }));
    await waitFor(() =>
      expect(listApps).toHaveBeenLastCalledWith({
        band: 'high',
        class: 'confidential',
        unit: 'mine',
        flag: 'looks-alike',
        sort: 'name',
        order: 'desc',
      }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'More' }));
    expect(await screen.findByText('Second')).toBeInTheDocument();
    expect(screen.getByTestId('address')).toHaveTextContent(/after=place-2/);
    await choose(/^Sorted by/, 'Risk');
    await waitFor(() =>
      expect(listApps).toHaveBeenLastCalledWith(
        expect.objectContaining({
          sort: 'score',
          order: undefined,
          cursor: undefined,
        }),
      ),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    await waitFor(() =>
      expect(screen.getByTestId('address')).toHaveTextContent(
        /^\?view=all&sort=score$/,
      ),
    );
  });

  it('leaves out what an address says and nobody knows', async () => {
    const listApps = jest.fn(async () => NONE);
    renderScreen(
      <MyMicroAppsPage />,
      { listApps },
      '/?view=x&band=odd&sort=odd&flag=odd&standing=odd&class=odd',
    );
    await screen.findByText('No micro apps yet');
    expect(listApps).toHaveBeenCalledWith({ owner: 'me', sort: 'updated' });
  });

  it('says that none is good where somebody would have to look', async () => {
    const { container } = renderScreen(
      <MyMicroAppsPage />,
      { listApps: async () => NONE },
      '/?view=all&flag=pending-policy',
    );
    expect(
      await screen.findByText('None, and that is good'),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('warns of names that look alike, and saves the narrowed list as CSV', async () => {
    const exportApps = jest.fn(async ({ cursor }: ExportAppsQuery = {}) => ({
      fileName: 'list.csv',
      content: cursor ? 'two\r\n' : 'head\r\none\r\n',
      nextCursor: cursor ? undefined : 'next',
    }));
    const saved = catchFiles();
    renderScreen(
      <MyMicroAppsPage />,
      {
        listApps: async () => ({
          items: [anAppRow({ lookAlikes: ['where-2-eat'] })],
          total: 1,
        }),
        exportApps,
      },
      '/?view=all&band=low',
    );
    expect(
      await screen.findByText('Its name looks like where-2-eat'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Save as CSV' }));
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(await saved[0].text()).toContain('head\r\none\r\ntwo\r\n');
    expect(exportApps).toHaveBeenLastCalledWith(
      expect.objectContaining({ band: 'low', cursor: 'next' }),
    );
    expect(screen.getByRole('button', { name: 'Import' })).toHaveAttribute(
      'href',
      '/micro-apps/import',
    );
  });
});

function Address() {
  return <p data-testid="address">{useLocation().search}</p>;
}
