import {
  MicroAppsError,
  type Retirement,
  type RetirementView,
} from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { RiskTab } from '../risk/RiskTab';
import { anApp } from '../testing/builders';
import type { Answers } from '../testing/fakeClient';
import { answersFor } from '../testing/registry';
import { aRetirement } from '../testing/retention';
import { renderScreen } from '../testing/__testUtils__/renderScreen';

const HOUR = 3_600_000;
const at = (ms: number) => new Date(Date.now() + ms).toISOString();

async function show(retirement: RetirementView, answers: Answers = {}) {
  const view = renderScreen(
    <RiskTab appId="where2eat" />,
    answersFor(anApp({ standing: retirement.standing }), {
      getRetirement: async () => retirement,
      ...answers,
    }),
  );
  await screen.findByText('Required controls');
  return view;
}

const endable = (changes: Partial<RetirementView['preview']> = {}) =>
  aRetirement({
    preview: {
      copies: 2,
      credentials: 1,
      requests: 1,
      things: 21,
      how: 'delete',
      disposeAt: at(24 * HOUR),
      legalHold: false,
      openIncident: false,
      ...changes,
    },
    viewer: { mayRetire: true },
  });

const ended = (changes: Partial<Retirement> = {}) =>
  aRetirement({
    standing: changes.disposedAt ? 'disposed' : 'retired',
    retirement: {
      from: 'active',
      by: 'user:default/maya',
      reason: 'Nobody uses it',
      at: at(-HOUR),
      disposeAt: at(23 * HOUR),
      thingsLeft: 21,
      ...changes,
    },
  });

describe('ending an app', () => {
  it('says everything that happens, and wants a reason and the name', async () => {
    const retireApp = jest.fn(async () => ended());
    await show(endable({ legalHold: true, openIncident: true }), { retireApp });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Retire the app…' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    const steps = within(dialog.getByRole('list')).getAllByRole('listitem');
    expect(steps.map(({ textContent }) => textContent)).toEqual([
      'It stops running. Copies that are stopped: 2',
      'Nobody can sign in any more. Sign-ins taken back: 1',
      'What was asked for it is withdrawn, and exceptions end. Requests: 1',
      expect.stringMatching(
        /^Its data is deleted for good in .* \(.*\)\. Data files: 21$/,
      ),
      expect.stringMatching(/^Its record, its history and its code stay/),
    ]);
    expect(dialog.getByText(/^A legal hold keeps its data/)).toBeVisible();
    expect(dialog.getByText(/while an incident is open/)).toBeVisible();
    expect(await axe(screen.getByRole('dialog'))).toHaveNoViolations();
    const confirm = dialog.getByRole('button', {
      name: 'Retire the app for good',
    });
    await userEvent.type(
      dialog.getByLabelText(/Your reason/),
      'Nobody uses it',
    );
    expect(confirm).toBeDisabled();
    const name = dialog.getByLabelText(/Type the name of the app/);
    await userEvent.type(name, 'where2eat');
    expect(confirm).toBeDisabled();
    await userEvent.clear(name);
    await userEvent.type(name, 'Where2Eat');
    await userEvent.click(confirm);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(retireApp).toHaveBeenCalledWith('where2eat', {
      reason: 'Nobody uses it',
      typedName: 'Where2Eat',
      expectedVersion: 1,
      idempotencyKey: expect.any(String),
    });
  });

  it('keeps what was typed when it does not work', async () => {
    await show(endable({ how: 'archive' }), {
      retireApp: async () => {
        throw new Error('The portal does not answer');
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Retire the app…' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/goes to the archive/)).toBeVisible();
    await userEvent.type(dialog.getByLabelText(/Your reason/), 'Over');
    await userEvent.type(dialog.getByLabelText(/Type the name/), 'Where2Eat');
    await userEvent.click(
      dialog.getByRole('button', { name: 'Retire the app for good' }),
    );
    expect(
      await dialog.findByText('The portal does not answer'),
    ).toBeInTheDocument();
    expect(dialog.getByLabelText(/Your reason/)).toHaveValue('Over');
  });

  it('says why company rules do not let it end, reason by reason', async () => {
    await show(endable(), {
      retireApp: async () => {
        throw new MicroAppsError({
          status: 409,
          code: 'gate-closed',
          message: 'Not yet: Its data is still there, and 1 more',
          details: [
            { message: 'Its data is still there. Delete it' },
            { message: 'The auditors come first. Ask them' },
          ],
        });
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Retire the app…' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByLabelText(/Your reason/), 'Over');
    await userEvent.type(dialog.getByLabelText(/Type the name/), 'Where2Eat');
    await userEvent.click(
      dialog.getByRole('button', { name: 'Retire the app for good' }),
    );
    expect(await dialog.findByText(/^Not yet: Its data/)).toBeVisible();
    expect(
      dialog.getByText('Its data is still there. Delete it'),
    ).toBeVisible();
    expect(dialog.getByText('The auditors come first. Ask them')).toBeVisible();
  });

  it('is not offered to those who may not', async () => {
    await show(aRetirement());
    expect(screen.queryByText('End this app')).toBeNull();
  });
});

describe('a retired app', () => {
  async function banner(view: RetirementView, name = 'This app is retired') {
    const { container } = await show(view);
    const note = await screen.findByRole('note', { name });
    await within(note).findByText('Maya Lind');
    expect(await axe(container)).toHaveNoViolations();
    return within(
      within(note).getByRole('list', { name: 'How far it has come' }),
    )
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);
  }

  it('says who ended it, why, and what is still to come', async () => {
    const [access, data, record] = await banner(
      ended({ problem: 'The provider answers 503' }),
    );
    expect(access).toMatch(/^Copies are being stopped/);
    expect(data).toMatch(/^Its data goes in .* \(.*\)\. Data files: 21$/);
    expect(record).toMatch(/stay\.$/);
    expect(screen.getByText('The reason: Nobody uses it')).toBeVisible();
    expect(screen.getByText(/The provider answers 503$/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /Retire/ })).toBeNull();
  });

  it.each([
    ['that it goes', { disposeAt: at(-HOUR) }, /^Its data is going.*: 21$/],
    ['what keeps it', { keptBy: 'legal-hold' }, /^A legal hold keeps .*: 21$/],
    [
      'that an incident keeps it',
      { keptBy: 'open-incident' },
      /while an incident is open/,
    ],
  ] as const)('says of its data %s', async (_, changes, expected) => {
    const [access, data] = await banner(
      ended({ accessEndedAt: at(-HOUR / 2), ...changes }),
    );
    expect(access).toMatch(/^Nothing of it runs and nobody can sign in/);
    expect(data).toMatch(expected);
  });

  it('says at last that its data is gone and its record is not', async () => {
    const [, data] = await banner(
      ended({
        accessEndedAt: at(-HOUR),
        disposedAt: at(-HOUR / 2),
        thingsLeft: 0,
      }),
      'This app and its data are gone',
    );
    expect(data).toMatch(/^Its data is gone, since/);
  });
});
