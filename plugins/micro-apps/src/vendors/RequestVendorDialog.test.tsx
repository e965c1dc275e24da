import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { MicroAppsError } from '@micro-apps/plugin-micro-apps-common';
import { anAppRow } from '../testing/builders';
import type { Answers } from '../testing/fakeClient';
import { aVendor } from '../testing/vendors';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { RequestVendorDialog } from './RequestVendorDialog';

type Props = Parameters<typeof RequestVendorDialog>[0];

function show(answers: Answers = {}, props: Partial<Props> = {}) {
  const onClose = jest.fn();
  const onDone = jest.fn();
  renderScreen(
    <RequestVendorDialog onClose={onClose} onDone={onDone} {...props} />,
    {
      listApps: async () => ({ items: [anAppRow()], total: 1 }),
      requestVendor: async () => aVendor({ state: 'requested', joined: false }),
      ...answers,
    },
  );
  return { onClose, onDone };
}

const send = () => screen.findByRole('button', { name: 'Ask the reviewers' });

async function fillIn() {
  await userEvent.type(
    await screen.findByLabelText(/Name of the service/),
    'Lunch Board',
  );
  await userEvent.type(
    screen.getByLabelText(/What is it wanted for/),
    'Shows the menus of the places nearby',
  );
  await userEvent.click(screen.getByRole('checkbox', { name: 'Internal' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'Public' }));
  await userEvent.type(
    screen.getByLabelText(/Its hosts/),
    'api.lunchboard.example{enter}{enter}eu.lunchboard.example',
  );
}

describe('Asking for a vendor', () => {
  it('sends what was filled in, and shows where the request stands', async () => {
    const requestVendor = jest.fn(async () =>
      aVendor({ kind: 'crm', state: 'requested', joined: false }),
    );
    const { onDone } = show({ requestVendor });
    expect(await send()).toBeDisabled();
    await fillIn();
    await userEvent.click(screen.getByLabelText(/What it deals with/));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Customers (CRM)' }),
    );
    await userEvent.click(screen.getByLabelText(/For which of your apps/));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Where2Eat' }),
    );
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.click(await send());
    expect(
      await screen.findByText('Lunch Board is asked for'),
    ).toBeInTheDocument();
    expect(requestVendor).toHaveBeenCalledWith({
      title: 'Lunch Board',
      kind: 'crm',
      purpose: 'Shows the menus of the places nearby',
      dataClasses: ['public', 'internal'],
      hosts: ['api.lunchboard.example', 'eu.lunchboard.example'],
      sdkPackages: [],
      website: undefined,
      terms: undefined,
      appId: 'where2eat',
    });
    expect(
      screen.getByText(
        'Who has to agree: Security reviewers, IT administrators',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'See where it stands' }),
    ).toHaveAttribute('href', '/micro-apps/vendors/lunch-board');
    expect(onDone).toHaveBeenCalled();
    expect(await axe(document.body)).toHaveNoViolations();
  });

  it('says when somebody had asked already', async () => {
    show({ requestVendor: async () => aVendor({ joined: true }) });
    await fillIn();
    await userEvent.click(await send());
    expect(
      await screen.findByText(/Somebody asked for it already/),
    ).toBeInTheDocument();
  });

  it('stays open with the reason when it is refused', async () => {
    const { onClose } = show({
      requestVendor: async () => {
        throw new MicroAppsError({
          status: 409,
          code: 'name-taken',
          message: '"Lunсh Board" could be taken for Lunch Board',
          details: [],
        });
      },
    });
    await fillIn();
    await userEvent.click(await send());
    expect(
      await screen.findByText('"Lunсh Board" could be taken for Lunch Board'),
    ).toBeInTheDocument();
    expect(screen.getByLabelText(/Name of the service/)).toHaveValue(
      'Lunch Board',
    );
    expect(onClose).not.toHaveBeenCalled();
  });

  it('begins a renewal with what is known', async () => {
    show({}, { facts: aVendor().facts });
    const name = await screen.findByLabelText(/Name of the service/);
    expect(name).toHaveValue('Lunch Board');
    expect(name).toBeDisabled();
    expect(screen.getByLabelText(/Its hosts/)).toHaveValue(
      'api.lunchboard.example',
    );
    await waitFor(async () => expect(await send()).toBeEnabled());
  });
});
