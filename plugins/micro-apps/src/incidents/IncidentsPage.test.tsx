import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { anIncidentView } from '../testing/builders';
import {
  isHiddenWhenNarrow,
  keepsWordsWhole,
} from '../testing/__testUtils__/narrow';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { IncidentsPage } from './IncidentsPage';

describe('The page of incidents', () => {
  it('shows incident, app, severity, what is due and what is next', async () => {
    const { container } = renderScreen(<IncidentsPage />, {
      listIncidents: async () => ({ items: [anIncidentView()], total: 1 }),
    });
    expect(
      await screen.findByRole('link', {
        name: 'A list went to the wrong people',
      }),
    ).toHaveAttribute('href', '/micro-apps/incidents/incident-1');
    const row = within(screen.getAllByRole('row')[1]);
    expect(row.getByRole('link', { name: 'Where2Eat' })).toHaveAttribute(
      'href',
      '/catalog/default/component/where2eat/risk',
    );
    const [, , severity, due, next] = row.getAllByRole('cell');
    expect(severity).toHaveTextContent('Low');
    expect(due).toHaveTextContent(/due in 2 hours/);
    expect(next).toHaveTextContent('Next: the security team takes it on.');
    expect(await axe(container)).toHaveNoViolations();
  });

  it('shows only what is not done of an open one, and the end of a closed one', async () => {
    const now = new Date().toISOString();
    const [escalation, causes] = anIncidentView().clocks;
    renderScreen(<IncidentsPage />, {
      listIncidents: async () => ({
        total: 2,
        items: [
          anIncidentView({
            id: '1',
            clocks: [{ ...escalation, state: 'met', doneAt: now }, causes],
          }),
          anIncidentView({ id: '2', closedAt: now, duties: [] }),
        ],
      }),
    });
    await screen.findAllByText('A list went to the wrong people');
    const [, open, closed] = screen.getAllByRole('row');
    expect(open).toHaveTextContent(/writes down the causes: due in 3 days/);
    expect(open).not.toHaveTextContent(/took it on/);
    expect(closed).toHaveTextContent(/Closed just now/);
  });

  it('breaks no word on a narrow screen, and does without one column there', async () => {
    renderScreen(<IncidentsPage />, {
      listIncidents: async () => ({ items: [anIncidentView()], total: 1 }),
    });
    await screen.findByText('Where2Eat');
    const heads = screen.getAllByRole('columnheader');
    const cells = screen.getAllByRole('cell');
    expect(
      heads.filter(isHiddenWhenNarrow).map(({ textContent }) => textContent),
    ).toEqual(['What is next']);
    expect([...heads, ...cells].filter(cell => !keepsWordsWhole(cell))).toEqual(
      [],
    );
  });

  it.each([
    ['Open', 'open', 'No incident is open, and that is good'],
    ['Overdue', 'overdue', 'Nothing is overdue, and that is good'],
    ['All', 'all', 'Nobody has reported an incident yet'],
  ])(
    'asks for what the tab says, and says what an empty one means: %s',
    async (tab, show, text) => {
      const listIncidents = jest.fn(async () => ({ items: [], total: 0 }));
      renderScreen(<IncidentsPage />, { listIncidents });
      await userEvent.click(screen.getByRole('tab', { name: tab }));
      expect(listIncidents).toHaveBeenLastCalledWith({
        show,
        cursor: undefined,
      });
      expect(await screen.findByText(text)).toBeInTheDocument();
    },
  );

  it('goes on and back through the pages', async () => {
    renderScreen(<IncidentsPage />, {
      listIncidents: async ({ cursor } = {}) => ({
        total: 2,
        items: [anIncidentView({ title: cursor ? 'Second' : 'First' })],
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
    renderScreen(<IncidentsPage />, {
      listIncidents: async () => {
        throw new Error('It does not answer');
      },
    });
    expect(await screen.findByText('It does not answer')).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Try again' }),
    ).toBeInTheDocument();
  });
});
