import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { anExceptionView } from '../testing/builders';
import {
  isHiddenWhenNarrow,
  keepsWordsWhole,
} from '../testing/__testUtils__/narrow';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { dayOf } from './dayOf';
import { ExceptionsPage } from './ExceptionsPage';

describe('The ledger of exceptions', () => {
  it('shows app, control, until when, what makes up for it and who granted it', async () => {
    const exception = anExceptionView();
    const { container } = renderScreen(<ExceptionsPage />, {
      listExceptions: async () => ({ items: [exception], total: 1 }),
    });
    expect(
      await screen.findByRole('link', { name: 'Where2Eat' }),
    ).toHaveAttribute('href', '/catalog/default/component/where2eat/risk');
    const row = within(screen.getAllByRole('row')[1]);
    expect(row.getByText('Dynamic security scan')).toBeInTheDocument();
    expect(row.getAllByRole('cell')[2]).toHaveTextContent(
      `Excepted until ${dayOf(exception.endsAt)}`,
    );
    expect(
      row.getByText('A colleague tests the page by hand'),
    ).toBeInTheDocument();
    expect(row.getByText('Rita Moss')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('breaks no word on a narrow screen, and does without two columns there', async () => {
    renderScreen(<ExceptionsPage />, {
      listExceptions: async () => ({ items: [anExceptionView()], total: 1 }),
    });
    await screen.findByText('Where2Eat');
    const heads = screen.getAllByRole('columnheader');
    const cells = screen.getAllByRole('cell');
    expect(
      heads.filter(isHiddenWhenNarrow).map(({ textContent }) => textContent),
    ).toEqual(['What makes up for it', 'Granted by']);
    expect([...heads, ...cells].filter(cell => !keepsWordsWhole(cell))).toEqual(
      [],
    );
  });

  it.each([
    ['In force', 'active', 'No exception is in force, and that is good'],
    ['Ending within three days', 'ending', 'None ends within three days'],
    ['All', 'all', 'Nobody has asked for an exception yet'],
  ])(
    'asks for what the tab says, and says what an empty one means: %s',
    async (tab, show, text) => {
      const listExceptions = jest.fn(async () => ({ items: [], total: 0 }));
      renderScreen(<ExceptionsPage />, { listExceptions });
      await userEvent.click(screen.getByRole('tab', { name: tab }));
      expect(listExceptions).toHaveBeenLastCalledWith({
        show,
        cursor: undefined,
      });
      expect(await screen.findByText(text)).toBeInTheDocument();
    },
  );

  it('says in words where each one stands', async () => {
    renderScreen(<ExceptionsPage />, {
      listExceptions: async () => ({
        total: 3,
        items: [
          anExceptionView({ id: '1', standing: 'asked', grantedBy: undefined }),
          anExceptionView({ id: '2', standing: 'withdrawn' }),
          anExceptionView({ id: '3', standing: 'void' }),
        ],
      }),
    });
    expect(await screen.findByText('nobody yet')).toBeInTheDocument();
    expect(screen.getByText('Withdrawn')).toBeInTheDocument();
    expect(screen.getByText('Not answered in time')).toBeInTheDocument();
  });

  it('goes on and back through the pages', async () => {
    renderScreen(<ExceptionsPage />, {
      listExceptions: async ({ cursor } = {}) => ({
        total: 2,
        items: [anExceptionView({ appName: cursor ? 'Second' : 'First' })],
        nextCursor: cursor ? undefined : 'next',
      }),
    });
    await screen.findByText('First');
    await userEvent.click(screen.getByRole('button', { name: 'More' }));
    await screen.findByText('Second');
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    expect(await screen.findByText('First')).toBeInTheDocument();
  });

  it('can be asked again when it did not answer', async () => {
    renderScreen(<ExceptionsPage />, {
      listExceptions: async () => {
        throw new Error('It does not answer');
      },
    });
    expect(await screen.findByText('It does not answer')).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Try again' }),
    ).toBeInTheDocument();
  });
});
