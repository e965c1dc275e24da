import type { EvidenceView } from '@micro-apps/plugin-micro-apps-common';
import { CONTROL_CATALOGUE } from '@micro-apps/governance-core';
import { someEvidence } from '@micro-apps/governance-core/testing';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { anApp, COLLEAGUE, HIGH, MEDIUM, REVIEWER } from '../testing/builders';
import { answersFor } from '../testing/registry';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { RiskTab } from './RiskTab';

const HOUR_MS = 3_600_000;
const FAILED: EvidenceView = someEvidence({
  id: 'components',
  kind: 'component-scan',
  outcome: 'fail',
  summary: '1 unknown package',
  problems: [
    { code: 'component', level: 'error', message: 'is-odd is not listed' },
  ],
  tool: { name: 'component check', version: '2.1' },
  expiresAt: '2027-01-01T00:00:00.000Z',
});

/** The rows, from top to bottom. */
function rows() {
  return [...document.querySelectorAll('[data-outcome]')].map(mark =>
    mark.getAttribute('data-outcome'),
  );
}

function rowOf(title: string) {
  return screen.getByRole('button', {
    name: text => text.includes(title),
    expanded: undefined,
  });
}

describe('Required controls', () => {
  it('come with failures first, then what is unknown, then what is met', async () => {
    const app = anApp(
      {},
      {
        evidence: [FAILED, someEvidence({ id: 'dast', kind: 'dynamic-scan' })],
      },
    );
    renderScreen(<RiskTab appId="where2eat" />, answersFor(app));
    await screen.findByText('Required controls');
    const order = ['not-satisfied', 'unknown', 'satisfied'];
    const seen = rows();
    expect(new Set(seen)).toEqual(new Set(order));
    expect(seen).toEqual(
      [...seen].sort((a, b) => order.indexOf(a ?? '') - order.indexOf(b ?? '')),
    );
  });

  it('say what they are needed for, and what can wait comes after the rest', async () => {
    renderScreen(
      <RiskTab appId="where2eat" />,
      answersFor(
        anApp(
          {},
          { registration: { ...HIGH.registration, successor: undefined } },
        ),
      ),
    );
    await screen.findByText('Required controls');
    expect(rowOf('A second owner')).toHaveTextContent(
      'needed for the yearly review',
    );
    expect(rowOf('A second owner')).toHaveAttribute('aria-expanded', 'false');
    expect(rowOf('Plan for incidents')).toHaveTextContent('needed to promote');
    const titles = [...document.querySelectorAll('[aria-expanded]')].map(
      row => row.textContent ?? '',
    );
    const place = (title: string) =>
      titles.findIndex(text => text.includes(title));
    expect(place('A second owner')).toBeGreaterThan(
      place('Plan for incidents'),
    );
  });

  it('are those of its end, once an app is retired, looked at until access has ended', async () => {
    const [finding, ...others] = anApp().findings;
    const ending = CONTROL_CATALOGUE.filter(({ gates }) =>
      gates.includes('retire'),
    );
    const retired = (credentials: 'not-satisfied' | 'satisfied') =>
      anApp({
        standing: 'retired',
        findings: [
          ...others,
          ...ending.map(control => ({
            ...finding,
            control,
            controlId: control.id,
            title: control.title,
            state:
              control.id === 'credentials-revoked'
                ? credentials
                : ('not-satisfied' as const),
          })),
        ],
      });
    const getApp = jest
      .fn()
      .mockResolvedValueOnce(retired('not-satisfied'))
      .mockResolvedValue(retired('satisfied'));
    renderScreen(<RiskTab appId="where2eat" />, {
      ...answersFor(retired('satisfied')),
      getApp,
    });
    expect(await screen.findByText('0 of 2 met')).toBeInTheDocument();
    expect(rows()).toHaveLength(2);
    expect(rowOf('Access ends with the app')).toBeInTheDocument();
    // Sooner than an app is looked at on which nothing goes on.
    expect(
      await screen.findByText('1 of 2 met', undefined, { timeout: 10_000 }),
    ).toBeInTheDocument();
  }, 30_000);

  it('are counted', async () => {
    const app = anApp({}, { evidence: 'all' });
    renderScreen(<RiskTab appId="where2eat" />, answersFor(app));
    expect(
      await screen.findByText(
        `${app.findings.length} of ${app.findings.length} met`,
      ),
    ).toBeInTheDocument();
  });

  it('open what failed by themselves and leave green ones closed', async () => {
    const app = anApp(
      {},
      {
        evidence: [FAILED, someEvidence({ id: 'dast', kind: 'dynamic-scan' })],
      },
    );
    renderScreen(<RiskTab appId="where2eat" />, answersFor(app));
    await screen.findByText('Required controls');
    expect(rowOf('Components checked')).toHaveAttribute(
      'aria-expanded',
      'true',
    );
    expect(rowOf('Dynamic security scan')).toHaveAttribute(
      'aria-expanded',
      'false',
    );
  });

  it('show the proof: which tool, what it found, until when it counts', async () => {
    renderScreen(
      <RiskTab appId="where2eat" />,
      answersFor(anApp({}, { evidence: [FAILED] }), {
        listEvidence: async () => ({ items: [FAILED] }),
      }),
    );
    expect(await screen.findByText('is-odd is not listed')).toBeInTheDocument();
    expect(screen.getByText(/component check 2\.1/)).toHaveTextContent(
      /commit ccccccc · checked .* · counts until it expires/,
    );
  });

  it('show new proof as soon as a control names it', async () => {
    let app = anApp({}, MEDIUM);
    const proof = someEvidence({
      id: 'attested',
      kind: 'owner-attestation',
      provenance: 'portal-form',
      by: 'user:default/maya',
    });
    renderScreen(
      <RiskTab appId="where2eat" />,
      answersFor(app, {
        getApp: async () => app,
        listEvidence: async () => ({
          items: app.findings.some(({ evidenceIds }) =>
            evidenceIds.includes('attested'),
          )
            ? [proof]
            : [],
        }),
        runScans: async () => {
          app = anApp({}, { ...MEDIUM, evidence: [proof] });
          throw new Error('The scanner is away');
        },
      }),
    );
    await screen.findByText('Required controls');
    const buttons = screen.getAllByRole('button', { name: 'Run scans' });
    await userEvent.click(buttons[buttons.length - 1]);
    expect(await screen.findByText('The scanner is away')).toBeInTheDocument();
    await userEvent.click(rowOf('Owner confirms data handling'));
    expect(await screen.findByText(/^portal checks/)).toHaveTextContent(
      /by Maya Lind/,
    );
  });

  it.each<[Partial<EvidenceView>, RegExp]>([
    [{ provenance: 'portal-runner' }, /checked by the portal/],
    [
      {
        provenance: 'pipeline',
        pipeline: {
          ...{ repository: 'acme/where2eat', ref: 'refs/heads/main' },
          ...{ workflow: 'acme/ci/scan.yml@refs/tags/v1', event: 'push' },
          ...{ runId: '1', runNumber: 42, runAttempt: 1 },
        },
      },
      /from the pipeline of acme\/where2eat, run 42/,
    ],
    [
      { provenance: 'self-reported', by: 'user:default/maya' },
      /reported by Maya Lind/,
    ],
    [{ provenance: 'self-reported' }, /sent by a scanner/],
  ])('say who made the proof: %j', async (changes, words) => {
    const proof = { ...FAILED, ...changes };
    renderScreen(
      <RiskTab appId="where2eat" />,
      answersFor(anApp({}, { evidence: [FAILED] }), {
        listEvidence: async () => ({ items: [proof] }),
      }),
    );
    expect(await screen.findByText(/component check 2\.1/)).toHaveTextContent(
      words,
    );
  });

  it('say why the last result does not count, beside what does', async () => {
    const aside: EvidenceView = {
      ...FAILED,
      id: 'aside',
      tool: { name: 'from a side branch' },
      problems: [],
      setAside: { code: 'other-branch', because: 'It is of refs/heads/side' },
    };
    renderScreen(
      <RiskTab appId="where2eat" />,
      answersFor(anApp({}, { evidence: [FAILED] }), {
        listEvidence: async () => ({
          items: [aside, { ...aside, id: 'older' }, FAILED],
        }),
      }),
    );
    expect(await screen.findAllByText('Does not count:')).toHaveLength(1);
    expect(screen.getByText(/It is of refs/)).toBeInTheDocument();
    expect(screen.getByText('is-odd is not listed')).toBeInTheDocument();
  });

  it('say when the proof did not arrive', async () => {
    renderScreen(
      <RiskTab appId="where2eat" />,
      answersFor(anApp(), {
        listEvidence: async () => {
          throw new Error('The proof does not answer');
        },
      }),
    );
    expect(
      await screen.findByText('The proof does not answer'),
    ).toBeInTheDocument();
  });

  it('say how long ago they were checked', async () => {
    const receivedAt = new Date(Date.now() - 2 * HOUR_MS).toISOString();
    const app = anApp();
    const [first, ...others] = app.findings;
    renderScreen(
      <RiskTab appId="where2eat" />,
      answersFor({
        ...app,
        findings: [{ ...first, checkedAt: receivedAt }, ...others],
      }),
    );
    expect(await screen.findByText('2 hours ago')).toBeInTheDocument();
  });

  it('say what to do about an open one', async () => {
    const app = anApp();
    renderScreen(<RiskTab appId="where2eat" />, answersFor(app));
    await screen.findByText('Required controls');
    await userEvent.click(rowOf('Clean logs'));
    const open = app.findings.find(({ title }) => title === 'Clean logs');
    expect(
      screen.getByText(text => text === open?.control.howToSatisfy),
    ).toBeInTheDocument();
  });

  it.each([
    ['Owner confirms data handling', 'Attest…', 'Attest data handling', HIGH],
    [
      'Encrypted storage and transport',
      'Write it',
      'How the data is encrypted',
      { registration: { classification: 'confidential' as const } },
    ],
  ])('"%s" has its own button', async (title, button, dialogTitle, facts) => {
    renderScreen(<RiskTab appId="where2eat" />, answersFor(anApp({}, facts)));
    await screen.findByText('Required controls');
    await userEvent.click(rowOf(title));
    await userEvent.click(
      await screen.findByRole('button', {
        name: text => text.replace('…', '') === button.replace('…', ''),
      }),
    );
    expect(
      within(await screen.findByRole('dialog')).getByRole('heading', {
        name: dialogTitle,
      }),
    ).toBeInTheDocument();
  });

  it('lead to the form of those that have one, and to no second way beside it', async () => {
    renderScreen(<RiskTab appId="where2eat" />, answersFor(anApp({}, HIGH)));
    await screen.findByText('Required controls');
    await userEvent.click(rowOf('Plan for incidents'));
    expect(
      await screen.findByRole('button', {
        name: 'Fill in: Incident-response plan',
      }),
    ).toHaveAttribute(
      'href',
      '/micro-apps/apps/where2eat/forms/incident-response-plan',
    );
    expect(screen.queryByRole('button', { name: 'Write it' })).toBeNull();
  });

  it('let a security reviewer record the review', async () => {
    renderScreen(
      <RiskTab appId="where2eat" />,
      answersFor(anApp({ viewer: REVIEWER }, HIGH)),
    );
    await screen.findByText('Required controls');
    await userEvent.click(rowOf('Security review'));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Record the review' }),
    );
    expect(
      await screen.findByRole('dialog', { name: 'Security review' }),
    ).toBeInTheDocument();
  });

  it('tell the owner who does the security review', async () => {
    renderScreen(<RiskTab appId="where2eat" />, answersFor(anApp({}, HIGH)));
    await screen.findByText('Required controls');
    await userEvent.click(rowOf('Security review'));
    expect(
      await screen.findByRole('link', { name: 'review queue' }),
    ).toHaveAttribute('href', '/micro-apps/review');
  });

  it('ask for the evidence only when the viewer may read it', async () => {
    const listEvidence = jest.fn(async () => ({ items: [] }));
    renderScreen(
      <RiskTab appId="where2eat" />,
      answersFor(anApp({ viewer: COLLEAGUE }, MEDIUM), { listEvidence }),
    );
    await screen.findByText('Required controls');
    await waitFor(() => expect(listEvidence).not.toHaveBeenCalled());
    expect(
      screen.queryByRole('button', { name: 'Run scans' }),
    ).not.toBeInTheDocument();
  });
});
