import type { AnnualReviewView } from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { anApp, aRequest } from '../testing/builders';
import type { Answers } from '../testing/fakeClient';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { AnnualReviewPanel } from './AnnualReviewPanel';

const DAY_MS = 86_400_000;
const inDays = (days: number) =>
  new Date(Date.now() + days * DAY_MS).toISOString();

function aReview(
  changes: Partial<Omit<AnnualReviewView, 'viewer'>> & {
    viewer?: Partial<AnnualReviewView['viewer']>;
  } = {},
): AnnualReviewView {
  return {
    state: 'soon',
    dueAt: inDays(20),
    way: 'attest',
    reviews: [],
    renewal: [],
    ...changes,
    viewer: { mayAttest: false, mayAsk: false, ...changes.viewer },
  };
}

function show(review: AnnualReviewView, answers: Answers = {}) {
  const onDone = jest.fn();
  const onOpen = jest.fn();
  const app = anApp();
  const shown = renderScreen(
    <AnnualReviewPanel
      app={app}
      review={review}
      onDone={onDone}
      onOpen={onOpen}
    />,
    answers,
  );
  return { ...shown, app, onDone, onOpen };
}

async function openDialog() {
  await userEvent.click(
    await screen.findByRole('button', { name: 'Go through it line by line' }),
  );
  return within(await screen.findByRole('dialog'));
}

describe('the annual review', () => {
  it('is confirmed by the owner of a Low app, line by line', async () => {
    const attestReview = jest.fn(async () => aReview());
    const { app, onDone } = show(aReview({ viewer: { mayAttest: true } }), {
      attestReview,
    });
    const dialog = await openDialog();
    const confirm = dialog.getByRole('button', { name: 'Confirm all lines' });
    for (const line of dialog.getAllByRole('radiogroup')) {
      expect(confirm).toBeDisabled();
      await userEvent.click(within(line).getByRole('radio', { name: 'Yes' }));
    }
    expect(await axe(screen.getByRole('dialog'))).toHaveNoViolations();
    await userEvent.click(confirm);
    await waitFor(() =>
      expect(attestReview).toHaveBeenCalledWith(app.id, {
        expectedVersion: app.version,
        answers: {
          purpose: 'yes',
          data: 'yes',
          scopes: 'yes',
          vendors: 'yes',
          retention: 'yes',
          successor: 'yes',
        },
      }),
    );
    await waitFor(() => expect(onDone).toHaveBeenCalled());
  });

  it('leads to the form where something has changed', async () => {
    const { onOpen } = show(aReview({ viewer: { mayAttest: true } }));
    const dialog = await openDialog();
    const vendors = dialog.getByRole('radiogroup', { name: /Which vendors/ });
    await userEvent.click(
      within(vendors).getByRole('radio', { name: 'This has changed' }),
    );
    expect(
      dialog.getByRole('button', { name: 'Confirm all lines' }),
    ).toBeDisabled();
    await userEvent.click(
      dialog.getByRole('button', { name: 'Change the registration' }),
    );
    expect(onOpen).toHaveBeenCalledWith({ kind: 'edit' });
  });

  it('is asked for where a reviewer looks, and says what is late', async () => {
    const requestReview = jest.fn(async () => aReview());
    const { app, container } = show(
      aReview({
        state: 'overdue',
        dueAt: inDays(-3),
        way: 'request',
        renewal: [
          { because: 'Nobody has looked at it', next: 'Ask for the review' },
        ],
        viewer: { mayAsk: true },
      }),
      { requestReview },
    );
    expect(
      await screen.findByText(/The app keeps running/),
    ).toBeInTheDocument();
    expect(screen.getByText(/Nobody has looked at it/)).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(
      screen.getByRole('button', { name: 'Ask for the review' }),
    );
    expect(requestReview).toHaveBeenCalledWith(app.id, {
      expectedVersion: app.version,
    });
  });

  it('shows where the reviewers stand, and earlier reviews', async () => {
    show(
      aReview({
        way: 'request',
        requestId: 'request-1',
        reviews: [
          {
            id: 'review-1',
            at: inDays(-400),
            how: 'reviewed',
            by: 'user:default/sam',
            version: 1,
          },
        ],
      }),
      { getRequest: async () => aRequest() },
    );
    expect(await screen.findByText('Earlier reviews (1)')).toBeInTheDocument();
    expect(await screen.findByText(/looked at it/)).toBeInTheDocument();
  });
});
