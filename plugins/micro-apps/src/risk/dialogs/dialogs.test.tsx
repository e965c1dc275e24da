import {
  ATTESTATION_STATEMENTS,
  DOCUMENT_QUESTIONS,
  MicroAppsError,
} from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { anApp, aRequest, HIGH, MEDIUM } from '../../testing/builders';
import type { Answers } from '../../testing/fakeClient';
import { renderScreen } from '../../testing/__testUtils__/renderScreen';
import { RiskDialogs, type OpenDialog } from './RiskDialogs';

const ANSWERED = async () => aRequest();

/** Opens a dialog of an app and says what became of it. */
async function open(
  dialog: OpenDialog,
  answers: Answers = {},
  app = anApp({ request: aRequest() }, MEDIUM),
) {
  const onClose = jest.fn();
  const onDone = jest.fn();
  renderScreen(
    <RiskDialogs app={app} open={dialog} onClose={onClose} onDone={onDone} />,
    answers,
  );
  const box = within(await screen.findByRole('dialog'));
  const press = (name: string) =>
    userEvent.click(box.getByRole('button', { name }));
  return { app, box, press, onClose, onDone };
}

describe('Attest data handling', () => {
  it('needs every sentence', async () => {
    const attest = jest.fn();
    const { app, box, press, onClose, onDone } = await open(
      { kind: 'attest' },
      { attest },
    );
    const confirm = box.getByRole('button', { name: 'Confirm all three' });
    for (const statement of ATTESTATION_STATEMENTS) {
      expect(confirm).toBeDisabled();
      await userEvent.click(box.getByLabelText(statement));
    }
    await press('Confirm all three');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(onDone).toHaveBeenCalled();
    expect(attest).toHaveBeenCalledWith('where2eat', {
      envelopeHash: app.envelopeHash,
      statements: [...ATTESTATION_STATEMENTS],
    });
  });

  it('takes a sentence back', async () => {
    const { box } = await open({ kind: 'attest' });
    for (const statement of ATTESTATION_STATEMENTS) {
      await userEvent.click(box.getByLabelText(statement));
    }
    await userEvent.click(box.getByLabelText(ATTESTATION_STATEMENTS[1]));
    expect(
      box.getByRole('button', { name: 'Confirm all three' }),
    ).toBeDisabled();
  });
});

describe('A decision', () => {
  it.each([
    ['approve', 'Approve'],
    ['reject', 'Reject'],
  ] as const)('to %s needs a reason', async (choice, button) => {
    const vote = jest.fn(ANSWERED);
    const { app, box, press, onClose } = await open(
      { kind: 'vote', choice, request: aRequest() },
      { vote },
    );
    expect(box.getByRole('button', { name: button })).toBeDisabled();
    await userEvent.type(box.getByLabelText(/Your reason/), 'Only our team');
    await press(button);
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(vote).toHaveBeenCalledWith('request-1', {
      choice,
      reason: 'Only our team',
      envelopeHash: app.envelopeHash,
      expectedVersion: 1,
      idempotencyKey: expect.any(String),
    });
  });

  it('to ask for changes needs at least one change, one to a line', async () => {
    const vote = jest.fn(ANSWERED);
    const { box, press, onClose } = await open(
      { kind: 'vote', choice: 'ask-for-changes', request: aRequest() },
      { vote },
    );
    await userEvent.type(box.getByLabelText(/Your reason/), 'Nearly there');
    expect(box.getByRole('button', { name: 'Ask for changes' })).toBeDisabled();
    await userEvent.type(
      box.getByLabelText(/What has to change/),
      'Say who prints it{enter}{enter}  Say where it hangs ',
    );
    await press('Ask for changes');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(vote).toHaveBeenCalledWith(
      'request-1',
      expect.objectContaining({
        items: ['Say who prints it', 'Say where it hangs'],
      }),
    );
  });

  it('stays open and says why when the app changed meanwhile', async () => {
    const { box, press, onClose, onDone } = await open(
      { kind: 'vote', choice: 'approve', request: aRequest() },
      {
        vote: async () => {
          throw new MicroAppsError({
            status: 409,
            code: 'changed-since-you-looked',
            message: 'The app changed while you were looking at it',
          });
        },
      },
    );
    await userEvent.type(box.getByLabelText(/Your reason/), 'Good');
    await press('Approve');
    expect(
      await box.findByText('The app changed while you were looking at it'),
    ).toBeInTheDocument();
    expect(box.getByText(/Load it again/)).toBeInTheDocument();
    expect(onDone).toHaveBeenCalled();
    expect(onClose).not.toHaveBeenCalled();
  });
});

describe('A document', () => {
  it.each([
    ['incident-response-plan', 'Incident plan'],
    ['encryption-statement', 'How the data is encrypted'],
  ] as const)('%s is a few questions with examples', async (kind, title) => {
    const submitDocument = jest.fn();
    const { app, box, press, onClose } = await open(
      { kind: 'document', document: kind },
      { submitDocument },
    );
    expect(box.getByRole('heading', { name: title })).toBeInTheDocument();
    const answers: Record<string, string> = {};
    for (const { id, question, example } of DOCUMENT_QUESTIONS[kind]) {
      expect(box.getByRole('button', { name: 'Hand it in' })).toBeDisabled();
      expect(box.getByText(`For example: ${example}`)).toBeInTheDocument();
      const field = box.getByLabelText(text => text.startsWith(question));
      await userEvent.type(field, 'Maya is called');
      answers[id] = 'Maya is called';
    }
    await press('Hand it in');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(submitDocument).toHaveBeenCalledWith('where2eat', {
      kind,
      envelopeHash: app.envelopeHash,
      answers,
    });
  });
});

describe('Promote', () => {
  it('says what is promoted, who can use it then, and what happens if it fails', async () => {
    const promote = jest.fn();
    const { box, press, onClose } = await open(
      { kind: 'promote' },
      { promote },
    );
    expect(box.getByText(/^Commit ccccccc/)).toHaveTextContent(
      'It can be used by your team.',
    );
    expect(box.getByText(/keeps running if this fails/)).toBeInTheDocument();
    await press('Promote to beta');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(promote).toHaveBeenCalledWith('where2eat', {
      environment: 'beta',
      idempotencyKey: expect.any(String),
    });
  });

  it('lists what is left when the gate stays closed', async () => {
    const { box, press } = await open(
      { kind: 'promote' },
      {
        promote: async () => {
          throw new MicroAppsError({
            status: 409,
            code: 'gate-closed',
            message: 'One thing is left before beta',
            details: [{ path: 'dynamic-scan', message: 'Run the scans' }],
          });
        },
      },
    );
    await press('Promote to beta');
    expect(await box.findByText('Run the scans')).toBeInTheDocument();
  });

  it('can be given up', async () => {
    const { press, onClose } = await open({ kind: 'promote' });
    await press('Cancel');
    expect(onClose).toHaveBeenCalled();
  });
});

describe('Ask for approval', () => {
  it.each([
    ['with a note', ' Only our own team. ', 'Only our own team.'],
    ['without one', ' ', undefined],
  ])('works %s', async (_, typed, note) => {
    const requestApproval = jest.fn(ANSWERED);
    const { box, press, onClose } = await open(
      { kind: 'request' },
      { requestApproval },
    );
    await userEvent.type(box.getByLabelText('A note for the reviewers'), typed);
    await press('Ask for approval');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(requestApproval).toHaveBeenCalledWith('where2eat', {
      expectedVersion: 1,
      note,
    });
  });
});

describe('Security review', () => {
  it('needs an outcome and what was looked at', async () => {
    const recordSecurityReview = jest.fn();
    const { app, box, press, onClose } = await open(
      { kind: 'review' },
      { recordSecurityReview },
      anApp({}, HIGH),
    );
    const record = box.getByRole('button', { name: 'Record the review' });
    expect(record).toBeDisabled();
    await userEvent.click(box.getByLabelText('It can be used'));
    expect(record).toBeDisabled();
    await userEvent.type(
      box.getByLabelText(/What you looked at/),
      'Sign-in and storage. Fine.',
    );
    await press('Record the review');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(recordSecurityReview).toHaveBeenCalledWith('where2eat', {
      envelopeHash: app.envelopeHash,
      outcome: 'pass',
      notes: 'Sign-in and storage. Fine.',
    });
  });
});

describe('Every dialog', () => {
  it.each([['attest'], ['request'], ['promote'], ['review']] as const)(
    '%s is accessible',
    async kind => {
      await open({ kind });
      expect(await axe(document.body)).toHaveNoViolations();
    },
  );

  it('closes with Escape', async () => {
    const { onClose } = await open({ kind: 'request' });
    await userEvent.keyboard('{Escape}');
    expect(onClose).toHaveBeenCalled();
  });
});
