import type { RequestView } from '@micro-apps/plugin-micro-apps-common';
import { MicroAppsError } from '@micro-apps/plugin-micro-apps-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { aRequest } from '../testing/builders';
import type { Answers } from '../testing/fakeClient';
import { anAffectedApp, aVendor } from '../testing/vendors';
import {
  isHiddenWhenNarrow,
  keepsWordsWhole,
} from '../testing/__testUtils__/narrow';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { VendorPage } from './VendorPage';

type Vendor = ReturnType<typeof aVendor>;

function show(vendor: Partial<Vendor> = {}, answers: Answers = {}) {
  return renderScreen(<VendorPage />, {
    getVendor: async () => aVendor(vendor),
    listApps: async () => ({ items: [], total: 0 }),
    ...answers,
  });
}

function waiting(changes: Partial<RequestView> = {}): RequestView {
  return {
    ...aRequest(),
    kind: 'vendor',
    subjectId: 'lunch-board',
    title: 'Lunch Board',
    appId: undefined,
    appName: undefined,
    items: [],
    votes: [],
    requestedBy: 'user:default/maya',
    viewer: { mayVote: true, roles: ['security'] },
    ...changes,
  };
}

describe('A vendor', () => {
  it('says where it stands, what it is, who uses it and what happened', async () => {
    const { container } = show();
    expect(await screen.findByText(/Apps may use it\./)).toHaveTextContent(
      /Apps may use it\. The approval ends in \d+ months/,
    );
    expect(screen.getByText('api.lunchboard.example')).toBeInTheDocument();
    const app = screen.getByRole('link', { name: 'Where2Eat' });
    expect(app).toHaveAttribute(
      'href',
      '/catalog/default/component/where2eat/risk',
    );
    const row = within(screen.getAllByRole('row')[1]);
    expect(row.getByText('named in the registration')).toBeInTheDocument();
    expect(row.getByText('beta')).toBeInTheDocument();
    expect(screen.getByText('Nobody waits for an answer.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Withdraw' })).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('breaks no word of the apps on a narrow screen', async () => {
    show();
    await screen.findByRole('link', { name: 'Where2Eat' });
    const all = [
      ...screen.getAllByRole('columnheader'),
      ...screen.getAllByRole('cell'),
    ];
    expect(all.filter(cell => !keepsWordsWhole(cell))).toEqual([]);
    expect(all.filter(isHiddenWhenNarrow)).toHaveLength(2);
  });

  it.each([
    ['requested', /the reviewers have not begun/],
    ['in-review', /The reviewers are looking at it/],
    ['taken-back', /took the request back/],
    ['rejected', /The reviewers said no, so/],
    ['expired', /Its approval has ended, so/],
    ['withdrawn', /Its approval was taken back/],
  ] as const)('says in words that it is %s', async (state, words) => {
    show({ state });
    expect(await screen.findByText(words)).toBeInTheDocument();
  });

  it('says that nobody uses it, and what a scan found where somebody does', async () => {
    show({ affected: { items: [], total: 0 } });
    expect(await screen.findByText('No app uses it')).toBeInTheDocument();
  });

  it('pages through the apps', async () => {
    show(
      {},
      {
        getVendor: async (_, { cursor } = {}) =>
          aVendor({
            affected: {
              items: [
                anAffectedApp({
                  name: cursor ? 'Second' : 'First',
                  uses: [
                    {
                      through: 'component',
                      name: 'lunchboard-sdk',
                      found: true,
                    },
                  ],
                }),
              ],
              total: 2,
              nextCursor: cursor ? undefined : 'next',
            },
          }),
      },
    );
    await screen.findByText('First');
    expect(
      screen.getByText(
        'uses the package lunchboard-sdk (by its bill of materials)',
      ),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'More apps' }));
    await screen.findByText('Second');
    await userEvent.click(
      screen.getByRole('button', { name: 'From the beginning' }),
    );
    expect(await screen.findByText('First')).toBeInTheDocument();
  });

  it('can be looked for again when it did not arrive', async () => {
    show(
      {},
      {
        getVendor: async () => {
          throw new Error('It does not answer');
        },
      },
    );
    expect(await screen.findByText('It does not answer')).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Try again' }),
    ).toBeInTheDocument();
  });
});

describe('Deciding on a vendor', () => {
  const asked = {
    state: 'requested' as const,
    approvedUntil: undefined,
    openRequestId: 'request-1',
  };

  it('asks for a day, a year on unless told, and sends what was seen', async () => {
    const vote = jest.fn(async () => waiting({ state: 'approved' }));
    show(asked, { getRequest: async () => waiting(), vote });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Approve' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    const day = dialog.getByLabelText(/Approved until/);
    expect(day).toHaveValue(
      new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10),
    );
    await userEvent.type(
      dialog.getByLabelText(/Your reason/),
      'Nothing leaves the company',
    );
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.click(dialog.getByRole('button', { name: 'Approve' }));
    const { envelopeHash, version } = waiting();
    await waitFor(() =>
      expect(vote).toHaveBeenCalledWith(waiting().id, {
        choice: 'approve',
        reason: 'Nothing leaves the company',
        envelopeHash,
        expectedVersion: version,
        decision: {
          approvedUntil: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00Z$/),
          minimumClass: 'public',
          findings: undefined,
        },
        idempotencyKey: expect.any(String),
      }),
    );
  });

  it('wants the findings of the security review where the kind asks for them', async () => {
    show(
      { ...asked, kind: 'payment', needsFindings: true },
      { getRequest: async () => waiting() },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Approve' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByLabelText(/Your reason/), 'Looks fine');
    const approve = dialog.getByRole('button', { name: 'Approve' });
    expect(approve).toBeDisabled();
    await userEvent.type(
      dialog.getByLabelText(/What the security review found/),
      'Two remarks, both mended',
    );
    expect(approve).toBeEnabled();
  });

  it('asks for changes line by line, with no day', async () => {
    const vote = jest.fn(async () => waiting({ state: 'changes-requested' }));
    show(asked, { getRequest: async () => waiting(), vote });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Ask for changes' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.queryByLabelText(/Approved until/)).toBeNull();
    await userEvent.type(dialog.getByLabelText(/Your reason/), 'Nearly there');
    await userEvent.type(
      dialog.getByLabelText(/What has to change/),
      'Name the hosts',
    );
    await userEvent.click(
      dialog.getByRole('button', { name: 'Ask for changes' }),
    );
    await waitFor(() =>
      expect(vote).toHaveBeenCalledWith(
        waiting().id,
        expect.objectContaining({ items: ['Name the hosts'] }),
      ),
    );
    expect(vote.mock.calls).not.toEqual([
      [
        expect.anything(),
        expect.objectContaining({ decision: expect.anything() }),
      ],
    ]);
  });

  it('is not for whoever asked; she can take it back', async () => {
    const withdraw = jest.fn(async () => waiting({ state: 'withdrawn' }));
    show(
      {
        ...asked,
        viewer: { mayRequest: false, mayWithdraw: false, isRequester: true },
      },
      {
        getRequest: async () =>
          waiting({
            viewer: {
              mayVote: false,
              roles: [],
              whyNot: 'You cannot decide on this request',
            },
          }),
        withdraw,
      },
    );
    expect(
      await screen.findByText('You cannot decide on this request'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: 'Take the request back' }),
    );
    expect(withdraw).toHaveBeenCalledWith(waiting().id);
  });

  it('is nothing that others see', async () => {
    show(asked, {
      getRequest: async () => {
        throw new MicroAppsError({
          status: 403,
          code: 'not-allowed',
          message: 'Only reviewers',
          details: [],
        });
      },
    });
    expect(
      await screen.findByText(/Only they and those who asked see/),
    ).toBeInTheDocument();
  });
});

describe('Withdrawing a vendor', () => {
  const mayWithdraw = {
    viewer: { mayRequest: false, mayWithdraw: true, isRequester: false },
  };

  it('names who and how many are touched before it does anything', async () => {
    const withdrawVendor = jest.fn(async () => aVendor({ state: 'withdrawn' }));
    const listAffectedApps = jest.fn(async () => ({
      items: [anAffectedApp()],
      total: 12,
    }));
    show(mayWithdraw, { withdrawVendor, listAffectedApps });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Withdraw' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      await dialog.findByText('12 apps use it. Their owners are told at once.'),
    ).toBeInTheDocument();
    expect(dialog.getByText(/Where2Eat \(/)).toHaveTextContent(
      'Where2Eat (Maya Lind)',
    );
    expect(dialog.getByText('and 11 more')).toBeInTheDocument();
    expect(listAffectedApps).toHaveBeenCalledWith({
      vendor: 'lunch-board',
      limit: 10,
    });
    expect(withdrawVendor).not.toHaveBeenCalled();
    const confirm = dialog.getByRole('button', { name: 'Withdraw it' });
    expect(confirm).toBeDisabled();
    await userEvent.type(
      dialog.getByLabelText(/Your reason/),
      'It was broken into',
    );
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.click(confirm);
    await waitFor(() =>
      expect(withdrawVendor).toHaveBeenCalledWith('lunch-board', {
        reason: 'It was broken into',
      }),
    );
  });

  it('waits until it is known who is touched', async () => {
    show(mayWithdraw, {
      listAffectedApps: async () => {
        throw new Error('The list does not answer');
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Withdraw' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      await dialog.findByText('The list does not answer'),
    ).toBeInTheDocument();
    await userEvent.type(dialog.getByLabelText(/Your reason/), 'Broken into');
    expect(dialog.getByRole('button', { name: 'Withdraw it' })).toBeDisabled();
  });
});
