import { anIntegration } from '@micro-apps/governance-core/testing';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { aVendor } from '../testing/vendors';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { VendorsInput } from './VendorsInput';

const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();
const YESTERDAY = new Date(Date.now() - 86_400_000).toISOString();

const vendor = (title: string, changes = {}) =>
  anIntegration({
    kind: 'vendor',
    name: title.toLowerCase(),
    title,
    vendorKind: 'general',
    ...changes,
  });

const VENDORS = [
  anIntegration(),
  vendor('Running', { approvedUntil: TOMORROW }),
  vendor('Endless'),
  vendor('Ended', { approvedUntil: YESTERDAY }),
  vendor('Withdrawn', { approvedUntil: TOMORROW, withdrawnAt: YESTERDAY }),
];

function show(value: readonly string[] = []) {
  const onChange = jest.fn();
  const onAsked = jest.fn();
  const { container } = renderScreen(
    <VendorsInput
      integrations={VENDORS}
      value={value}
      onChange={onChange}
      onAsked={onAsked}
    />,
    {
      listApps: async () => ({ items: [], total: 0 }),
      requestVendor: async () => aVendor({ state: 'requested' }),
    },
  );
  return { onChange, onAsked, container };
}

const offered = async () =>
  (await screen.findAllByRole('checkbox')).map(
    box => box.closest('label')?.textContent,
  );

describe('Services outside', () => {
  it('are only those that are approved now', async () => {
    const { container } = show();
    expect(await offered()).toEqual(['Running (running)', 'Endless (endless)']);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('can be left out when they were chosen and are approved no more', async () => {
    const { onChange } = show(['withdrawn']);
    expect(await offered()).toContain('Withdrawn (withdrawn)');
    expect(
      screen.getByText(
        'Not approved any more: leave it out, or ask for it again.',
      ),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByLabelText(/\(withdrawn\)/));
    expect(onChange).toHaveBeenCalledWith([]);
  });

  it('are asked for in place, and the list is looked at again', async () => {
    const { onAsked } = show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Request it' }),
    );
    await userEvent.type(
      await screen.findByLabelText(/Name of the service/),
      'Lunch Board',
    );
    await userEvent.type(
      screen.getByLabelText(/What is it wanted for/),
      'Shows the menus of the places nearby',
    );
    await userEvent.click(screen.getByRole('checkbox', { name: 'Public' }));
    await userEvent.click(
      screen.getByRole('button', { name: 'Ask the reviewers' }),
    );
    expect(
      await screen.findByText('Lunch Board is asked for'),
    ).toBeInTheDocument();
    await waitFor(() => expect(onAsked).toHaveBeenCalled());
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
    await waitFor(() =>
      expect(screen.queryByText('Lunch Board is asked for')).toBeNull(),
    );
  });
});
