import { MicroAppsError } from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { DEFAULT_RISK_MODEL } from '@micro-apps/governance-core';
import {
  aModel,
  anApp,
  aRequest,
  COLLEAGUE,
  HIGH,
  MEDIUM,
} from '../testing/builders';
import { answersFor } from '../testing/registry';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { RiskTab } from './RiskTab';

describe('RiskTab', () => {
  it('holds its place while the app is on its way', () => {
    renderScreen(<RiskTab appId="where2eat" />, {
      getApp: () => new Promise(() => {}),
    });
    expect(screen.getByTestId('loading-rows')).toBeInTheDocument();
  });

  it('says what went wrong, and looks again when asked to', async () => {
    let broken = true;
    const app = anApp();
    renderScreen(
      <RiskTab appId="where2eat" />,
      answersFor(app, {
        getApp: async () => {
          if (broken) {
            throw new MicroAppsError({
              status: 404,
              code: 'unknown-record',
              message: 'There is no such app',
            });
          }
          return app;
        },
      }),
    );
    expect(await screen.findByText('There is no such app')).toBeInTheDocument();
    expect(screen.getByText(/Check the address/)).toBeInTheDocument();
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Required controls')).toBeInTheDocument();
  });

  it('opens with the next step, before score, controls and decision', async () => {
    const app = anApp();
    renderScreen(<RiskTab appId="where2eat" />, answersFor(app));
    const first = await screen.findByText(app.nextStep.sentence);
    for (const title of ['Why this score', 'Required controls', 'Decision']) {
      const part = screen.getByText(title);
      const order = first.compareDocumentPosition(part);
      expect(order).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    }
  });

  it('explains the score: reasons, what lowers them, the easiest way down', async () => {
    const app = anApp({}, MEDIUM);
    renderScreen(<RiskTab appId="where2eat" />, answersFor(app));
    const table = within(
      await screen.findByRole('table', { name: 'Why this score' }),
    );
    expect(
      table.getByRole('columnheader', { name: 'What lowers it' }),
    ).toBeInTheDocument();
    for (const { reason } of app.risk.contributions) {
      expect(table.getByText(reason)).toBeInTheDocument();
    }
    expect(screen.getByText(/^The easiest way down: /)).toHaveTextContent(
      `Then ${app.risk.cheapestWayDown?.score} of 10`,
    );
  });

  describe('when no single change is enough', () => {
    const app = anApp(
      {},
      { registration: { scopes: ['crm:write', 'nobody-knows:it'] } },
    );
    const together =
      'Together: do without the scope crm:write and do without the scope nobody-knows:it. Then 2 of 10, Low risk.';

    it('says what is enough together', async () => {
      renderScreen(<RiskTab appId="where2eat" />, answersFor(app));
      expect(await screen.findByText(together)).toBeInTheDocument();
    });

    it.each([
      [
        'the numbers do not arrive',
        async () => {
          throw new Error('The numbers did not arrive');
        },
      ],
      [
        'the numbers explain another score',
        async () =>
          aModel({
            riskModel: { ...DEFAULT_RISK_MODEL, revision: 'newer' },
          }),
      ],
    ])('says nothing wrong when %s', async (_, getModel) => {
      const asked = jest.fn(getModel);
      renderScreen(
        <RiskTab appId="where2eat" />,
        answersFor(app, { getModel: asked }),
      );
      await screen.findByText(/^The easiest way down: .* Medium risk\.$/);
      await waitFor(() => expect(asked).toHaveBeenCalled());
      expect(screen.queryByText(/^Together/)).not.toBeInTheDocument();
      expect(
        screen.queryByText('The numbers did not arrive'),
      ).not.toBeInTheDocument();
    });

    it('asks for no numbers where one change is enough', async () => {
      const getModel = jest.fn(async () => aModel());
      renderScreen(
        <RiskTab appId="where2eat" />,
        answersFor(anApp({}, MEDIUM), { getModel }),
      );
      await screen.findByText(/^The easiest way down: /);
      expect(getModel).not.toHaveBeenCalled();
    });
  });

  it('says why an app is treated as more sensitive than declared', async () => {
    const app = anApp({}, { registration: { scopes: ['payroll:read'] } });
    renderScreen(<RiskTab appId="where2eat" />, answersFor(app));
    expect(await screen.findByText(/^Declared as/)).toHaveTextContent(
      /internal.*treated as.*confidential/i,
    );
  });

  it.each([
    ['low', anApp(), 'Approved automatically when its'],
    ['medium', anApp({}, MEDIUM), 'and one reviewer.'],
    ['high', anApp({}, HIGH), 'a security review and an approval.'],
  ])('says what %s risk means', async (band, app, meaning) => {
    expect(app.band).toBe(band);
    renderScreen(<RiskTab appId="where2eat" />, answersFor(app));
    expect(
      await screen.findByText(text => text.includes(meaning)),
    ).toBeInTheDocument();
  });

  it('names apps whose names look alike', async () => {
    const app = anApp({ lookAlikes: ['where-2-eat'] });
    renderScreen(<RiskTab appId="where2eat" />, answersFor(app));
    expect(
      await screen.findByText(/The name looks like where-2-eat/),
    ).toBeInTheDocument();
  });

  it('keeps the app on the page when a later look fails', async () => {
    let looks = 0;
    const app = anApp({ request: aRequest() }, MEDIUM);
    renderScreen(
      <RiskTab appId="where2eat" />,
      answersFor(app, {
        getApp: async () => {
          looks += 1;
          if (looks > 1) throw new Error('The portal does not answer');
          return app;
        },
        runScans: async () => {
          throw new Error('Not now');
        },
      }),
    );
    await screen.findByText('Required controls');
    await userEvent.click(
      screen.getAllByRole('button', { name: 'Run scans' })[0],
    );
    expect(
      await screen.findByText('The portal does not answer'),
    ).toBeInTheDocument();
    expect(screen.getByText('Required controls')).toBeInTheDocument();
  });

  it.each([
    ['an owner', anApp({}, MEDIUM)],
    ['anybody else', anApp({ viewer: COLLEAGUE })],
  ])('is accessible to %s', async (_, app) => {
    const { container } = renderScreen(
      <RiskTab appId="where2eat" />,
      answersFor(app),
    );
    await screen.findByText('Required controls');
    expect(await axe(container)).toHaveNoViolations();
  });
});
