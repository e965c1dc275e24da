import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { anAppRow } from '../../testing/builders';
import {
  isHiddenWhenNarrow,
  keepsWordsWhole,
} from '../../testing/__testUtils__/narrow';
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
    expect(screen.getByText('Review queue').closest('div')).toHaveStyle({
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
});
