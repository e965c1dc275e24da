import { DEFAULT_RISK_MODEL } from '@micro-apps/governance-core';
import { SOME_INTEGRATIONS } from '@micro-apps/governance-core/testing';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { aModel, anApp } from '../testing/builders';
import type { Answers } from '../testing/fakeClient';
import { renderScreen } from '../testing/__testUtils__/renderScreen';
import { EditRegistrationDialog } from './EditRegistrationDialog';

async function open(answers: Answers = {}) {
  const onClose = jest.fn();
  const app = anApp();
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
    const { box, app } = await open({
      getModel: async () =>
        aModel({
          riskModel: {
            ...DEFAULT_RISK_MODEL,
            bands: { low: [0, 0], medium: [1, 7], high: [8, 10] },
          },
        }),
    });
    expect(box.getByText(`Low risk · ${app.score} of 10`)).toBeInTheDocument();
    await box.findByLabelText(/\(crm:write\)/);
    expect(
      box.getByText(`Medium risk · ${app.score} of 10`),
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
});
