import assert from 'node:assert/strict';
import { createApp, openRiskTab, runScans } from '../support/goldenPath.mjs';
import { PORTAL, until } from '../support/session.mjs';

const APP = 'desk-finder';
const CONTROL = 'owner-attestation';
const TITLE = 'Owner confirms data handling';

/** One control stays open; IT lifts it for a while, and takes that back. */
export const name = 'Exception: IT lifts an open control for a while';

export async function run({ signIn, step }) {
  const maya = await signIn('maya');
  const ivan = await signIn('ivan');
  const sam = await signIn('sam');
  const detail = async person =>
    (await person.api('GET', `micro-apps/v1/apps/${APP}`)).body;
  const finding = async () =>
    (await detail(maya)).findings.find(
      ({ controlId }) => controlId === CONTROL,
    );
  const exceptions = async person =>
    (await person.api('GET', `micro-apps/v1/apps/${APP}/exceptions`)).body
      .items;
  const promote = () =>
    maya.api('POST', `micro-apps/v1/apps/${APP}/promotions`, {
      environment: 'beta',
    });

  await step('A Medium app is made', () =>
    createApp(maya, {
      name: 'Desk Finder',
      purpose: 'Shows the team which desks are free on which day.',
      classification: 'Internal',
      scopes: ['people:export'],
    }),
  );
  await step('It passes its scans, and one control stays open', async () => {
    const findings = await runScans(maya, APP);
    assert.equal(findings[CONTROL].state, 'unknown');
    assert.equal(findings['security-headers'].state, 'satisfied');
  });
  await step(
    'A reviewer approves it; the open control holds it back',
    async () => {
      const app = await detail(maya);
      const asked = await maya.api(
        'POST',
        `micro-apps/v1/apps/${APP}/requests`,
        { expectedVersion: app.version },
      );
      assert.equal(asked.status, 201, JSON.stringify(asked.body));
      const vote = await sam.api(
        'POST',
        `micro-apps/v1/requests/${asked.body.id}/votes`,
        {
          choice: 'approve',
          reason: 'Only desks and names',
          envelopeHash: app.envelopeHash,
          expectedVersion: app.version,
        },
      );
      assert.equal(vote.status, 200, JSON.stringify(vote.body));
      const answer = await promote();
      assert.equal(answer.status, 409);
      assert.deepEqual(
        answer.body.error.details.map(({ path }) => path),
        [CONTROL],
      );
    },
  );
  await step('The owner asks for an exception beside the control', async () => {
    await openRiskTab(maya, APP);
    const { page } = maya;
    await page.getByText('None, and that is good').waitFor();
    await page
      .getByRole('button', { name: new RegExp(TITLE) })
      .first()
      .click();
    await page
      .getByRole('button', { name: 'Ask for an exception' })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/IT grants it\./).waitFor();
    await dialog
      .getByLabel(/Why can it not be met now/)
      .fill('I am away, and the desks are needed on Monday.');
    await dialog.getByLabel(/For how many days/).fill('5');
    await dialog
      .getByLabel(/Which control makes up for it/)
      .selectOption({ value: 'security-headers' });
    await dialog
      .getByLabel(/What do you do instead/)
      .fill('Rita looks at the list each morning.');
    await maya.look('exception-ask');
    await dialog.getByRole('button', { name: 'Ask for it' }).click();
    await until(
      'it is asked for',
      async () => (await exceptions(maya))[0]?.standing === 'asked',
    );
    // Asking alone lifts nothing.
    assert.equal((await finding()).state, 'unknown');
    assert.equal((await promote()).status, 409);
  });
  await step(
    'She cannot grant it herself, on the page or by REST',
    async () => {
      await openRiskTab(maya, APP);
      await maya.page.getByText(/IT administrators: 0 of 1/).waitFor();
      assert.equal(
        await maya.page
          .getByRole('button', { name: 'Grant the exception' })
          .count(),
        0,
      );
      const [{ requestId }] = await exceptions(maya);
      const { body: request } = await maya.api(
        'GET',
        `micro-apps/v1/requests/${requestId}`,
      );
      const answer = await maya.api(
        'POST',
        `micro-apps/v1/requests/${requestId}/votes`,
        {
          choice: 'approve',
          reason: 'It is mine',
          envelopeHash: request.envelopeHash,
          expectedVersion: request.version,
        },
      );
      assert.equal(answer.status, 403);
    },
  );
  await step(
    'IT finds it in the queue and grants it on the Risk tab',
    async () => {
      const { page } = ivan;
      await page.goto(`${PORTAL}/micro-apps/review`);
      await page
        .getByRole('link', {
          name: `Exception from "${TITLE}" for Desk Finder`,
        })
        .click();
      await page.getByRole('button', { name: 'Grant the exception' }).waitFor();
      await ivan.look('exception-decide');
      assert.deepEqual(await ivan.checkAccessibility(), []);
      await page.getByRole('button', { name: 'Grant the exception' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(/Your reason/).fill('Five days, and Rita looks.');
      await dialog.getByRole('button', { name: 'Grant the exception' }).click();
      await until(
        'it is granted',
        async () => (await exceptions(maya))[0]?.standing === 'active',
      );
    },
  );
  await step('The gate is open, and everybody sees until when', async () => {
    const { code, state, expiresAt, exceptionId } = await finding();
    const [granted] = await exceptions(maya);
    assert.deepEqual(
      [code, state, exceptionId, expiresAt],
      ['excepted', 'not-applicable', granted.id, granted.endsAt],
    );
    await openRiskTab(maya, APP);
    await maya.page
      .getByText(/^Excepted until/)
      .first()
      .waitFor();
    await maya.look('risk-excepted');
    assert.deepEqual(await maya.checkAccessibility(), []);
    const answer = await promote();
    assert.equal(answer.status, 202, JSON.stringify(answer.body));
    await until('beta runs', async () => {
      const [newest] = (await detail(maya)).deployments;
      if (newest?.state === 'failed') throw new Error(newest.reason);
      return newest?.state === 'running';
    });
  });
  await step('The ledger lists it for IT', async () => {
    const { page } = ivan;
    await page.goto(`${PORTAL}/micro-apps/exceptions`);
    await page.getByRole('link', { name: 'Desk Finder' }).waitFor();
    await ivan.look('exceptions');
    assert.deepEqual(await ivan.checkAccessibility(), []);
  });
  await step('IT takes it back, and the gate is closed at once', async () => {
    await openRiskTab(ivan, APP);
    const { page } = ivan;
    await page.getByRole('button', { name: 'End it now' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/Why now/).fill('Maya is back.');
    await ivan.look('exception-revoke');
    await dialog.getByRole('button', { name: 'End the exception' }).click();
    await until(
      'it is taken back',
      async () => (await exceptions(maya))[0]?.standing === 'revoked',
    );
    assert.equal((await finding()).state, 'unknown');
    const gate = (await detail(maya)).gate;
    assert.equal(gate.allowed, false);
    assert.deepEqual(
      gate.violations.map(({ controlId }) => controlId),
      [CONTROL],
    );
    // What runs keeps running.
    const [newest] = (await detail(maya)).deployments;
    assert.equal(newest.state, 'running');
  });
  await maya.close();
  await ivan.close();
  await sam.close();
}
