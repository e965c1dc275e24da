import { DEFAULT_RISK_MODEL } from '@micro-apps/governance-core';
import { SOME_INTEGRATIONS } from '@micro-apps/governance-core/testing';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { aModel, anApp } from '../testing/builders';
import type { Answers } from '../testing/fakeClient';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { EditRegistrationDialog } from './EditRegistrationDialog';

async function open(answers: Answers = {}, app = anApp()) {
  const onClose = jest.fn();
  renderScreen(
    <EditRegistrationDialog app={app} onClose={onClose} onDone={jest.fn()} />,
    {
      getModel: async () => aModel(),
      getIntegrations: async () => ({ items: SOME_INTEGRATIONS }),
      ...answers,
    },
  );
  const box = within(await screen.findByRole('dialog'));
  return { app, box, onClose };
}

describe('Change the registration', () => {
  it('moves the score before anything is saved', async () => {
    const { box, app } = await open();
    expect(box.getByText(/^Now/)).toHaveTextContent(`Now ${app.score} of 10`);
    await userEvent.click(await box.findByLabelText(/\(crm:write\)/));
    expect(box.getByText(/^Medium risk/)).toBeInTheDocument();
  });

  it('counts with the numbers of the company, as the registry does', async () => {
    let arrive = () => {};
    const { box, app } = await open({
      getModel: () =>
        new Promise(resolve => {
          arrive = () =>
            resolve(
              aModel({
                riskModel: {
                  ...DEFAULT_RISK_MODEL,
                  bands: { low: [0, 0], medium: [1, 7], high: [8, 10] },
                },
              }),
            );
        }),
    });
    expect(box.getByText(`Low risk · ${app.score} of 10`)).toBeInTheDocument();
    arrive();
    expect(
      await box.findByText(`Medium risk · ${app.score} of 10`),
    ).toBeInTheDocument();
  });

  it('keeps the score, and cannot save, when the numbers did not arrive', async () => {
    const { box, app } = await open({
      getModel: async () => {
        throw new Error('The numbers did not arrive');
      },
    });
    expect(
      await box.findByText('The numbers did not arrive'),
    ).toBeInTheDocument();
    expect(box.getByText(`Low risk · ${app.score} of 10`)).toBeInTheDocument();
    expect(box.getByRole('button', { name: 'Save the change' })).toBeDisabled();
  });

  it('saves what was changed, for the version that was seen', async () => {
    const changeRegistration = jest.fn(async () => anApp());
    const { box, onClose, app } = await open({ changeRegistration });
    await userEvent.click(await box.findByLabelText(/\(crm:write\)/));
    await userEvent.click(box.getByRole('button', { name: 'Save the change' }));
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(changeRegistration).toHaveBeenCalledWith('where2eat', {
      registration: {
        ...app.registration,
        scopes: ['people:read', 'crm:write'],
      },
      expectedVersion: 1,
    });
  });

  it('says that a change beyond the approval goes back to the reviewers', async () => {
    const { box } = await open();
    expect(box.getByText(/goes back to the reviewers/)).toBeInTheDocument();
  });

  it('says why it cannot be saved when the choices did not arrive', async () => {
    const { box } = await open({
      getIntegrations: async () => {
        throw new Error('The choices did not arrive');
      },
    });
    expect(
      await box.findByText('The choices did not arrive'),
    ).toBeInTheDocument();
    expect(box.getByRole('button', { name: 'Save the change' })).toBeDisabled();
  });

  it('offers the same words as the form', async () => {
    const { box } = await open();
    expect(box.getByText('My team')).toBeInTheDocument();
    expect(box.getByText('Internal')).toBeInTheDocument();
  });

  it('is accessible', async () => {
    const { box } = await open();
    await box.findByLabelText(/\(crm:write\)/);
    expect(await axe(document.body)).toHaveNoViolations();
  });

  it('offers every field of a registration', async () => {
    const changeRegistration = jest.fn(async () => anApp());
    const { box, app } = await open({ changeRegistration });
    await box.findByLabelText(/\(crm:write\)/);
    const write = async (label: RegExp, text: string) => {
      await userEvent.clear(box.getByLabelText(label));
      await userEvent.type(box.getByLabelText(label), text);
    };
    await write(/^Name$/, 'Lunch finder');
    await write(
      /^Other addresses/,
      'https://a.example.com{enter}b.example.com',
    );
    await write(/^Libraries/, 'zod{enter}{enter}express');
    await write(/^What happens when/, 'Delete it all, tell the team');
    await write(/^How much of it/, '5');
    for (const [label, choice] of [
      [/^Who answers for it/, 'Sam Okafor'],
      [/^Where does it run/, 'Outside the company'],
    ] as const) {
      await userEvent.click(box.getByLabelText(label));
      await userEvent.click(
        await screen.findByRole('option', { name: choice }),
      );
    }
    await userEvent.click(box.getByRole('button', { name: 'Save the change' }));
    await waitFor(() =>
      expect(changeRegistration).toHaveBeenCalledWith('where2eat', {
        registration: {
          ...app.registration,
          name: 'Lunch finder',
          owner: 'user:default/sam',
          hosting: 'external',
          endpoints: ['https://a.example.com', 'b.example.com'],
          libraries: ['zod', 'express'],
          decommissionPlan: 'Delete it all, tell the team',
          aiGeneratedShare: 5,
        },
        expectedVersion: 1,
      }),
    );
  });

  it('says of a draft what its repository left out, and puts it on record', async () => {
    const { box } = await open(
      {},
      anApp({
        standing: 'draft',
        missing: [
          { path: 'retentionDays', message: 'Say how many days data is kept' },
        ],
      }),
    );
    expect(box.getByText('Its repository does not say:')).toBeInTheDocument();
    expect(
      box.getByText('How long data is kept: Say how many days data is kept'),
    ).toBeInTheDocument();
    expect(
      box.getByRole('button', { name: 'Put it on record' }),
    ).toBeInTheDocument();
  });
});
