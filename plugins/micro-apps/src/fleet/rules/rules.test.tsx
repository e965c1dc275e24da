import type {
  PolicyResponse,
  RulePreviewView,
} from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { Answers } from '../../testing/fakeClient';
import { aModel } from '../../testing/builders';
import { renderScreen } from '../../testing/__testUtils__/renderScreen';
import { RuleModes } from './RuleModes';

const AT = new Date().toISOString();
const POLICY: PolicyResponse = {
  engine: 'embedded',
  coreRulesOnly: false,
  revision: 'r1#1',
  rules: [
    { id: 'acme-own-rule', mode: 'enforce' },
    {
      id: 'pii-heavy-retention',
      mode: 'warn',
      rings: { beta: 'observe' },
      switches: [
        {
          ring: 'beta',
          mode: 'observe',
          without: 'warn',
          at: AT,
          by: 'user:default/sam',
          reason: 'Too many false alarms',
        },
      ],
    },
  ],
  weakened: false,
  weakenings: [],
  maySwitch: true,
  riskModel: { revision: '1.1', weakenings: [] },
};
const RUNNING: RulePreviewView = {
  id: 'p1',
  rule: 'pii-heavy-retention',
  mode: 'enforce',
  revision: 'r1#1',
  by: 'user:default/sam',
  at: AT,
  state: 'running',
  done: 40,
  total: 100,
};
const DONE: RulePreviewView = {
  ...RUNNING,
  state: 'done',
  done: 100,
  result: {
    apps: 3,
    newlyHeld: 2,
    newlyFree: 0,
    people: 4,
    credentials: 5,
    undecided: 1,
    examples: [{ id: 'sick-notes', name: 'Sick notes' }],
  },
};

function show(answers: Answers = {}) {
  return renderScreen(<RuleModes />, {
    getPolicy: async () => POLICY,
    getModel: async () =>
      aModel({
        settings: {
          oneApproverInMedium: true,
          environments: [{ name: 'beta', dataKind: 'real', gate: 'promote' }],
        },
      }),
    ...answers,
  });
}

async function openDialog(rule = /shorter time/) {
  await userEvent.click(await screen.findByRole('button', { name: rule }));
  return within(await screen.findByRole('dialog'));
}

describe('company rules', () => {
  it('say how they act, where, and who switched them', async () => {
    const { container } = show();
    const row = within(
      (await screen.findByText('pii-heavy-retention')).closest('tr') ??
        document.body,
    );
    expect(
      row.getByText('Much personal data is kept for a shorter time'),
    ).toBeInTheDocument();
    expect(row.getByText('Warns')).toBeInTheDocument();
    expect(row.getByText('beta: Observes')).toBeInTheDocument();
    expect(row.getByText(/Too many false alarms/)).toBeInTheDocument();
    // Although the registry names it last.
    expect(
      screen.getAllByRole('row').map(each => each.textContent)[1],
    ).toContain('pii-heavy-retention');
    // An organisation's own rule keeps its name.
    expect(screen.getByText('acme-own-rule')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('are enforced after a look at what that touches', async () => {
    const switchRule = jest.fn(async () => POLICY);
    const previewRule = jest.fn(async () => RUNNING);
    show({ switchRule, previewRule, getRulePreview: async () => DONE });
    const dialog = await openDialog();
    await userEvent.click(dialog.getByLabelText(/^Enforces/));
    await userEvent.type(dialog.getByLabelText(/Your reason/), 'All have seen');
    const confirm = dialog.getByRole('button', { name: 'Switch the rule' });
    expect(confirm).toBeDisabled();
    await userEvent.click(
      dialog.getByRole('button', { name: 'Show what it would touch' }),
    );
    expect(previewRule).toHaveBeenCalledWith({
      rule: 'pii-heavy-retention',
      ring: undefined,
      mode: 'enforce',
    });
    expect(
      await dialog.findByText('40 of 100 apps looked at'),
    ).toBeInTheDocument();
    expect(confirm).toBeDisabled();
    expect(
      await dialog.findByText(/Blocked then: 2/, {}, { timeout: 5_000 }),
    ).toBeInTheDocument();
    expect(
      dialog.getByText(/No clear answer about 1 apps/),
    ).toBeInTheDocument();
    expect(dialog.getByRole('link', { name: 'Sick notes' })).toHaveAttribute(
      'href',
      '/catalog/default/component/sick-notes/risk',
    );
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.click(confirm);
    await waitFor(() =>
      expect(switchRule).toHaveBeenCalledWith('pii-heavy-retention', {
        ring: undefined,
        mode: 'enforce',
        reason: 'All have seen',
        expectedRevision: 'r1#1',
        previewId: 'p1',
      }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('leave no step out in an environment, and are taken back there', async () => {
    const switchRule = jest.fn(async () => POLICY);
    show({ switchRule });
    const dialog = await openDialog();
    await userEvent.selectOptions(dialog.getByLabelText(/Where/), 'beta');
    expect(dialog.getByText('Now: Observes')).toBeInTheDocument();
    expect(dialog.getByLabelText(/^Enforces/)).toBeDisabled();
    expect(dialog.getByText(/Let it warn first/)).toBeInTheDocument();
    await userEvent.click(
      dialog.getByLabelText(/Take this switch back \(Warns\)/),
    );
    await userEvent.type(dialog.getByLabelText(/Your reason/), 'Mended');
    await userEvent.click(
      dialog.getByRole('button', { name: 'Switch the rule' }),
    );
    await waitFor(() =>
      expect(switchRule).toHaveBeenCalledWith(
        'pii-heavy-retention',
        expect.objectContaining({ ring: 'beta', mode: 'take-back' }),
      ),
    );
  });

  it('say what a preview found out too late, and what went wrong', async () => {
    show({
      previewRule: async () => ({
        ...RUNNING,
        state: 'failed',
        because: 'The rules have changed since. Work it out again',
      }),
      switchRule: async () => {
        throw new Error('The rules have changed since you looked');
      },
    });
    const dialog = await openDialog();
    await userEvent.click(dialog.getByLabelText(/^Observes/));
    await userEvent.click(
      dialog.getByRole('button', { name: 'Show what it would touch' }),
    );
    expect(
      await dialog.findByText(/changed since. Work it out/),
    ).toBeInTheDocument();
    await userEvent.type(dialog.getByLabelText(/Your reason/), 'Mended');
    await userEvent.click(
      dialog.getByRole('button', { name: 'Switch the rule' }),
    );
    expect(
      await dialog.findByText(/changed since you looked/),
    ).toBeInTheDocument();
  });

  it('go on with a preview whose progress could not be read once', async () => {
    const getRulePreview = jest
      .fn(async () => DONE)
      .mockRejectedValueOnce(new Error('The network is away'));
    show({ previewRule: async () => RUNNING, getRulePreview });
    const dialog = await openDialog();
    await userEvent.click(dialog.getByLabelText(/^Enforces/));
    await userEvent.click(
      dialog.getByRole('button', { name: 'Show what it would touch' }),
    );
    expect(
      await dialog.findByText(/network is away/, {}, { timeout: 5_000 }),
    ).toBeInTheDocument();
    expect(getRulePreview).toHaveBeenCalledTimes(1);
    await userEvent.click(dialog.getByRole('button', { name: /again/i }));
    expect(
      await dialog.findByText(/Blocked then: 2/, {}, { timeout: 5_000 }),
    ).toBeInTheDocument();
    expect(dialog.queryByText(/network is away/)).toBeNull();
  });

  it('stop a preview and begin another, by the keyboard', async () => {
    const stopRulePreview = jest.fn(
      async (): Promise<RulePreviewView> => ({
        ...RUNNING,
        state: 'stopped',
        stoppedBy: 'user:default/sam',
        because: 'It was stopped before every app was looked at',
      }),
    );
    const previewRule = jest.fn(async () => RUNNING);
    show({ previewRule, stopRulePreview, getRulePreview: async () => RUNNING });
    const dialog = await openDialog();
    await userEvent.click(dialog.getByLabelText(/^Enforces/));
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    expect(await dialog.findByRole('progressbar')).toBeInTheDocument();
    expect(dialog.getByRole('button', { name: 'Stop' })).toHaveFocus();
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.keyboard('{Enter}');
    expect(await dialog.findByRole('status')).toHaveTextContent(
      'It was stopped before every app was looked at',
    );
    expect(stopRulePreview).toHaveBeenCalledWith('p1');
    expect(dialog.queryByRole('progressbar')).toBeNull();
    expect(
      dialog.getByRole('button', { name: 'Switch the rule' }),
    ).toBeDisabled();
    expect(dialog.getByRole('button', { name: /again/ })).toHaveFocus();
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.keyboard('{Enter}');
    expect(await dialog.findByRole('progressbar')).toBeInTheDocument();
    expect(previewRule).toHaveBeenCalledTimes(2);
  });

  it('go on with a preview that could not be stopped', async () => {
    show({
      previewRule: async () => RUNNING,
      getRulePreview: async () => RUNNING,
      stopRulePreview: async () => {
        throw new Error('The registry is away');
      },
    });
    const dialog = await openDialog();
    await userEvent.click(dialog.getByLabelText(/^Enforces/));
    await userEvent.click(dialog.getByRole('button', { name: /touch/ }));
    await userEvent.click(await dialog.findByRole('button', { name: 'Stop' }));
    expect(await dialog.findByText(/registry is away/)).toBeInTheDocument();
    expect(dialog.getByRole('button', { name: 'Stop' })).toBeInTheDocument();
  });

  it('are changed by nobody who may not', async () => {
    show({ getPolicy: async () => ({ ...POLICY, maySwitch: false }) });
    expect(await screen.findByText('acme-own-rule')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Change/ })).toBeNull();
    expect(
      screen.getByText(/portal administrators switch rules/),
    ).toBeInTheDocument();
  });

  it('say so when there are none, or they cannot be read', async () => {
    const { unmount } = show({
      getPolicy: async () => ({ ...POLICY, rules: [] }),
    });
    expect(
      await screen.findByText('No company rules are loaded'),
    ).toBeInTheDocument();
    unmount();
    show({
      getPolicy: async () => {
        throw new Error('The registry is away');
      },
    });
    expect(await screen.findByText(/registry is away/)).toBeInTheDocument();
  });
});
