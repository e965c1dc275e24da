import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { OutboxResponse } from '@micro-apps/plugin-micro-apps-common';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { DeliveriesPage } from './DeliveriesPage';

const HOUR_MS = 3_600_000;
const ago = (hours: number) =>
  new Date(Date.now() - hours * HOUR_MS - 60_000).toISOString();

function anOutbox(changes: Partial<OutboxResponse> = {}): OutboxResponse {
  return {
    items: [],
    waiting: 0,
    scheduled: 4,
    failed: 0,
    late: false,
    webhooks: [],
    notices: { toldSince: ago(48), held: { notices: 0, people: 0 } },
    ...changes,
  };
}

const FAILED = {
  id: '7',
  topic: 'webhook.siem',
  appId: 'where2eat',
  state: 'failed',
  attempts: 8,
  createdAt: ago(3),
  at: ago(2),
  reason: 'It answered 400 and does not take this event',
} as const;

describe('Deliveries', () => {
  it('says that all is well when it is', async () => {
    const { container } = renderScreen(<DeliveriesPage />, {
      listOutbox: async () => anOutbox(),
    });
    expect(
      await screen.findByText('Everything is on time'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Nothing was set aside, and that is good'),
    ).toBeInTheDocument();
    expect(screen.queryByText('Nobody is told anything yet')).toBeNull();
    expect(screen.queryByRole('table')).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('shows what is late, how each webhook gets on, and what was set aside', async () => {
    const { container } = renderScreen(<DeliveriesPage />, {
      listOutbox: async () =>
        anOutbox({
          items: [FAILED],
          failed: 1,
          waiting: 12,
          late: true,
          oldestDueAt: ago(3),
          webhooks: [
            { id: 'siem', waiting: 12, failed: 1, oldestDueAt: ago(3) },
            { id: 'chat', waiting: 0, failed: 0 },
          ],
        }),
    });
    expect(await screen.findByText('Deliveries are late')).toBeInTheDocument();
    expect(screen.getByRole('alert')).toHaveTextContent(
      'should have been there 3 hours ago',
    );
    const webhooks = within(screen.getByRole('table', { name: 'Webhooks' }));
    expect(webhooks.getAllByRole('row')[1]).toHaveTextContent(/siem121/);
    expect(webhooks.getAllByRole('row')[2]).toHaveTextContent('chat00nothing');
    const table = within(screen.getByRole('table', { name: 'Deliveries' }));
    expect(table.getByText('Webhook “siem”')).toBeInTheDocument();
    expect(table.getByText(FAILED.reason)).toBeInTheDocument();
    expect(table.getByText('8 times')).toBeInTheDocument();
    expect(table.getByRole('link', { name: 'where2eat' })).toHaveAttribute(
      'href',
      '/catalog/default/component/where2eat/risk',
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('tries again what was set aside, and looks again then', async () => {
    let items: OutboxResponse['items'] = [FAILED];
    const retryDelivery = jest.fn(async (id: string) => {
      items = [];
      return { id, state: 'waiting' as const };
    });
    renderScreen(<DeliveriesPage />, {
      listOutbox: async () => anOutbox({ items }),
      retryDelivery,
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Try again' }),
    );
    expect(retryDelivery).toHaveBeenCalledWith('7');
    expect(
      await screen.findByText('Nothing was set aside, and that is good'),
    ).toBeInTheDocument();
  });

  it('shows what waits, with the next try and no button', async () => {
    const listOutbox = jest.fn(async ({ state }: { state?: string } = {}) =>
      anOutbox({
        items:
          state === 'waiting'
            ? [
                {
                  id: '8',
                  topic: 'notice.send',
                  state: 'waiting',
                  attempts: 0,
                  createdAt: ago(1),
                  at: new Date(Date.now() + 3 * HOUR_MS).toISOString(),
                },
              ]
            : [],
      }),
    );
    renderScreen(<DeliveriesPage />, { listOutbox });
    await userEvent.click(await screen.findByRole('tab', { name: 'Waiting' }));
    expect(await screen.findByText('Message to people')).toBeInTheDocument();
    expect(screen.getByText('Not tried yet')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
    await waitFor(() =>
      expect(listOutbox).toHaveBeenLastCalledWith({
        state: 'waiting',
        cursor: undefined,
      }),
    );
  });

  it('says whom silence spares, and how it ends', async () => {
    renderScreen(<DeliveriesPage />, {
      listOutbox: async () =>
        anOutbox({ notices: { held: { notices: 34, people: 12 } } }),
    });
    expect(
      await screen.findByText('Nobody is told anything yet'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/12 people would have been told 34 things/),
    ).toHaveTextContent('microApps.notices.silent');
  });

  it('says who can help when it is for somebody else', async () => {
    renderScreen(<DeliveriesPage />, {
      listOutbox: async () => {
        throw new Error('Only administrators can look after deliveries');
      },
    });
    expect(
      await screen.findByText('Only administrators can look after deliveries'),
    ).toBeInTheDocument();
  });
});
