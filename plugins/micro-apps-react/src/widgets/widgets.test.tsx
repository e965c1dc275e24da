import { renderInTestApp } from '@backstage/frontend-test-utils';
import { explainScore, scoreRisk } from '@micro-apps/governance-core';
import {
  aRegistration,
  SOME_INTEGRATIONS,
} from '@micro-apps/governance-core/testing';
import { MicroAppsError } from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { BandChip } from './BandChip';
import { ConfirmDialog } from './ConfirmDialog';
import { EmptyNotice } from './EmptyNotice';
import { ErrorNotice } from './ErrorNotice';
import { FindingMark } from './FindingMark';
import { LoadingRows } from './LoadingRows';
import { RelativeTime } from './RelativeTime';
import { asksForWays, ScoreReasons } from './ScoreReasons';
import { StageStepper } from './StageStepper';

const HOUR_MS = 3_600_000;

describe('BandChip', () => {
  it.each([
    ['low', 2, 'Low risk · 2 of 10'],
    ['medium', 5, 'Medium risk · 5 of 10'],
    ['high', 9, 'High risk · 9 of 10'],
  ] as const)('says %s with word, shape and number', (band, score, words) => {
    const { container } = renderInTestApp(
      <BandChip band={band} score={score} />,
    );
    expect(screen.getByText(words)).toBeInTheDocument();
    expect(container.querySelector(`[data-shape=${band}]`)).toBeInTheDocument();
  });

  it('leaves the number out where it stands beside it', () => {
    renderInTestApp(<BandChip band="low" />);
    expect(screen.getByText('Low risk')).toBeInTheDocument();
  });
});

describe('FindingMark', () => {
  it.each([
    ['satisfied', '✓', 'Met'],
    ['not-satisfied', '✕', 'Not met'],
    ['unknown', '?', 'Not known yet'],
    ['not-applicable', '–', 'Does not apply'],
    ['excepted', '–', 'Excepted'],
  ] as const)('shows %s as %s and says "%s"', (outcome, mark, words) => {
    renderInTestApp(<FindingMark outcome={outcome} />);
    expect(screen.getByText(mark)).toHaveAttribute('aria-hidden');
    expect(screen.getByText(words)).toBeInTheDocument();
  });
});

describe('StageStepper', () => {
  it.each([
    ['sandbox', 0],
    ['in-review', 1],
    ['approved', 2],
    ['production', 3],
  ] as const)('marks %s as the step of now', (stage, at) => {
    renderInTestApp(<StageStepper stage={stage} />);
    const steps = screen.getAllByRole('listitem');
    expect(steps).toHaveLength(4);
    steps.forEach((step, index) => {
      const words = index < at ? 'done' : 'still to come';
      expect(step).toHaveTextContent(index === at ? 'now' : words);
    });
    expect(steps[at]).toHaveAttribute('aria-current', 'step');
  });

  it('names the last step after where the app runs', () => {
    renderInTestApp(<StageStepper stage="production" environment="beta" />);
    const last = screen.getAllByRole('listitem')[3];
    expect(last).toHaveTextContent('In beta, now');
    expect(screen.queryByText('Production')).not.toBeInTheDocument();
  });

  it('keeps the name of the last step for any other environment', () => {
    renderInTestApp(<StageStepper stage="production" environment="live" />);
    expect(screen.getAllByRole('listitem')[3]).toHaveTextContent('Production');
  });

  it('has no step yet for a draft', () => {
    renderInTestApp(<StageStepper stage="draft" />);
    for (const step of screen.getAllByRole('listitem')) {
      expect(step).toHaveTextContent('still to come');
    }
  });

  it('says only that a retired app is retired', () => {
    renderInTestApp(<StageStepper stage="retired" />);
    expect(screen.getByText('Retired')).toBeInTheDocument();
    expect(screen.queryByRole('list')).not.toBeInTheDocument();
  });
});

describe('RelativeTime', () => {
  it.each([
    [-2 * HOUR_MS, '2 hours ago'],
    [3 * HOUR_MS + 30_000, 'in 3 hours'],
    [0, 'just now'],
  ])('%s milliseconds from now is "%s"', (offset, words) => {
    const at = new Date(Date.now() + offset).toISOString();
    renderInTestApp(<RelativeTime at={at} />);
    const time = screen.getByText(words);
    expect(time).toHaveAttribute('datetime', at);
    expect(time).toHaveAttribute('title', expect.stringMatching(/\d{4}/));
  });

  it('says so when the instant cannot be read', () => {
    renderInTestApp(<RelativeTime at="soon" />);
    expect(screen.getByText('at an unknown time')).toBeInTheDocument();
  });
});

describe('ScoreReasons', () => {
  const score = scoreRisk({
    registration: aRegistration({ scopes: ['crm:write'] }),
    integrations: SOME_INTEGRATIONS,
  });

  it('shows every reason, what counts most first, and what lowers it', () => {
    renderInTestApp(<ScoreReasons score={score} />);
    const [, ...rows] = within(
      screen.getByRole('table', { name: 'Why this score' }),
    ).getAllByRole('row');
    expect(rows).toHaveLength(score.contributions.length);
    expect(rows[0]).toHaveTextContent('never below 4 while this is so');
    const lowers = score.contributions.map(each => each.lowers ?? '–');
    for (const text of lowers) {
      expect(screen.getAllByText(text)[0]).toBeInTheDocument();
    }
  });

  it('says the easiest way down as a sentence', () => {
    renderInTestApp(<ScoreReasons score={score} />);
    expect(
      screen.getByText(
        `The easiest way down: ${score.cheapestWayDown?.change}. Then ${score.cheapestWayDown?.score} of 10, Low risk.`,
      ),
    ).toBeInTheDocument();
  });

  describe('when no single change is enough', () => {
    const { score: held, ways } = explainScore({
      registration: aRegistration({
        scopes: ['crm:write', 'nobody-knows:it'],
      }),
      integrations: SOME_INTEGRATIONS,
    });

    it('says the fewest that are enough together', () => {
      expect(asksForWays(held)).toBe(true);
      renderInTestApp(<ScoreReasons score={held} ways={ways} />);
      expect(
        screen.getByText(
          'Together: do without the scope crm:write and do without the scope nobody-knows:it. Then 2 of 10, Low risk.',
        ),
      ).toBeInTheDocument();
    });

    it('counts three as first, second and third', () => {
      const changes = ['Name a second owner', 'Keep less', 'Do without it'];
      renderInTestApp(
        <ScoreReasons
          score={held}
          ways={[{ changes, score: 3, band: 'low' }]}
        />,
      );
      expect(
        screen.getByText(
          'Together: name a second owner, keep less and do without it. Then 3 of 10, Low risk.',
        ),
      ).toBeInTheDocument();
    });

    it('says what lowers the number, when that is all there is', () => {
      renderInTestApp(<ScoreReasons score={held} ways={[]} />);
      expect(
        screen.getByText(
          `The easiest way down: ${held.cheapestWayDown?.change}. Then 4 of 10, Medium risk.`,
        ),
      ).toBeInTheDocument();
    });

    it('does so when no single change moves even the number', () => {
      renderInTestApp(
        <ScoreReasons
          score={{ ...held, cheapestWayDown: undefined }}
          ways={ways}
        />,
      );
      expect(screen.getByText(/^Together: /)).toBeInTheDocument();
    });
  });

  it('asks for no ways where one change is enough, or in Low', () => {
    expect(asksForWays(score)).toBe(false);
    expect(asksForWays({ ...score, band: 'low' })).toBe(false);
  });

  it('says when nothing lowers it', () => {
    renderInTestApp(
      <ScoreReasons score={{ ...score, cheapestWayDown: undefined }} />,
    );
    expect(
      screen.getByText('No single change lowers this score.'),
    ).toBeInTheDocument();
  });
});

describe('ErrorNotice', () => {
  it.each([
    ['busy', 'Wait a minute and try again; nothing was lost.'],
    ['not-allowed', /Ask the owner of the app or the platform team/],
    ['unknown-record', /Check the address/],
    ['changed-since-you-looked', /Load it again/],
    ['invalid-input', /Mend the fields below/],
    ['something-new', /tell the platform team/],
  ])('says what to do about %s', (code, advice) => {
    renderInTestApp(
      <ErrorNotice
        error={new MicroAppsError({ status: 400, code, message: 'Not this' })}
      />,
    );
    expect(screen.getByText('Not this')).toBeInTheDocument();
    expect(screen.getByText(advice)).toBeInTheDocument();
  });

  it('adds nothing to a sentence that says itself what to do', () => {
    renderInTestApp(
      <ErrorNotice
        error={
          new MicroAppsError({
            status: 409,
            code: 'name-taken',
            message: 'This name is taken. Choose another one.',
          })
        }
      />,
    );
    expect(screen.getByRole('alert')).toHaveTextContent(
      /^That did not workThis name is taken\. Choose another one\.$/,
    );
  });

  it('lists the details, without saying the same twice', () => {
    renderInTestApp(
      <ErrorNotice
        error={
          new MicroAppsError({
            status: 400,
            code: 'invalid-input',
            message: 'Give the name',
            details: [
              { message: 'Give the name' },
              { message: 'Give the end' },
            ],
          })
        }
      />,
    );
    expect(
      screen.getAllByRole('listitem').map(({ textContent }) => textContent),
    ).toEqual(['Give the end']);
  });

  it('tries again when asked to', async () => {
    const onRetry = jest.fn();
    renderInTestApp(<ErrorNotice error={new Error('No')} onRetry={onRetry} />);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalled();
  });
});

describe('ConfirmDialog', () => {
  function show(props: Partial<Parameters<typeof ConfirmDialog>[0]> = {}) {
    const onConfirm = jest.fn();
    const onClose = jest.fn();
    renderInTestApp(
      <ConfirmDialog
        open
        title="Withdraw the request"
        confirmText="Withdraw it"
        onConfirm={onConfirm}
        onClose={onClose}
        {...props}
      >
        {props.children ?? 'The reviewers no longer see it.'}
      </ConfirmDialog>,
    );
    return { onConfirm, onClose };
  }

  it('names what its button does', async () => {
    const { onConfirm } = show();
    expect(
      screen.getByRole('dialog', { name: 'Withdraw the request' }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Withdraw it' }));
    expect(onConfirm).toHaveBeenCalled();
    expect(await axe(document.body)).toHaveNoViolations();
  });

  it('closes by its button and by Escape', async () => {
    const { onClose } = show();
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await userEvent.keyboard('{Escape}');
    expect(onClose).toHaveBeenCalledTimes(2);
  });

  it('stays while it happens', async () => {
    const { onClose } = show({ busy: true });
    await userEvent.keyboard('{Escape}');
    expect(onClose).not.toHaveBeenCalled();
    expect(screen.getByRole('button', { name: 'Withdraw it' })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Cancel' })).toBeDisabled();
  });

  it('says why it did not work', () => {
    show({ error: new Error('Somebody decided already') });
    expect(screen.getByText('Somebody decided already')).toBeInTheDocument();
  });

  it('begins at its first field', async () => {
    show({
      children: (
        <>
          <textarea tabIndex={-1} aria-label="A shadow" />
          <input aria-label="Reason" />
        </>
      ),
    });
    await waitFor(() => expect(screen.getByLabelText('Reason')).toHaveFocus());
  });

  it('leaves the focus where a quick reader has put it', async () => {
    show({
      children: (
        <>
          <input aria-label="First" />
          <input aria-label="Second" />
        </>
      ),
    });
    await userEvent.type(screen.getByLabelText('Second'), 'Here');
    await new Promise(resolve => setTimeout(resolve, 400));
    expect(screen.getByLabelText('Second')).toHaveFocus();
  });
});

describe('Notices', () => {
  it('say that a list is empty, whether that is good, and what to do', () => {
    renderInTestApp(
      <EmptyNotice
        title="Nothing here"
        text="And that is good."
        action={<button>Go on</button>}
      />,
    );
    expect(screen.getByText('Nothing here')).toBeInTheDocument();
    expect(screen.getByText('And that is good.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Go on' })).toBeInTheDocument();
  });

  it('hold the place of rows and say so to a screen reader', () => {
    renderInTestApp(<LoadingRows rows={4} />);
    const rows = screen.getByTestId('loading-rows');
    expect(rows).toHaveAttribute('aria-busy', 'true');
    expect(rows).toHaveTextContent('Loading');
  });
});
