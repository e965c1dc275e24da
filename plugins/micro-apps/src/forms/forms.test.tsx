import {
  artefactProgress,
  artefactTemplate,
  questionsOf,
  type ArtefactAnswers,
  type ArtefactKind,
} from '@micro-apps/governance-core';
import {
  MicroAppsError,
  type ArtefactView,
} from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { Route, Routes } from 'react-router-dom';
import { saveFile } from '../saveFile';
import type { Answers } from '../testing/fakeClient';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { FormLink } from './FormLink';
import { FormPage } from './FormPage';
import { WaitingForms } from './WaitingForms';

jest.mock('../saveFile', () => ({ saveFile: jest.fn() }));

const NOW = new Date().toISOString();

function examples(kind: ArtefactKind): ArtefactAnswers {
  return Object.fromEntries(
    questionsOf(artefactTemplate(kind)).map(({ id, example }) => [id, example]),
  );
}

function aForm(changes: Partial<ArtefactView> = {}): ArtefactView {
  const kind = changes.kind ?? 'incident-response-plan';
  const answers = changes.answers ?? {};
  return {
    kind,
    state: 'not-begun',
    version: 0,
    answers,
    progress: artefactProgress(artefactTemplate(kind), answers),
    outdated: false,
    appName: 'Where2Eat',
    envelopeHash: 'e'.repeat(64),
    mayEdit: true,
    mayReview: false,
    versions: [],
    ...changes,
  };
}

function show(form: ArtefactView, answers: Answers = {}) {
  return renderScreen(
    <Routes>
      <Route path="/apps/:id/forms/:kind" element={<FormPage />} />
    </Routes>,
    { getArtefact: async () => form, ...answers },
    `/apps/where2eat/forms/${form.kind}`,
  );
}

const save = () => screen.getByRole('button', { name: 'Save draft' });
const finish = () => screen.getByRole('button', { name: /^Finish/ });

describe('Filling in', () => {
  it('asks with help and an example, and shows how far it is', async () => {
    const { container } = await show(aForm());
    const field = await screen.findByLabelText(/Who is called first/);
    const { title, purpose } = artefactTemplate('incident-response-plan');
    expect(screen.getAllByText(title)).toHaveLength(1);
    expect(screen.getByText(purpose)).toBeInTheDocument();
    expect(screen.getByText(/For example: Maya Lind, by phone/)).toBeVisible();
    expect(screen.getByText('Required answers: 0 of 5')).toBeInTheDocument();
    expect(save()).toBeDisabled();
    expect(finish()).toBeDisabled();
    await userEvent.type(field, 'Maya Lind');
    expect(screen.getByText('Required answers: 1 of 5')).toBeInTheDocument();
    expect(screen.getByText('Not saved yet.')).toBeInTheDocument();
    expect(
      screen.getByLabelText(/When was this last tried out\? \(if it applies\)/),
    ).not.toBeRequired();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('saves half of it as a draft, by keyboard', async () => {
    const saveArtefact = jest.fn(async () =>
      aForm({ state: 'draft', version: 1 }),
    );
    await show(aForm(), { saveArtefact });
    (await screen.findByLabelText(/Who is called first/)).focus();
    await userEvent.keyboard('Maya');
    save().focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() =>
      expect(saveArtefact).toHaveBeenCalledWith(
        'where2eat',
        'incident-response-plan',
        { answers: { contact: 'Maya' }, expectedVersion: 0 },
      ),
    );
  });

  it('keeps what was typed when somebody else was first', async () => {
    await show(aForm(), {
      saveArtefact: async () => {
        throw new MicroAppsError({
          status: 409,
          code: 'changed-since-you-looked',
          message: 'Somebody saved another version since you looked at it',
        });
      },
    });
    const field = await screen.findByLabelText(/Who is called first/);
    await userEvent.type(field, 'Maya');
    await userEvent.click(save());
    expect(
      await screen.findByText(/Somebody saved another version/),
    ).toBeInTheDocument();
    expect(field).toHaveValue('Maya');
  });

  it('saves first and then finishes, on the version that was saved', async () => {
    const answers = examples('incident-response-plan');
    const saved = aForm({ state: 'draft', version: 8, answers });
    const saveArtefact = jest.fn(async () => saved);
    const finishArtefact = jest.fn(async () => saved);
    await show(aForm({ state: 'draft', version: 7, answers }), {
      saveArtefact,
      finishArtefact,
    });
    const field = await screen.findByLabelText(/Who is called first/);
    await userEvent.type(field, '!');
    await userEvent.click(finish());
    await waitFor(() =>
      expect(finishArtefact).toHaveBeenCalledWith(
        'where2eat',
        'incident-response-plan',
        { expectedVersion: 8, envelopeHash: 'e'.repeat(64) },
      ),
    );
    expect(saveArtefact).toHaveBeenCalledTimes(1);
  });

  it('finishes a saved draft as it is', async () => {
    const kind = 'privacy-impact-assessment';
    const answers = examples(kind);
    const form = aForm({ kind, state: 'draft', version: 2, answers });
    const finishArtefact = jest.fn(async () => form);
    await show(form, { finishArtefact });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Finish and hand to the privacy office',
      }),
    );
    await waitFor(() =>
      expect(finishArtefact).toHaveBeenCalledWith('where2eat', kind, {
        expectedVersion: 2,
        envelopeHash: 'e'.repeat(64),
      }),
    );
  });
});

describe('Reading', () => {
  const read = aForm({
    state: 'finished',
    version: 3,
    answers: { ...examples('incident-response-plan'), contact: '<b>Maya</b>' },
    finishedBy: 'user:default/maya',
    finishedAt: NOW,
    changedAt: NOW,
    contentDigest: 'a'.repeat(64),
    versions: [{ version: 3, by: 'user:default/maya', at: NOW }],
  });

  it('shows answers as text, who finished it, and its versions', async () => {
    const { container } = await show({ ...read, mayEdit: false });
    expect(await screen.findByText('<b>Maya</b>')).toBeInTheDocument();
    expect(screen.getAllByText('Maya Lind')).toHaveLength(2);
    expect(screen.getByText(/Digest of the content: aaaa/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Change it' })).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('saves it as Markdown', async () => {
    await show(read);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Save as Markdown' }),
    );
    expect(saveFile).toHaveBeenCalledWith(
      expect.objectContaining({
        fileName: 'incident-response-plan-3.md',
        type: 'text/markdown',
        content: expect.stringContaining('# Incident-response plan: Where2Eat'),
      }),
    );
  });

  it('leads to changing it, and says when the registration has changed', async () => {
    await show({ ...read, outdated: true });
    expect(
      await screen.findByText(/The registration changed beyond/),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Change it' }));
    expect(
      await screen.findByLabelText(/Who is called first/),
    ).toBeInTheDocument();
  });
});

describe('Accepting', () => {
  const kind = 'privacy-impact-assessment';
  const waiting = aForm({
    kind,
    state: 'waiting',
    version: 4,
    answers: examples(kind),
    mayEdit: false,
    mayReview: true,
  });

  it.each([
    ['Accept it', 'accept'],
    ['Give it back', 'return'],
  ] as const)('%s needs a reason', async (name, outcome) => {
    const reviewArtefact = jest.fn(async () => waiting);
    const { container } = await show(waiting, { reviewArtefact });
    const button = await screen.findByRole('button', { name });
    expect(button).toBeDisabled();
    await userEvent.type(screen.getByLabelText(/Your reason/), 'All is said');
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(button);
    await waitFor(() =>
      expect(reviewArtefact).toHaveBeenCalledWith('where2eat', kind, {
        outcome,
        reason: 'All is said',
        expectedVersion: 4,
      }),
    );
  });
});

describe('Forms that wait', () => {
  it('lead to the form, and say who filled it in', async () => {
    const { container } = await renderScreen(<WaitingForms />, {
      listWaitingArtefacts: async () => ({
        items: [
          {
            appId: 'where2eat',
            appName: 'Where2Eat',
            kind: 'privacy-impact-assessment',
            finishedBy: 'user:default/maya',
            finishedAt: NOW,
          },
        ],
      }),
    });
    expect(
      await screen.findByRole('link', { name: 'Privacy impact assessment' }),
    ).toHaveAttribute(
      'href',
      '/micro-apps/apps/where2eat/forms/privacy-impact-assessment',
    );
    expect(screen.getByText('Maya Lind')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('are none, and that is good', async () => {
    renderScreen(<WaitingForms />, {
      listWaitingArtefacts: async () => ({ items: [] }),
    });
    expect(
      await screen.findByText('No form waits, and that is good'),
    ).toBeInTheDocument();
  });
});

describe('The way to a form', () => {
  const viewer = { canRead: true, canEdit: true } as Parameters<
    typeof FormLink
  >[0]['app']['viewer'];

  it('begins at its control', async () => {
    renderScreen(
      <FormLink app={{ id: 'where2eat', viewer }} controlId="privacy-notice" />,
    );
    expect(
      await screen.findByRole('button', {
        name: 'Fill in: Notice and consent record',
      }),
    ).toHaveAttribute(
      'href',
      '/micro-apps/apps/where2eat/forms/notice-and-consent',
    );
  });

  it('is not there for who may not read it, or where there is none', async () => {
    renderScreen(
      <>
        <span>shown</span>
        <FormLink
          app={{ id: 'where2eat', viewer: { ...viewer, canRead: false } }}
          controlId="privacy-notice"
        />
        <FormLink app={{ id: 'where2eat', viewer }} controlId="named-owner" />
      </>,
    );
    await screen.findByText('shown');
    expect(screen.queryByRole('button')).toBeNull();
  });
});
