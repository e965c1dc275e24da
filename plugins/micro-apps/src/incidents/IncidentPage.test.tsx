import type {
  IncidentAffectedApp,
  IncidentView,
} from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { anIncidentView } from '../testing/builders';
import type { Answers } from '../testing/fakeClient';
import {
  isHiddenWhenNarrow,
  keepsWordsWhole,
} from '../testing/__testUtils__/narrow';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { anAffectedApp } from '../testing/vendors';
import { IncidentPage } from './IncidentPage';

const inHours = (hours: number) =>
  new Date(Date.now() + hours * 3_600_000).toISOString();
const SECURITY: IncidentView['viewer'] = {
  mayHandle: true,
  mayWriteCauses: false,
  mayRaise: true,
  mayLower: true,
  mayReopen: false,
};
const ABOUT = { kind: 'vendor', name: 'mapland' } as const;

function affected(changes: Partial<IncidentAffectedApp>): IncidentAffectedApp {
  return { ...anAffectedApp(), told: ['user:default/rita'], ...changes };
}

function show(changes: Partial<IncidentView> = {}, answers: Answers = {}) {
  return renderScreen(<IncidentPage />, {
    getIncident: async () => anIncidentView(changes),
    listIncidentApps: async () => ({
      items: [
        affected({ id: 'where2eat', name: 'Where2Eat' }),
        affected({ id: 'second', name: 'Second' }),
        affected({ id: 'third', name: 'Third', incidentId: 'incident-3' }),
      ],
      total: 3,
    }),
    ...answers,
  });
}

describe('An incident', () => {
  it('says what happened, how it was rated, why, and what was decided', async () => {
    const action = { what: 'Ask first', until: '2027-01-31', who: 'Maya' };
    const { container } = show({
      worstSeverity: 'high',
      severities: [
        { severity: 'high', by: 'user:default/sam', at: inHours(-2) },
        {
          severity: 'low',
          by: 'user:default/rita',
          at: inHours(-1),
          reason: 'It was not so bad',
        },
      ],
      escalatedAt: inHours(-1),
      escalatedBy: 'user:default/sam',
      causes: [
        {
          receivedAt: inHours(-0.5),
          by: 'user:default/maya',
          causes: 'Nobody looked',
          actions: [action],
        },
        {
          receivedAt: inHours(-1),
          by: 'user:default/maya',
          causes: 'The wrong group',
          actions: [action],
        },
      ],
      postMortem: {
        at: inHours(-0.2),
        by: 'user:default/sam',
        text: 'We learnt to ask',
      },
      suspension: {
        decision: 'keep-running',
        at: inHours(-0.1),
        by: 'user:default/sam',
        reason: 'It is mended',
      },
      breaches: [
        { clock: 'escalation', at: inHours(-3), noticedAt: inHours(-1) },
      ],
      duties: [],
      reopened: 2,
    });
    expect(
      await screen.findByText('The export went to everybody on Monday'),
    ).toBeInTheDocument();
    expect(screen.getByText('Nobody looked')).toBeInTheDocument();
    expect(
      screen.getAllByText('Ask first (Maya, until 2027-01-31)'),
    ).toHaveLength(2);
    expect(screen.getByText('Earlier versions (1)')).toBeInTheDocument();
    expect(screen.getByText('We learnt to ask')).toBeInTheDocument();
    expect(screen.getByText(/^It keeps running/)).toHaveTextContent(
      /Decided by Sam Okafor .*: It is mended/,
    );
    expect(screen.getByText(/: It was not so bad/)).toHaveTextContent(
      /^Low by Rita Moss/,
    );
    expect(
      screen.getByText(/^The security team did not take it on/),
    ).toHaveTextContent(/due 3 hours ago.*noticed 1 hour ago/);
    expect(
      screen.getByText('Times it was opened again: 2'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Nobody has said yet what it comes from.'),
    ).toBeInTheDocument();
    expect(screen.queryByText('Apps that use the same')).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('lists the apps that are affected alike, and tells who would be told before it is opened on them', async () => {
    const spreadIncident = jest.fn(async () => ({ opened: [] }));
    const { container } = show(
      { about: ABOUT, viewer: SECURITY },
      { spreadIncident },
    );
    await screen.findByText('It comes from: Vendor mapland');
    const table = within(
      await screen.findByRole('table', { name: 'Apps that use the same' }),
    );
    expect(table.queryByText('Where2Eat')).toBeNull();
    expect(table.getAllByRole('checkbox')).toHaveLength(1);
    expect(
      table.getByRole('link', { name: 'Open the page of its incident' }),
    ).toHaveAttribute('href', '/micro-apps/incidents/incident-3');
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(
      table.getByRole('checkbox', { name: 'Choose Second' }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Open the incident on those chosen' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('Rita Moss')).toBeInTheDocument();
    await userEvent.click(
      dialog.getByRole('button', { name: 'Open it on them' }),
    );
    await waitFor(() =>
      expect(spreadIncident).toHaveBeenCalledWith('incident-1', {
        appIds: ['second'],
      }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('lets nobody but the security team choose apps', async () => {
    show({ about: ABOUT });
    await screen.findByRole('table', { name: 'Apps that use the same' });
    expect(screen.queryByRole('checkbox')).toBeNull();
  });

  it('breaks no word on a narrow screen', async () => {
    show({ about: ABOUT, viewer: SECURITY });
    await screen.findByRole('table', { name: 'Apps that use the same' });
    const heads = screen.getAllByRole('columnheader');
    const cells = screen.getAllByRole('cell');
    expect(
      heads.filter(isHiddenWhenNarrow).map(({ textContent }) => textContent),
    ).toEqual(['How it uses it']);
    expect([...heads, ...cells].filter(cell => !keepsWordsWhole(cell))).toEqual(
      [],
    );
  });

  it('says when no other app uses it, and when it could not be asked', async () => {
    show(
      { about: ABOUT },
      { listIncidentApps: async () => ({ items: [], total: 0 }) },
    );
    expect(await screen.findByText('No other app uses it')).toBeInTheDocument();
  });

  it('can be asked for again when it did not come', async () => {
    show(
      {},
      {
        getIncident: async () => {
          throw new Error('There is no such incident');
        },
      },
    );
    expect(
      await screen.findByText('There is no such incident'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Try again' }),
    ).toBeInTheDocument();
  });
});
