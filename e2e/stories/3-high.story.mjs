import assert from 'node:assert/strict';
import { createApp, openRiskTab, runScans } from '../support/goldenPath.mjs';
import { until } from '../support/session.mjs';

const APP = 'people-survey';

/** Internal but PII-heavy: a security review and an incident plan first. */
export const name = 'High: much personal data needs a review and a plan';

export async function run({ signIn, step }) {
  const maya = await signIn('maya');
  const sam = await signIn('sam');
  const detail = async () =>
    (await maya.api('GET', `micro-apps/v1/apps/${APP}`)).body;
  const promote = () =>
    maya.api('POST', `micro-apps/v1/apps/${APP}/promotions`, {
      environment: 'beta',
    });
  const refused = async () => {
    const { status, body } = await promote();
    assert.equal(status, 409);
    return body.error.details.map(({ path }) => path);
  };

  await step('It scores High', async () => {
    await createApp(maya, {
      name: 'People Survey',
      purpose: 'Asks everybody in the company how they like to work.',
      classification: 'Internal',
      kinds: ['Names', 'Contact details', 'Where people are', 'Work facts'],
      volume: '10,000 people or more',
    });
    assert.equal((await detail()).band, 'high');
  });
  await step('Scans alone do not open the gate', async () => {
    await runScans(maya, APP);
    const open = await refused();
    assert.ok(open.includes('security-review'));
    assert.ok(open.includes('incident-response-plan'));
    await openRiskTab(maya, APP);
    await maya.look('risk-high');
  });
  await step('The owner attests and writes the incident plan', async () => {
    const { page } = maya;
    await page
      .getByRole('button', { name: /^Attest/ })
      .first()
      .click();
    const boxes = page.getByRole('dialog').getByRole('checkbox');
    for (const box of await boxes.all()) await box.check();
    await page.getByRole('button', { name: 'Confirm all three' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Write the document' }).click();
    const dialog = page.getByRole('dialog');
    for (const field of await dialog
      .locator('textarea:not([readonly])')
      .all()) {
      await field.fill('Maya is called first and stops the app at once.');
    }
    await maya.look('plan-dialog');
    await dialog.getByRole('button', { name: 'Hand it in' }).click();
    await dialog.waitFor({ state: 'detached' });
  });
  await step('Asking for approval alone does not open it either', async () => {
    const app = await detail();
    const asked = await maya.api('POST', `micro-apps/v1/apps/${APP}/requests`, {
      expectedVersion: app.version,
    });
    assert.equal(asked.status, 201);
    assert.ok((await refused()).includes('security-review'));
  });
  await step('The owner cannot review her own app', async () => {
    const { envelopeHash } = await detail();
    const { status } = await maya.api(
      'POST',
      `micro-apps/v1/apps/${APP}/security-review`,
      {
        envelopeHash,
        outcome: 'pass',
        notes: 'I looked at everything myself.',
      },
    );
    assert.equal(status, 403);
  });
  await step('A security reviewer reviews and approves', async () => {
    await openRiskTab(sam, APP);
    const { page } = sam;
    await page
      .getByRole('button', { name: /^(.*)Security review/ })
      .first()
      .click();
    await page
      .getByRole('button', { name: 'Record the review' })
      .first()
      .click();
    const review = page.getByRole('dialog');
    await review.getByLabel('It can be used').check();
    await review
      .getByLabel(/What you looked at/)
      .fill('Looked at sign-in, storage and the questions. Fine.');
    await review.getByRole('button', { name: 'Record the review' }).click();
    await review.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    const vote = page.getByRole('dialog');
    await vote.getByLabel(/Your reason/).fill('Reviewed; the plan is good.');
    await vote.getByRole('button', { name: 'Approve', exact: true }).click();
    await vote.waitFor({ state: 'detached' });
    await until(
      'it is approved',
      async () => (await detail()).approval === 'approved',
    );
  });
  await step('Now it passes', async () => {
    const { status, body } = await promote();
    assert.equal(status, 202, JSON.stringify(body));
  });
  await step('Confidential and Regulated apps are held by DLP', async () => {
    for (const [classification, band] of [
      ['confidential', 'medium'],
      ['regulated', 'high'],
    ]) {
      const { registration } = await detail();
      const made = await maya.api('POST', 'micro-apps/v1/apps', {
        registration: {
          ...registration,
          name: `Held ${classification}`,
          classification,
          dataTypes: [],
          scopes: [],
        },
      });
      assert.equal(made.status, 201);
      assert.equal(made.body.band, band);
      assert.ok(
        made.body.gate.violations.some(
          ({ controlId }) => controlId === 'data-loss-prevention',
        ),
      );
    }
  });
  await maya.close();
  await sam.close();
}
