import assert from 'node:assert/strict';
import { createApp, openRiskTab } from '../support/goldenPath.mjs';
import { PORTAL, until } from '../support/session.mjs';

const APP = 'old-poll';
const PLAN = `apps/${APP}/artefacts/decommission-plan`;

/** Its end is planned, counted, and carried out; its record stays. */
export const name = 'The end: planned in a form, counted, carried out';

export async function run({ signIn, step }) {
  const maya = await signIn('maya');
  const sam = await signIn('sam');
  const api = async (person, path) =>
    (await person.api('GET', `micro-apps/v1/${path}`)).body;
  let url;

  await step('An app runs in its sandbox', async () => {
    await createApp(maya, {
      name: 'Old Poll',
      purpose: 'Asked our floor once where the summer party should be.',
      classification: 'Internal',
      scopes: [],
    });
    await until('the sandbox runs', async () => {
      const sandbox = await api(maya, `apps/${APP}/sandbox`);
      ({ url } = sandbox);
      return sandbox.state === 'running';
    });
  });

  await step('Its owner fills in how it ends, with examples', async () => {
    const { page } = maya;
    await page.goto(`${PORTAL}/micro-apps/apps/${APP}/forms/decommission-plan`);
    const answers = page.locator('main textarea:not([aria-hidden])');
    await answers.first().waitFor();
    for (const answer of await answers.all()) {
      await answer.fill('Maya does that on the last day of the year.');
    }
    await maya.look('form');
    assert.deepEqual(await maya.checkAccessibility(), []);
    await page.getByRole('button', { name: /^Finish/ }).click();
    await page
      .getByText('It is finished, and counts as proof.')
      .first()
      .waitFor();
    await maya.look('form-finished');
    assert.equal((await api(maya, PLAN)).state, 'finished');
    const { body } = await maya.api(
      'GET',
      `micro-apps/v1/apps/${APP}/evidence`,
    );
    assert.ok(body.items.some(({ kind }) => kind === 'decommission-plan'));
  });

  await step(
    'Security reads the numbers, and the list behind one',
    async () => {
      const { page } = sam;
      await page.goto(`${PORTAL}/micro-apps`);
      await page.getByRole('link', { name: 'Numbers' }).click();
      await page.getByText('By risk').first().waitFor();
      await sam.look('numbers-posture');
      assert.deepEqual(await sam.checkAccessibility(), []);
      await page.getByRole('tab', { name: 'Daily checklist' }).click();
      await page.getByText('Every question answers itself').waitFor();
      await sam.look('numbers-checklist');
      assert.deepEqual(await sam.checkAccessibility(), []);
      await page.getByRole('tab', { name: 'Key metrics' }).click();
      await page.getByText('By wall clock: nothing pauses').waitFor();
      await sam.look('numbers-metrics');
      await page.getByRole('tab', { name: 'First 90 days' }).click();
      await page.getByText(/Weeks/).first().waitFor();
      await sam.look('numbers-rollout');
    },
  );

  await step('Its owner ends it, after a look at what that does', async () => {
    const { page } = maya;
    const dialog = page.getByRole('dialog');
    await openRiskTab(maya, APP);
    await page.getByRole('button', { name: 'Retire the app…' }).click();
    await dialog.getByLabel(/^Your reason/).fill('The party is over.');
    await dialog.getByLabel(/^Type the name/).fill('Old Poll');
    await maya.look('retire-dialog');
    await dialog
      .getByRole('button', { name: 'Retire the app for good' })
      .click();
    await page.getByText('This app is retired', { exact: true }).waitFor();
    await until('its access ends', async () => {
      const { retirement } = await api(maya, `apps/${APP}/retirement`);
      return retirement?.accessEndedAt !== undefined;
    });
    await page.getByText(/^Nothing of it runs/).waitFor();
    await maya.look('risk-retired');
    assert.deepEqual(await maya.checkAccessibility(), []);
  });

  await step(
    'Nothing of it runs, nobody brings it back, and its record stays',
    async () => {
      const page = await maya.context.newPage();
      const answer = await page.goto(`${url}/health`).catch(() => undefined);
      await page.close();
      assert.ok(!answer?.ok());
      const started = await maya.api(
        'POST',
        `micro-apps/v1/apps/${APP}/sandbox/start`,
        {},
      );
      assert.equal(started.status, 409, JSON.stringify(started.body));
      const app = await api(sam, `apps/${APP}`);
      assert.equal(app.standing, 'retired');
    },
  );
  await maya.close();
  await sam.close();
}
