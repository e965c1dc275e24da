import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { aVendor } from '../testing/vendors';
import {
  isHiddenWhenNarrow,
  keepsWordsWhole,
} from '../testing/__testUtils__/narrow';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import type { Answers } from '../testing/fakeClient';
import { VendorsPage } from './VendorsPage';

function show(answers: Answers = {}) {
  return renderScreen(<VendorsPage />, {
    listVendors: async () => ({ items: [aVendor()], total: 1 }),
    listApps: async () => ({ items: [], total: 0 }),
    ...answers,
  });
}

describe('The vendors', () => {
  it('are listed with where they stand and until when', async () => {
    const { container } = show();
    const link = await screen.findByRole('link', { name: 'Lunch Board' });
    expect(link).toHaveAttribute('href', '/micro-apps/vendors/lunch-board');
    const row = screen.getAllByRole('row')[1];
    expect(row).toHaveTextContent('Approved');
    expect(row).toHaveTextContent(/in \d+ months/);
    expect(row).toHaveTextContent('Something else');
    expect(await axe(container)).toHaveNoViolations();
  });

  it('say when an approval of the catalog has no end', async () => {
    show({
      listVendors: async () => ({
        items: [aVendor({ approvedUntil: undefined, decidedIn: 'catalog' })],
        total: 1,
      }),
    });
    expect(await screen.findByText('never')).toBeInTheDocument();
  });

  it('break no word on a narrow screen', async () => {
    show();
    await screen.findByText('Lunch Board');
    const heads = screen.getAllByRole('columnheader');
    const cells = screen.getAllByRole('cell');
    expect(heads.filter(isHiddenWhenNarrow)).toHaveLength(1);
    expect([...heads, ...cells].filter(cell => !keepsWordsWhole(cell))).toEqual(
      [],
    );
  });

  it('can be narrowed and looked for', async () => {
    const listVendors = jest.fn(async () => ({ items: [], total: 0 }));
    show({ listVendors });
    await userEvent.click(screen.getByLabelText(/Where it stands/));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Withdrawn' }),
    );
    await userEvent.click(screen.getByLabelText(/What it deals with/));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Payments' }),
    );
    await userEvent.type(screen.getByLabelText('Find'), 'pay');
    await waitFor(() =>
      expect(listVendors).toHaveBeenLastCalledWith({
        state: 'withdrawn',
        kind: 'payment',
        q: 'pay',
        cursor: undefined,
      }),
    );
    expect(await screen.findByText('Nothing found')).toBeInTheDocument();
  });

  it('are said to be none, with what to do', async () => {
    show({ listVendors: async () => ({ items: [], total: 0 }) });
    expect(
      await screen.findByText('There are no vendors yet'),
    ).toBeInTheDocument();
  });

  it('go on and back through the pages', async () => {
    show({
      listVendors: async ({ cursor } = {}) => ({
        items: [aVendor({ title: cursor ? 'Second' : 'First' })],
        total: 2,
        nextCursor: cursor ? undefined : 'next',
      }),
    });
    await screen.findByText('First');
    await userEvent.click(screen.getByRole('button', { name: 'More' }));
    await screen.findByText('Second');
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    expect(await screen.findByText('First')).toBeInTheDocument();
  });

  it('can be asked again when they did not arrive', async () => {
    show({
      listVendors: async () => {
        throw new Error('It does not answer');
      },
    });
    expect(await screen.findByText('It does not answer')).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Try again' }),
    ).toBeInTheDocument();
  });

  it('can be asked for: what was typed is the name already', async () => {
    show();
    await screen.findByText('Lunch Board');
    await userEvent.type(screen.getByLabelText('Find'), 'Menu Map');
    await waitFor(() =>
      expect(screen.getByLabelText('Find')).toHaveValue('Menu Map'),
    );
    await new Promise(resolve => setTimeout(resolve, 400));
    await userEvent.click(
      screen.getByRole('button', { name: 'Ask for a vendor' }),
    );
    expect(await screen.findByLabelText(/Name of the service/)).toHaveValue(
      'Menu Map',
    );
  });
});
