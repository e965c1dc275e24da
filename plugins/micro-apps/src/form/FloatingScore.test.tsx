import { scoreRisk, type RiskScore } from '@micro-apps/governance-core';
import {
  aRegistration,
  SOME_INTEGRATIONS,
} from '@micro-apps/governance-core/testing';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { useState } from 'react';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { FloatingScore } from './FloatingScore';

const LOW = scoreRisk({
  registration: aRegistration(),
  integrations: SOME_INTEGRATIONS,
});
const WORDS = `Risk so far: Low risk · ${LOW.score} of 10`;

function Form({ score }: { score: RiskScore }) {
  const [card, setCard] = useState<HTMLElement | null>(null);
  return (
    <main>
      <button>Next</button>
      <section ref={setCard} tabIndex={-1} aria-label="Risk so far">
        The card
      </section>
      <FloatingScore card={card} score={score} />
    </main>
  );
}

/** A browser that tells what is on the screen, as the test says. */
function watchScreen() {
  const told: ((seen: boolean) => void)[] = [];
  const disconnect = jest.fn();
  window.IntersectionObserver = class {
    readonly root = null;
    readonly rootMargin = '';
    readonly thresholds = [];
    readonly disconnect = disconnect;
    constructor(tell: IntersectionObserverCallback) {
      told.push(isIntersecting =>
        tell([{ isIntersecting } as IntersectionObserverEntry], this),
      );
    }
    observe() {}
    unobserve() {}
    takeRecords() {
      return [];
    }
  };
  const show = (seen: boolean) => act(() => told.forEach(tell => tell(seen)));
  return { show, disconnect };
}

const chip = () => screen.queryByRole('button', { name: /^Risk so far/ });

describe('FloatingScore', () => {
  const before = window.IntersectionObserver;
  afterEach(() => {
    window.IntersectionObserver = before;
  });

  it('shows nothing in a browser that cannot tell what is on the screen', async () => {
    Reflect.deleteProperty(window, 'IntersectionObserver');
    renderScreen(<Form score={LOW} />);
    await screen.findByText('The card');
    expect(chip()).not.toBeInTheDocument();
  });

  it('shows the score only while the card is off the screen', async () => {
    const { show, disconnect } = watchScreen();
    const { container, unmount } = renderScreen(<Form score={LOW} />);
    await screen.findByText('The card');
    expect(chip()).not.toBeInTheDocument();
    show(false);
    expect(chip()).toHaveAccessibleName(WORDS);
    expect(await axe(container)).toHaveNoViolations();
    show(true);
    expect(chip()).not.toBeInTheDocument();
    unmount();
    expect(disconnect).toHaveBeenCalled();
  });

  it('is no second voice to a screen reader', async () => {
    const { show } = watchScreen();
    renderScreen(<Form score={LOW} />);
    await screen.findByText('The card');
    show(false);
    expect(chip()?.closest('[aria-live], [role=status]')).toBeNull();
    expect(chip()?.querySelector('[aria-live], [role=status]')).toBeNull();
  });

  it('goes to the card by keyboard, and takes the focus there', async () => {
    const scrollIntoView = jest.fn();
    const { show } = watchScreen();
    renderScreen(<Form score={LOW} />);
    const card = await screen.findByLabelText('Risk so far');
    card.scrollIntoView = scrollIntoView;
    show(false);
    screen.getByRole('button', { name: 'Next' }).focus();
    await userEvent.tab();
    expect(chip()).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(scrollIntoView).toHaveBeenCalledWith(
      expect.objectContaining({ block: 'start' }),
    );
    expect(card).toHaveFocus();
  });
});
