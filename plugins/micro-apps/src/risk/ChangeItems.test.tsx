import { MicroAppsError } from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { anApp, aRequest, MEDIUM } from '../testing/builders';
import type { Answers } from '../testing/fakeClient';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { RiskTab } from './RiskTab';

const ITEMS = [
  { id: 'who', text: 'Say who prints it', done: false },
  { id: 'where', text: 'Say where it hangs', done: false },
];

/** A registry with one request whose items change as they are ticked. */
function registry(tickItem: NonNullable<Answers['tickItem']>) {
  let items = ITEMS;
  const request = () => aRequest({ state: 'changes-requested', items });
  return {
    getApp: async () => anApp({ request: request() }, MEDIUM),
    listEvidence: async () => ({ items: [] }),
    getHistory: async () => ({ items: [] }),
    tickItem: async (id: string, itemId: string, done: boolean) => {
      await tickItem(id, itemId, done);
      items = items.map(item =>
        item.id === itemId ? { ...item, done } : item,
      );
      return request();
    },
    resubmit: jest.fn(async () => aRequest()),
  };
}

describe('Points that the reviewers asked to change', () => {
  it('shows a tick at once, before the server has answered', async () => {
    let answer = () => {};
    const answered = new Promise<void>(resolve => {
      answer = resolve;
    });
    renderScreen(
      <RiskTab appId="where2eat" />,
      registry(async () => {
        await answered;
        return aRequest();
      }),
    );
    const box = await screen.findByLabelText('Say who prints it');
    await userEvent.click(box);
    expect(box).toBeChecked();
    expect(screen.getByText('To change (1 open)')).toBeInTheDocument();
    answer();
    await waitFor(() => expect(box).toBeEnabled());
    expect(box).toBeChecked();
  });

  it('takes the tick back and says why when the server refuses', async () => {
    renderScreen(
      <RiskTab appId="where2eat" />,
      registry(async () => {
        throw new MicroAppsError({
          status: 409,
          code: 'not-in-this-state',
          message: 'The request was withdrawn. Ask for approval again.',
        });
      }),
    );
    const box = await screen.findByLabelText('Say who prints it');
    await userEvent.click(box);
    expect(
      await screen.findByText(
        'The request was withdrawn. Ask for approval again.',
      ),
    ).toBeInTheDocument();
    expect(box).not.toBeChecked();
    expect(screen.getByText('To change (2 open)')).toBeInTheDocument();
  });

  it('keeps two quick ticks, whichever is answered first', async () => {
    let first = true;
    renderScreen(
      <RiskTab appId="where2eat" />,
      registry(async () => {
        const wait = first ? 60 : 10;
        first = false;
        await new Promise(resolve => setTimeout(resolve, wait));
        return aRequest();
      }),
    );
    await userEvent.click(await screen.findByLabelText('Say who prints it'));
    await userEvent.click(screen.getByLabelText('Say where it hangs'));
    expect(screen.getByText('To change (all done)')).toBeInTheDocument();
    const again = screen.getAllByRole('button', { name: 'Submit again' });
    await waitFor(() => expect(again[again.length - 1]).toBeEnabled());
    expect(screen.getByText('To change (all done)')).toBeInTheDocument();
  });
});
