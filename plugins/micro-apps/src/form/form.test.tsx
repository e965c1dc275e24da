import { translationApiRef } from '@backstage/core-plugin-api/alpha';
import { mockApis } from '@backstage/frontend-test-utils';
import { TestApiRegistry } from '@backstage/test-utils';
import { DEFAULT_RISK_MODEL } from '@micro-apps/governance-core';
import { SOME_INTEGRATIONS } from '@micro-apps/governance-core/testing';
import type { PreviewResponse } from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { anApp, anAppRow } from '../testing/builders';
import type { Answers } from '../testing/fakeClient';
import { GoldenPath } from '../testing/__testUtils__/GoldenPath';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { validateLife } from './validation';

const app = anApp();
const PREVIEW: PreviewResponse = {
  effectiveClass: app.effectiveClassDetail,
  score: app.risk,
  required: app.required,
  decision: {
    gate: 'register',
    allowed: true,
    violations: [],
    obligations: [],
  },
  policyRevision: '1.0.0',
};

const ANSWERS: Answers = {
  getModel: async () => ({
    riskModel: DEFAULT_RISK_MODEL,
    controls: [],
    settings: { oneApproverInMedium: true, environments: [] },
  }),
  getIntegrations: async () => ({ items: SOME_INTEGRATIONS }),
  listApps: async () => ({ items: [], total: 0 }),
  preview: async () => PREVIEW,
};

const ANSWERED = {
  name: 'Where2Eat',
  purpose: 'Recommends places for lunch',
  people: { businessUnit: 'group:default/product', audience: 'team' },
};

type Props = Parameters<typeof GoldenPath>[0];

function show(props: Props = {}, answers: Answers = {}) {
  return renderScreen(<GoldenPath {...props} />, { ...ANSWERS, ...answers });
}

const next = () =>
  userEvent.click(screen.getByRole('button', { name: /^(Next|Review)$/ }));

async function score() {
  const chips = await screen.findAllByText(/^(Low|Medium|High) risk · /);
  return chips[0].textContent;
}

async function answerWhoAndData() {
  await userEvent.type(await screen.findByLabelText(/^Name/), 'Where2Eat');
  await userEvent.type(
    screen.getByLabelText(/^What is it for/),
    'Recommends places for lunch',
  );
  await screen.findByText('Product');
  await next();
  await screen.findByText(/How sensitive is/);
}

describe('The name', () => {
  it('shows the address that it makes', async () => {
    show({ steps: ['who'] });
    await userEvent.type(await screen.findByLabelText(/^Name/), 'Où manger?');
    expect(
      await screen.findByText(/^Its address begins with /),
    ).toBeInTheDocument();
  });

  it('says when somebody has it already, and what to do', async () => {
    show(
      { steps: ['who'] },
      { listApps: async () => ({ items: [anAppRow()], total: 1 }) },
    );
    await userEvent.type(await screen.findByLabelText(/^Name/), 'Where2Eat');
    expect(
      await screen.findByText(
        'There is an app at this address. Choose another name.',
      ),
    ).toBeInTheDocument();
  });

  it('says in plain words what is missing', async () => {
    show({ steps: ['who'] });
    await userEvent.type(await screen.findByLabelText(/^Name/), '日本');
    await next();
    expect(
      (
        await screen.findAllByText(
          /Use at least one letter from a to z or one digit/,
        )
      )[0],
    ).toBeInTheDocument();
  });
});

describe('The people', () => {
  it('are the team of whoever asks, until another is chosen', async () => {
    show({ steps: ['who'] });
    expect(await screen.findByText('Product')).toBeInTheDocument();
    expect(screen.getByText('My team')).toBeInTheDocument();
    expect(screen.getByText(/^You own this app/)).toHaveTextContent(
      'You own this app (Maya Lind).',
    );
  });

  it('offer everybody else as second owner', async () => {
    show({ steps: ['who'] });
    await screen.findByText('Product');
    await userEvent.click(
      screen.getByLabelText(/Who looks after it when you are away/),
    );
    const names = (await screen.findAllByRole('option')).map(
      ({ textContent }) => textContent,
    );
    expect(names).toEqual(['Nobody yet', 'Rita Moss', 'Sam Okafor']);
  });
});

describe('The score beside the form', () => {
  it('moves with the answers, and says what lowers it', async () => {
    show({ steps: ['data'] });
    expect(await score()).toBe('Low risk · 2 of 10');
    await userEvent.click(screen.getByLabelText(/^Regulated/));
    await waitFor(async () => expect(await score()).toMatch(/^High risk/));
    expect(
      screen.getByRole('columnheader', { name: 'What lowers it' }),
    ).toBeInTheDocument();
  });

  it('says what lowers it together when no single change does', async () => {
    show({
      steps: ['access'],
      initial: {
        access: {
          scopes: ['crm:write', 'nobody-knows:it'],
          vendors: [],
          endpoints: [],
        },
      },
    });
    expect(
      await screen.findByText(
        /^Together: do without the scope crm:write and .* Low risk\.$/,
      ),
    ).toBeInTheDocument();
  });

  it('grades facts about people by kind and number', async () => {
    show({ steps: ['data'] });
    await score();
    await userEvent.click(await screen.findByLabelText(/^Health/));
    const before = await score();
    await userEvent.click(screen.getByLabelText(/About how many/));
    await userEvent.click(
      await screen.findByRole('option', { name: '10,000 people or more' }),
    );
    await waitFor(async () => expect(await score()).not.toBe(before));
  });

  it('says that a scope needs a reviewer before it is chosen', async () => {
    show({ steps: ['access'] });
    expect(await score()).toBe('Low risk · 2 of 10');
    expect(screen.getAllByText(/a reviewer decides/).length).toBeGreaterThan(0);
    await userEvent.click(screen.getByLabelText(/\(crm:write\)/));
    await waitFor(async () => expect(await score()).toMatch(/^Medium risk/));
  });

  it('says that company rules are being checked until the backend answers', async () => {
    let answer = (_: PreviewResponse) => {};
    show(
      { steps: ['life'], initial: ANSWERED },
      {
        preview: () =>
          new Promise(resolve => {
            answer = resolve;
          }),
      },
    );
    await userEvent.type(
      await screen.findByLabelText(/no longer needed/),
      'Delete all entries.',
    );
    expect(
      await screen.findByText('Checking company rules…'),
    ).toBeInTheDocument();
    await new Promise(resolve => setTimeout(resolve, 700));
    expect(screen.getByText('Checking company rules…')).toBeInTheDocument();
    answer({
      ...PREVIEW,
      decision: {
        ...PREVIEW.decision,
        allowed: false,
        violations: [
          {
            code: 'public-audience',
            because: 'Sharing outside needs the privacy office',
            next: 'Choose another audience',
          },
        ],
      },
    });
    expect(
      await screen.findByText(
        'Company rules: Sharing outside needs the privacy office. Choose another audience.',
      ),
    ).toBeInTheDocument();
  });

  it('says when company rules are checked while answers are missing', async () => {
    show({ steps: ['data'] });
    expect(
      await screen.findByText(
        'Company rules are checked once every question is answered.',
      ),
    ).toBeInTheDocument();
  });

  it('asks for the company rules again when they did not arrive', async () => {
    let broken = true;
    show(
      { steps: ['life'], initial: ANSWERED },
      {
        preview: async () => {
          if (broken) throw new Error('The rules do not answer');
          return PREVIEW;
        },
      },
    );
    await userEvent.type(
      await screen.findByLabelText(/no longer needed/),
      'Delete all entries.',
    );
    await screen.findByText('The rules do not answer');
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByText('Company rules: nothing to add.'),
    ).toBeInTheDocument();
  });

  it('can be asked again when the model did not arrive', async () => {
    show(
      { steps: ['data'] },
      {
        getModel: async () => {
          throw new Error('The portal does not answer');
        },
      },
    );
    expect(
      await screen.findByText('The portal does not answer'),
    ).toBeInTheDocument();
  });
});

describe('Access', () => {
  it('lists what anybody may choose first', async () => {
    show({ steps: ['access'] });
    const boxes = await screen.findAllByRole('checkbox');
    const labels = boxes.map(box => box.closest('label')?.textContent);
    expect(labels.slice(0, 2)).toEqual([
      'Read the people directory (people:read)',
      'Read your own profile (profile:read)',
    ]);
  });

  it('says which line is not an address, and how to write one', async () => {
    show({ steps: ['access'] });
    await userEvent.type(
      await screen.findByLabelText(/Other addresses/),
      'somewhere',
    );
    await next();
    expect(
      (
        await screen.findAllByText(
          /somewhere is not an address\. Write it like https/,
        )
      )[0],
    ).toBeInTheDocument();
  });
});

describe('Life', () => {
  it('wants a plan for the end', async () => {
    show({ steps: ['life'] });
    await userEvent.type(
      await screen.findByLabelText(/no longer needed/),
      'Soon',
    );
    await next();
    expect(
      (
        await screen.findAllByText(/Say in a sentence what happens at the end/)
      )[0],
    ).toBeInTheDocument();
  });

  it.each([0, -1, 3651, 1.5])('refuses %s days', days => {
    const addError = jest.fn();
    const texts = TestApiRegistry.from([
      translationApiRef,
      mockApis.translation(),
    ]);
    validateLife(
      { retentionDays: days, decommissionPlan: 'Delete all entries.' },
      { addError },
      { apiHolder: texts },
    );
    expect(addError).toHaveBeenCalledWith(
      'Give the days as a whole number from 1 to 3650',
    );
  });

  it('lets the days be emptied and typed anew', async () => {
    show({ steps: ['life'] });
    const days = await screen.findByLabelText(/How many days/);
    await userEvent.clear(days);
    expect(days).toHaveValue(null);
    await userEvent.type(days, '30');
    expect(days).toHaveValue(30);
  });
});

describe('The whole form', () => {
  it('reads the answers back, and hands them over', async () => {
    const onCreate = jest.fn();
    show({ onCreate });
    await answerWhoAndData();
    await next();
    await userEvent.click(await screen.findByLabelText(/\(people:read\)/));
    await next();
    await userEvent.type(
      await screen.findByLabelText(/no longer needed/),
      'Delete all entries.',
    );
    await next();
    expect(await screen.findByText('Where2Eat')).toBeInTheDocument();
    expect(screen.getByText('It uses people:read.')).toBeInTheDocument();
    expect(screen.getByText(/^It belongs to/)).toHaveTextContent(
      'It belongs to Product and is used by the team.',
    );
    expect(
      screen.getByText('It handles Internal data, nothing about people.'),
    ).toBeInTheDocument();
    expect(screen.getByText(/^Create registers the app/)).toBeInTheDocument();
    await next();
    expect(
      (await screen.findAllByText(/Tick "This is right" when it is/))[0],
    ).toBeInTheDocument();
    await userEvent.click(screen.getByLabelText('This is right'));
    await next();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    await waitFor(() =>
      expect(onCreate).toHaveBeenCalledWith(
        expect.objectContaining({
          name: 'Where2Eat',
          people: expect.objectContaining({
            businessUnit: 'group:default/product',
            audience: 'team',
          }),
          access: expect.objectContaining({ scopes: ['people:read'] }),
          life: expect.objectContaining({ retentionDays: 90 }),
        }),
      ),
    );
  });

  it.each(['data', 'access', 'life', 'check'] as const)(
    'is accessible at its step %s',
    async step => {
      const { container } = show({ steps: [step] });
      await score();
      expect(
        await axe(container, {
          // The portal's own stepper leaves a level of headings out.
          rules: { 'heading-order': { enabled: false } },
        }),
      ).toHaveNoViolations();
    },
  );
});
