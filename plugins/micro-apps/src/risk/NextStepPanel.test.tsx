import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  anApp,
  aRequest,
  COLLEAGUE,
  HIGH,
  MEDIUM,
  type AppFacts,
} from '../testing/builders';
import { answersFor } from '../testing/registry';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { RiskTab } from './RiskTab';
import type { AppDetail, ScanRun } from '@micro-apps/plugin-micro-apps-common';
import type { Answers } from '../testing/fakeClient';

const PROVED: AppFacts = { evidence: 'all' };
const A_SCAN: ScanRun = {
  id: 'scan-1',
  commit: 'c'.repeat(40),
  state: 'running',
  step: 'Looking at the pages',
  done: 2,
  total: 8,
  startedAt: '2026-11-24T10:00:00.000Z',
};

async function show(app: AppDetail, answers: Answers = {}) {
  renderScreen(<RiskTab appId={app.id} />, answersFor(app, answers));
  return await screen.findByText(app.nextStep.sentence);
}

function firstButton(name: string) {
  return screen.getAllByRole('button', { name })[0];
}

describe('The step where it stands', () => {
  const running = (...environments: string[]) =>
    anApp({
      stage: 'production',
      deployments: environments.map(environment => ({
        id: environment,
        environment,
        commit: 'c'.repeat(40),
        state: 'running',
        requestedAt: '2026-11-24T10:00:00.000Z',
      })),
    });
  const last = () =>
    within(
      screen.getByRole('list', { name: 'Where the app stands' }),
    ).getAllByRole('listitem')[3];

  it.each([
    ['In beta', ['beta']],
    ['Production', ['live']],
    ['Production', ['live', 'beta']],
    ['Production', []],
  ])('is called "%s" when it runs in %p', async (words, environments) => {
    await show(running(...environments));
    expect(last()).toHaveTextContent(`${words}, now`);
  });
});

describe('The next step', () => {
  it.each([
    [
      'start-sandbox',
      'Start the sandbox to see the app running.',
      'Start the sandbox',
      anApp({}, { step: { hasSandbox: false } }),
      'ensureSandbox',
    ],
    [
      'run-scans',
      'One thing left before beta: run the security scan.',
      'Run scans',
      anApp(),
      'runScans',
    ],
    [
      'answer-changes',
      'The reviewers ask for changes; answer their points and submit again.',
      'Submit again',
      anApp(
        { request: aRequest({ state: 'changes-requested' }) },
        { ...MEDIUM, ...PROVED, step: { request: 'changes-requested' } },
      ),
      'resubmit',
    ],
  ] as const)(
    '%s is done by its button',
    async (_, sentence, button, app, method) => {
      const called = jest.fn();
      expect(app.nextStep.sentence).toBe(sentence);
      await show(app, {
        [method]: async (id: string) => {
          called(id);
          return {};
        },
      });
      await userEvent.click(firstButton(button));
      await waitFor(() =>
        expect(called).toHaveBeenCalledWith(
          method === 'resubmit' ? 'request-1' : 'where2eat',
        ),
      );
    },
  );

  it.each([
    [
      'attest',
      'One thing left before beta: attest data handling.',
      'Attest data handling',
      'Attest data handling',
      anApp({}, { ...MEDIUM, ...PROVED, except: ['owner-attestation'] }),
    ],
    [
      'write-document',
      'One thing left before beta: write the incident plan.',
      'Write the document',
      'Incident plan',
      anApp({}, { ...HIGH, ...PROVED, except: ['incident-response-plan'] }),
    ],
    [
      'request-approval',
      'One thing left before beta: ask for approval.',
      'Ask for approval',
      'Ask for approval',
      anApp({}, { ...MEDIUM, ...PROVED }),
    ],
    [
      'promote',
      'Ready for beta.',
      'Promote to beta',
      'Promote Where2Eat to beta',
      anApp({}, PROVED),
    ],
  ] as const)(
    '%s opens its dialog',
    async (_, sentence, button, title, app) => {
      expect(app.nextStep.sentence).toBe(sentence);
      await show(app);
      await userEvent.click(firstButton(button));
      const dialog = await screen.findByRole('dialog');
      expect(
        within(dialog).getByRole('heading', { name: title }),
      ).toBeInTheDocument();
    },
  );

  it.each([
    [
      'Everything on your side is done; a reviewer is looking at it.',
      anApp(
        { request: aRequest() },
        { ...MEDIUM, ...PROVED, step: { approval: 'open', request: 'open' } },
      ),
    ],
    [
      'It runs in beta and is up to date.',
      anApp(
        {},
        {
          ...PROVED,
          step: { productionDeployed: true, productionBehind: false },
        },
      ),
    ],
    [
      'This app is quarantined; its Risk tab says why and what to do.',
      anApp({}, { ...PROVED, step: { standing: 'quarantined' } }),
    ],
  ])('says "%s" and offers no button', async (sentence, app) => {
    const panel = (await show(app)).parentElement;
    expect(app.nextStep.sentence).toBe(sentence);
    expect(panel?.querySelector('button')).toBeNull();
  });

  it('tells somebody who may only look whose turn it is', async () => {
    const panel = (await show(anApp({ viewer: COLLEAGUE }))).parentElement;
    expect(panel?.querySelector('button')).toBeNull();
    expect(screen.getByText(/^The next step is with/)).toHaveTextContent(
      'The next step is with Maya Lind.',
    );
  });

  it('leads to the points while some of them are open', async () => {
    const resubmit = jest.fn();
    await show(
      anApp(
        {
          request: aRequest({
            state: 'changes-requested',
            items: [{ id: 'who', text: 'Say who prints it', done: false }],
          }),
        },
        { ...MEDIUM, ...PROVED, step: { request: 'changes-requested' } },
      ),
      { resubmit },
    );
    await userEvent.click(firstButton('See the points'));
    expect(screen.getByText('To change (1 open)')).toHaveFocus();
    expect(resubmit).not.toHaveBeenCalled();
  });

  it('shows how far the scans are, and that the page may be closed', async () => {
    await show(anApp({ lastScan: A_SCAN }));
    expect(
      screen.getByText(/Looking at the pages \(2 of 8 checks done\)/),
    ).toHaveTextContent('You can close this page; the scans go on.');
    expect(firstButton('Run scans')).toBeDisabled();
  });

  it('says why the last scans stopped', async () => {
    await show(
      anApp({
        lastScan: { ...A_SCAN, state: 'failed', reason: 'no room on the disk' },
      }),
    );
    expect(
      screen.getByText(/The last scans stopped: no room on the disk/),
    ).toBeInTheDocument();
  });

  it('says why a step did not work and keeps the button', async () => {
    await show(anApp(), {
      runScans: async () => {
        throw new Error('The scanner does not answer');
      },
    });
    await userEvent.click(firstButton('Run scans'));
    expect(
      await screen.findByText('The scanner does not answer'),
    ).toBeInTheDocument();
    await waitFor(() => expect(firstButton('Run scans')).toBeEnabled());
  });
});
