import {
  MicroAppsError,
  type AutomaticContainment as View,
} from '@micro-apps/plugin-micro-apps-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { FleetPage } from './FleetPage';

const AT = new Date(Date.now() - 3_600_000).toISOString();
const VIEW: View = {
  rules: [
    {
      controlId: 'known-vulnerabilities',
      title: 'No known security holes',
      action: 'quarantine',
      mode: 'warn',
      apps: 4,
    },
    {
      controlId: 'redacted-logs',
      title: 'Clean logs',
      action: 'restrict',
      mode: 'observe',
    },
  ],
  lookedAt: AT,
  most: 12,
};

async function show(answer: () => Promise<View>) {
  const shown = renderScreen(<FleetPage />, {
    listHeldApps: async () => ({ items: [] }),
    getPolicy: () => new Promise(() => {}),
    getAutomaticContainment: answer,
  });
  await userEvent.click(await screen.findByRole('tab', { name: 'Automatic' }));
  return shown;
}

describe('Automatic containment', () => {
  it('says what each rule does, how it acts and what it would hold', async () => {
    const { container } = await show(async () => VIEW);
    const table = within(
      await screen.findByRole('table', {
        name: 'Rules of automatic containment',
      }),
    );
    const [, first, second] = table.getAllByRole('row');
    expect(first).toHaveTextContent(
      'No known security holesQuarantineWarnsOwners are told; nothing is held.4',
    );
    expect(second).toHaveTextContent(/Clean logs.*Observes.*Not counted yet/);
    expect(screen.getByText(/at most 12 apps by itself/)).toBeInTheDocument();
    expect(screen.getByText(/^Looked at/)).toHaveTextContent('1 hour ago');
    expect(screen.queryByRole('note')).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says that the limit was reached, and what to do', async () => {
    const { container } = await show(async () => ({
      ...VIEW,
      lookedAt: undefined,
      refused: { at: AT, apps: 40, most: 12, total: 250 },
    }));
    const note = await screen.findByRole('note', {
      name: /would have been too much/,
    });
    expect(note).toHaveTextContent('held 40 of 250 apps within a day');
    expect(note).toHaveTextContent('and 12 may be held');
    expect(note).toHaveTextContent('begin an emergency stop yourself');
    expect(screen.getByText(/Not looked at yet/)).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says that nothing is configured', async () => {
    const { container } = await show(async () => ({ rules: [], most: 0 }));
    expect(
      await screen.findByText('Nothing is held by itself'),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('waits, and says what went wrong', async () => {
    const answer = jest
      .fn(async () => VIEW)
      .mockRejectedValueOnce(
        new MicroAppsError({
          status: 403,
          code: 'not-eligible',
          message: 'Only security, IT and portal administrators hold apps',
        }),
      );
    await show(answer);
    expect(await screen.findByText(/Only security, IT/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: /again/i }));
    expect(await screen.findByText('Clean logs')).toBeInTheDocument();
  });
});
