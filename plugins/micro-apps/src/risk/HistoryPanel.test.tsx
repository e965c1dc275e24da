import type { HistoryEntry } from '@micro-apps/plugin-micro-apps-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { anApp, COLLEAGUE } from '../testing/builders';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { HistoryPanel } from './HistoryPanel';

const AN_HOUR_MS = 3_600_000;

function entries(count: number): readonly HistoryEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    seq: count - index,
    at: new Date(Date.now() - (index + 1) * AN_HOUR_MS).toISOString(),
    actor: 'user:default/maya',
    action: 'registration.changed',
    summary: `Step ${count - index}`,
    details: {},
  }));
}

describe('History', () => {
  it('tells what happened, who did it and when, newest first', async () => {
    const { container } = renderScreen(<HistoryPanel app={anApp()} />, {
      getHistory: async () => ({ items: entries(2) }),
    });
    const [newest, older] = await screen.findAllByRole('listitem');
    expect(newest).toHaveTextContent(/^Step 2 Maya Lind, 1 hour ago/);
    expect(older).toHaveTextContent(/^Step 1.*2 hours ago/i);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('names the portal where no person acted', async () => {
    const [entry] = entries(1);
    renderScreen(<HistoryPanel app={anApp()} />, {
      getHistory: async () => ({
        items: [{ ...entry, actor: 'system:micro-apps' }],
      }),
    });
    expect(await screen.findByRole('listitem')).toHaveTextContent(
      /^Step 1 the portal, /,
    );
  });

  it('says so where the name of a person was erased', async () => {
    const [entry] = entries(1);
    renderScreen(<HistoryPanel app={anApp()} />, {
      getHistory: async () => ({
        items: [{ ...entry, actor: 'person:8ff46b2b' }],
      }),
    });
    expect(await screen.findByRole('listitem')).toHaveTextContent(
      /^Step 1 somebody whose name was erased, /,
    );
  });

  it('says when nothing has happened', async () => {
    renderScreen(<HistoryPanel app={anApp()} />, {
      getHistory: async () => ({ items: [] }),
    });
    expect(
      await screen.findByText('Nothing has happened yet.'),
    ).toBeInTheDocument();
  });

  it('shows older entries when asked to', async () => {
    const all = entries(20);
    renderScreen(<HistoryPanel app={anApp()} />, {
      getHistory: async (_, { limit = 100 } = {}) => ({
        items: all.slice(0, Number(limit)),
        nextCursor: Number(limit) < all.length ? 'more' : undefined,
      }),
    });
    expect(await screen.findAllByRole('listitem')).toHaveLength(8);
    await userEvent.click(screen.getByRole('button', { name: 'Show older' }));
    expect(await screen.findByText(/^Step 1$/)).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Show older' }),
    ).not.toBeInTheDocument();
  });

  it('tells a colleague who may read it, without asking for it', async () => {
    const getHistory = jest.fn();
    renderScreen(<HistoryPanel app={anApp({ viewer: COLLEAGUE })} />, {
      getHistory,
    });
    expect(
      await screen.findByText('The owner and the reviewers see what happened.'),
    ).toBeInTheDocument();
    expect(getHistory).not.toHaveBeenCalled();
  });

  it('can be asked again when it did not answer', async () => {
    let broken = true;
    renderScreen(<HistoryPanel app={anApp()} />, {
      getHistory: async () => {
        if (broken) throw new Error('It does not answer');
        return { items: entries(1) };
      },
    });
    await screen.findByText('It does not answer');
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/^Step 1/)).toBeInTheDocument();
  });

  it('shows what changed in words, version by version, and what an approval covers', async () => {
    const at = new Date(Date.now() - AN_HOUR_MS).toISOString();
    const listVersions = jest.fn(async () => ({
      items: [
        {
          version: 3,
          at,
          changedBy: 'user:default/maya',
          via: 'repository' as const,
          leftEnvelope: true,
          changes: [
            {
              field: 'retentionDays' as const,
              title: 'How long data is kept',
              before: '90 days',
              after: '30 days',
            },
          ],
        },
        {
          version: 2,
          at,
          changedBy: 'user:default/rita',
          leftEnvelope: false,
          changes: [
            {
              field: 'name' as const,
              title: 'Name',
              before: 'A',
              after: 'B',
            },
          ],
        },
        { version: 1, at, changedBy: 'user:default/maya', changes: [] },
      ],
    }));
    const { container } = renderScreen(<HistoryPanel app={anApp()} />, {
      getHistory: async () => ({ items: entries(1) }),
      listVersions,
    });
    await screen.findByText(/^Step 1/);
    expect(listVersions).not.toHaveBeenCalled();
    screen.getByRole('tab', { name: 'What happened' }).focus();
    await userEvent.keyboard('{ArrowRight}{Enter}');
    const panel = await screen.findByRole('tabpanel', { name: 'What changed' });
    expect(
      await screen.findByText('How long data is kept: 90 days → 30 days'),
    ).toBeInTheDocument();
    expect(panel).toHaveTextContent(/Version 3 from its repository, Maya Lind/);
    expect(panel).toHaveTextContent(/This changed what an approval covers/);
    expect(panel).toHaveTextContent(/Version 2, Rita Moss/);
    expect(panel).toHaveTextContent(/An approval covers this change, too/);
    expect(panel).toHaveTextContent(/The first registration/);
    expect(await axe(container)).toHaveNoViolations();
  });
});
