import type {
  IncidentView,
  ReopenIncidentRequest,
} from '@micro-apps/plugin-micro-apps-common';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { RiskTab } from '../risk/RiskTab';
import { anApp, anIncidentView } from '../testing/builders';
import type { Answers } from '../testing/fakeClient';
import { answersFor } from '../testing/registry';
import { renderScreen } from '../testing/__testUtils__/renderScreen';

const TITLE = 'A list went to the wrong people';
const SECURITY: IncidentView['viewer'] = {
  mayHandle: true,
  mayWriteCauses: false,
  mayRaise: true,
  mayLower: true,
  mayReopen: false,
};
const inHours = (hours: number) =>
  new Date(Date.now() + hours * 3_600_000).toISOString();

/** The Risk tab of an app with these incidents. */
async function show(items: readonly IncidentView[], answers: Answers = {}) {
  const view = renderScreen(
    <RiskTab appId="where2eat" />,
    answersFor(anApp(), {
      listAppIncidents: async () => ({
        items,
        viewer: { mayReport: true, seesAll: true },
      }),
      ...answers,
    }),
  );
  await screen.findByText('Required controls');
  return view;
}

async function item() {
  return within(await screen.findByRole('region', { name: TITLE }));
}

const press = async (name: string) =>
  await userEvent.click(await screen.findByRole('button', { name }));
const dialog = async () => within(await screen.findByRole('dialog'));

describe('Incidents on the Risk tab', () => {
  it('say how bad it is, what is due in words, and what is next', async () => {
    const { container } = await show([anIncidentView()]);
    const shown = await item();
    expect(shown.getByText('Severity: Low')).toBeInTheDocument();
    expect(shown.getByText(/^The security team takes it on/)).toHaveTextContent(
      /due in 2 hours \(/,
    );
    expect(
      shown.getByText(/^The owner writes down the causes/),
    ).toHaveTextContent(/due in 3 days \(/);
    expect(
      shown.getByText('Next: the security team takes it on.'),
    ).toBeInTheDocument();
    expect(shown.getByRole('link', { name: TITLE })).toHaveAttribute(
      'href',
      '/micro-apps/incidents/incident-1',
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('say what is overdue, what came late, and that it was worse', async () => {
    await show([
      anIncidentView({
        worstSeverity: 'high',
        clocks: [
          {
            name: 'escalation',
            dueAt: inHours(-3),
            doneAt: inHours(-1),
            state: 'late',
          },
          { name: 'root-cause', dueAt: inHours(-2.01), state: 'overdue' },
        ],
        duties: ['root-cause', 'post-mortem', 'suspension-decision'],
      }),
    ]);
    const shown = await item();
    expect(
      shown.getByText('Severity: Low, it was High before'),
    ).toBeInTheDocument();
    expect(shown.getByText(/^The security team took it on/)).toHaveTextContent(
      /took it on 1 hour ago.*late: it was due 3 hours ago/,
    );
    expect(
      shown.getByText(/^The owner writes down the causes/),
    ).toHaveTextContent(/overdue since 2 hours ago/);
  });

  it('are none, and that is good; closed ones wait behind a click', async () => {
    await show([anIncidentView({ closedAt: inHours(-1), duties: [] })]);
    expect(await screen.findByText('Closed incidents (1)')).toBeInTheDocument();
    expect(
      screen.getByText(/Report one as soon as something looks wrong/),
    ).toBeInTheDocument();
    const shown = await item();
    expect(shown.getByText(/^Closed/)).toHaveTextContent(/Closed 1 hour ago/);
  });

  it('that others reported are not shown to who is nothing to the app, which is said', async () => {
    await show([], {
      listAppIncidents: async () => ({
        items: [],
        viewer: { mayReport: false, seesAll: false },
      }),
    });
    expect(
      await screen.findByText('You have not reported any incident on this app'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Report an incident' }),
    ).toBeNull();
  });

  it('can be asked for again when they did not come', async () => {
    let asked = 0;
    await show([], {
      listAppIncidents: async () => {
        asked += 1;
        if (asked === 1) throw new Error('The register does not answer');
        return {
          items: [anIncidentView()],
          viewer: { mayReport: true, seesAll: true },
        };
      },
    });
    await screen.findByText('The register does not answer');
    await press('Try again');
    expect((await item()).getByText('Severity: Low')).toBeInTheDocument();
  });

  it('are reported in a short form, for just now or an earlier time', async () => {
    const reportIncident = jest.fn(async () => anIncidentView());
    const { baseElement } = await show([], { reportIncident });
    await press('Report an incident');
    const form = await dialog();
    const button = form.getByRole('button', { name: 'Report it' });
    expect(button).toBeDisabled();
    await userEvent.type(form.getByLabelText(/in a few words/), TITLE);
    await userEvent.type(form.getByLabelText(/know so far/), 'It still sends');
    const when = form.getByLabelText(/first noticed/);
    fireEvent.change(when, { target: { value: '2999-01-01T10:00' } });
    expect(form.getByText('This is in the future')).toBeInTheDocument();
    expect(button).toBeDisabled();
    fireEvent.change(when, { target: { value: '2026-01-02T10:00' } });
    await userEvent.selectOptions(form.getByLabelText(/How bad/), 'high');
    expect(await axe(baseElement)).toHaveNoViolations();
    await userEvent.click(button);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(reportIncident).toHaveBeenCalledWith('where2eat', {
      title: TITLE,
      whatHappened: 'It still sends',
      severity: 'high',
      detectedAt: new Date('2026-01-02T10:00').toISOString(),
      idempotencyKey: expect.stringMatching(/^[a-z0-9]+-[a-z0-9]+$/),
    });
  });

  it('keeps what was typed when the report does not arrive, and the key', async () => {
    const keys: (string | undefined)[] = [];
    await show([], {
      reportIncident: async (_, { idempotencyKey }) => {
        keys.push(idempotencyKey);
        if (keys.length === 1) throw new Error('It did not arrive');
        return anIncidentView();
      },
    });
    await press('Report an incident');
    const form = await dialog();
    await userEvent.type(form.getByLabelText(/in a few words/), TITLE);
    await userEvent.type(form.getByLabelText(/know so far/), 'It still sends');
    await userEvent.click(form.getByRole('button', { name: 'Report it' }));
    await form.findByText('It did not arrive');
    expect(form.getByLabelText(/in a few words/)).toHaveValue(TITLE);
    await userEvent.click(form.getByRole('button', { name: 'Report it' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  it('let the owner write the causes with examples, and several remedies', async () => {
    const writeIncidentCauses = jest.fn(async () => anIncidentView());
    const { baseElement } = await show([anIncidentView()], {
      writeIncidentCauses,
    });
    await item();
    await press('Write down the causes');
    const form = await dialog();
    expect(form.getByText(/For example: the export took/)).toBeInTheDocument();
    const button = form.getByRole('button', { name: 'Hand it in' });
    await userEvent.type(
      form.getByLabelText(/Why did it happen/),
      'The wrong group was asked',
    );
    await press('Add another remedy');
    const first = within(form.getByRole('group', { name: 'Remedy 1' }));
    await userEvent.type(first.getByLabelText(/What will be done/), 'Never');
    await press('Remove remedy 1');
    const only = within(form.getByRole('group', { name: 'Remedy 1' }));
    expect(button).toBeDisabled();
    await userEvent.type(only.getByLabelText(/What will be done/), 'Ask first');
    fireEvent.change(only.getByLabelText(/Until when/), {
      target: { value: '2027-01-31' },
    });
    await userEvent.type(only.getByLabelText(/Who does it/), 'Maya');
    expect(await axe(baseElement)).toHaveNoViolations();
    await userEvent.click(button);
    await waitFor(() =>
      expect(writeIncidentCauses).toHaveBeenCalledWith('incident-1', {
        causes: 'The wrong group was asked',
        actions: [{ what: 'Ask first', until: '2027-01-31', who: 'Maya' }],
        idempotencyKey: expect.any(String),
      }),
    );
  });
});

describe('A step of an incident that was cut off', () => {
  it('is the same when it is tried again, and another one when it was changed', async () => {
    const keys: (string | undefined)[] = [];
    const reopenIncident = jest.fn(
      async (_: string, body: ReopenIncidentRequest) => {
        keys.push(body.idempotencyKey);
        if (keys.length < 3) throw new Error('It did not arrive');
        return anIncidentView();
      },
    );
    const viewer = { ...SECURITY, mayReopen: true };
    await show(
      [anIncidentView({ viewer, closedAt: inHours(-1), duties: [] })],
      {
        reopenIncident,
      },
    );
    await item();
    await press('Open it again');
    const form = await dialog();
    const send = async () => {
      await userEvent.click(
        form.getByRole('button', { name: 'Open it again' }),
      );
    };
    const reason = form.getByLabelText(/Your reason/);
    await userEvent.type(reason, 'It came back');
    await send();
    await form.findByText('It did not arrive');
    await send();
    await waitFor(() => expect(keys).toHaveLength(2));
    await userEvent.type(reason, ' on Monday');
    await send();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[1]);
  });
});

describe('What the security team does on an incident', () => {
  const after = async (
    changes: Partial<IncidentView>,
    answers: Answers,
  ): Promise<void> => {
    await show([anIncidentView({ viewer: SECURITY, ...changes })], answers);
    await item();
  };

  it('is to take it on', async () => {
    const escalateIncident = jest.fn(async () => anIncidentView());
    await after({}, { escalateIncident });
    await press('Take it on');
    const form = await dialog();
    expect(form.getByText(/has 72 hours at most/)).toBeInTheDocument();
    await userEvent.click(form.getByRole('button', { name: 'Take it on' }));
    await waitFor(() =>
      expect(escalateIncident).toHaveBeenCalledWith('incident-1', {
        idempotencyKey: expect.any(String),
      }),
    );
  });

  it('is to wait while the owner writes', async () => {
    await after({ duties: ['root-cause'] }, {});
    expect(screen.queryByRole('button', { name: /Close/ })).toBeNull();
    expect(
      screen.queryByRole('button', { name: 'Write down the causes' }),
    ).toBeNull();
  });

  it('is to close it when all is done', async () => {
    const closeIncident = jest.fn(async () => anIncidentView());
    await after({ duties: [] }, { closeIncident });
    await press('Close the incident');
    const form = await dialog();
    await userEvent.click(
      form.getByRole('button', { name: 'Close the incident' }),
    );
    await waitFor(() => expect(closeIncident).toHaveBeenCalled());
  });

  it('is to hold the post-mortem after a grave one', async () => {
    const holdPostMortem = jest.fn(async () => anIncidentView());
    await after(
      { duties: ['post-mortem', 'suspension-decision'] },
      { holdPostMortem },
    );
    await press('Write down the post-mortem');
    const form = await dialog();
    await userEvent.type(
      form.getByLabelText(/What did you learn/),
      'To ask before sending',
    );
    await userEvent.click(form.getByRole('button', { name: 'Keep it' }));
    await waitFor(() =>
      expect(holdPostMortem).toHaveBeenCalledWith('incident-1', {
        text: 'To ask before sending',
        idempotencyKey: expect.any(String),
      }),
    );
  });

  it('is to decide on suspension, and is told what that does', async () => {
    const decideSuspension = jest.fn(async () => anIncidentView());
    await after({ duties: ['suspension-decision'] }, { decideSuspension });
    await press('Decide on suspension');
    const form = await dialog();
    expect(form.getByText(/To suspend stops the app/)).toBeInTheDocument();
    await userEvent.selectOptions(
      form.getByLabelText(/Your decision/),
      'keep-running',
    );
    await userEvent.type(form.getByLabelText(/Your reason/), 'It is mended');
    await userEvent.click(
      form.getByRole('button', { name: 'Keep the decision' }),
    );
    await waitFor(() =>
      expect(decideSuspension).toHaveBeenCalledWith('incident-1', {
        decision: 'keep-running',
        reason: 'It is mended',
        idempotencyKey: expect.any(String),
      }),
    );
  });

  it('is to rate it as far as she may', async () => {
    const rateIncident = jest.fn(async () => anIncidentView());
    await after(
      {
        severity: 'medium',
        worstSeverity: 'medium',
        viewer: { ...SECURITY, mayLower: false },
      },
      { rateIncident },
    );
    await press('Change the severity');
    const form = await dialog();
    expect(
      within(form.getByLabelText(/How bad/))
        .getAllByRole('option')
        .map(({ textContent }) => textContent),
    ).toEqual(['High']);
    await userEvent.type(form.getByLabelText(/Your reason/), 'More were hit');
    await userEvent.click(form.getByRole('button', { name: 'Change it' }));
    await waitFor(() =>
      expect(rateIncident).toHaveBeenCalledWith('incident-1', {
        severity: 'high',
        reason: 'More were hit',
        idempotencyKey: expect.any(String),
      }),
    );
  });

  it('is to say what it comes from', async () => {
    const linkIncident = jest.fn(async () => anIncidentView());
    await after({}, { linkIncident });
    await press('Say what it comes from');
    const form = await dialog();
    await userEvent.selectOptions(
      form.getByLabelText(/What is it/),
      'component',
    );
    await userEvent.type(form.getByLabelText(/Its name/), 'left-pad');
    await userEvent.click(form.getByRole('button', { name: 'Find the apps' }));
    await waitFor(() =>
      expect(linkIncident).toHaveBeenCalledWith('incident-1', {
        kind: 'component',
        name: 'left-pad',
        idempotencyKey: expect.any(String),
      }),
    );
  });

  it('can be to open a closed one again, which says what becomes of its deadlines', async () => {
    const reopenIncident = jest.fn(async () => anIncidentView());
    await after(
      {
        closedAt: inHours(-1),
        duties: [],
        viewer: { ...SECURITY, mayReopen: true },
      },
      { reopenIncident },
    );
    await press('Open it again');
    const form = await dialog();
    expect(
      form.getByText(/go on as if it had never been closed/),
    ).toBeInTheDocument();
    await userEvent.type(form.getByLabelText(/Your reason/), 'It came back');
    await userEvent.click(form.getByRole('button', { name: 'Open it again' }));
    await waitFor(() =>
      expect(reopenIncident).toHaveBeenCalledWith('incident-1', {
        reason: 'It came back',
        idempotencyKey: expect.any(String),
      }),
    );
  });
});
