import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { aRequestRow } from '../testing/builders';
import {
  isHiddenWhenNarrow,
  keepsWordsWhole,
} from '../testing/__testUtils__/narrow';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { ReviewQueuePage } from './ReviewQueuePage';

const HOUR_MS = 3_600_000;

describe('Review queue', () => {
  it('shows app, risk, change, whose turn it is and when it is due', async () => {
    const { container } = renderScreen(<ReviewQueuePage />, {
      listRequests: async () => ({
        total: 1,
        items: [
          aRequestRow({
            mayVote: true,
            change: 'Who may use it',
            dueAt: new Date(Date.now() + 3 * HOUR_MS + 60_000).toISOString(),
          }),
        ],
      }),
    });
    const link = await screen.findByRole('link', { name: 'Where2Eat' });
    expect(link).toHaveAttribute(
      'href',
      '/catalog/default/component/where2eat/risk',
    );
    const row = within(screen.getAllByRole('row')[1]);
    expect(row.getByText('Medium risk · 5 of 10')).toBeInTheDocument();
    expect(row.getByText('Who may use it')).toBeInTheDocument();
    expect(row.getByText('you (Security reviewers)')).toBeInTheDocument();
    expect(row.getByText('in 3 hours')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('breaks no word on a narrow screen, and does without "What changed" there', async () => {
    renderScreen(<ReviewQueuePage />, {
      listRequests: async () => ({ items: [aRequestRow()], total: 1 }),
    });
    await screen.findByText('Where2Eat');
    const heads = screen.getAllByRole('columnheader');
    const cells = screen.getAllByRole('cell');
    expect(heads.filter(isHiddenWhenNarrow)).toEqual([
      screen.getByText('What changed'),
    ]);
    expect(cells.filter(isHiddenWhenNarrow)).toHaveLength(1);
    const all = [...heads, ...cells];
    expect(all.filter(cell => !keepsWordsWhole(cell))).toEqual([]);
  });

  it('says that an empty queue is good, and when the last one left', async () => {
    renderScreen(<ReviewQueuePage />, {
      listRequests: async () => ({
        items: [],
        total: 0,
        lastDecidedAt: new Date(Date.now() - 2 * HOUR_MS).toISOString(),
      }),
    });
    expect(
      await screen.findByText('Nothing waits for you, and that is good'),
    ).toBeInTheDocument();
    expect(screen.getByText(/^The last decision was made/)).toHaveTextContent(
      /2 hours ago/,
    );
  });

  it('says when nothing has ever been decided', async () => {
    renderScreen(<ReviewQueuePage />, {
      listRequests: async () => ({ items: [], total: 0 }),
    });
    expect(
      await screen.findByText('No request has been decided yet.'),
    ).toBeInTheDocument();
  });

  it('asks for what the tab says', async () => {
    const listRequests = jest.fn(async () => ({ items: [], total: 0 }));
    renderScreen(<ReviewQueuePage />, { listRequests });
    await userEvent.click(screen.getByRole('tab', { name: 'Asked by me' }));
    expect(listRequests).toHaveBeenLastCalledWith({
      state: 'mine',
      cursor: undefined,
    });
  });

  it('says what an empty list of one’s own requests means', async () => {
    renderScreen(<ReviewQueuePage />, {
      listRequests: async () => ({ items: [], total: 0 }),
    });
    await userEvent.click(screen.getByRole('tab', { name: 'Asked by me' }));
    expect(
      await screen.findByText('You have asked for no approval yet'),
    ).toBeInTheDocument();
  });

  it('says in words where a decided request stands', async () => {
    renderScreen(<ReviewQueuePage />, {
      listRequests: async () => ({
        total: 1,
        items: [
          aRequestRow({
            state: 'changes-requested',
            clock: 'owner',
            waitingFor: [],
          }),
        ],
      }),
    });
    expect(
      await screen.findByText('The reviewers ask for changes'),
    ).toBeInTheDocument();
    expect(screen.getByText('the owner')).toBeInTheDocument();
  });

  it('tells requests about vendors and exceptions apart, and where to decide', async () => {
    renderScreen(<ReviewQueuePage />, {
      listRequests: async () => ({
        total: 2,
        items: [
          aRequestRow({
            id: 'a',
            kind: 'vendor',
            subjectId: 'acme-crm',
            title: 'Acme CRM',
            appId: undefined,
            band: undefined,
            score: undefined,
          }),
          aRequestRow({
            id: 'b',
            kind: 'exception',
            subjectId: 'exception-1',
            title: 'Exception from the dynamic scan',
          }),
        ],
      }),
    });
    const vendor = await screen.findByRole('link', { name: 'Acme CRM' });
    expect(vendor).toHaveAttribute('href', '/micro-apps/vendors/acme-crm');
    expect(screen.getByText('Vendor')).toBeInTheDocument();
    expect(screen.getByText('Not scored')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Exception from the dynamic scan' }),
    ).toHaveAttribute('href', '/catalog/default/component/where2eat/risk');
    expect(screen.getByText('Exception')).toBeInTheDocument();
  });

  it('keeps an emergency approval on the list until somebody has looked at it', async () => {
    renderScreen(<ReviewQueuePage />, {
      listRequests: async () => ({
        total: 1,
        items: [
          aRequestRow({
            state: 'approved',
            clock: 'stopped',
            waitingFor: [],
            secondLookDueAt: new Date(
              Date.now() + 5 * HOUR_MS + 60_000,
            ).toISOString(),
          }),
        ],
      }),
    });
    expect(
      await screen.findByText('Approved in an emergency: second look'),
    ).toBeInTheDocument();
    expect(screen.getByText('in 5 hours')).toBeInTheDocument();
  });

  it('goes on and back through the pages', async () => {
    renderScreen(<ReviewQueuePage />, {
      listRequests: async ({ cursor } = {}) => ({
        total: 2,
        items: [aRequestRow({ title: cursor ? 'Second' : 'First' })],
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
    renderScreen(<ReviewQueuePage />, {
      listRequests: async () => {
        throw new Error('It does not answer');
      },
    });
    expect(await screen.findByText('It does not answer')).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Try again' }),
    ).toBeInTheDocument();
  });
});
