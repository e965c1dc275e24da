import assert from 'node:assert/strict';
import { createApp, openRiskTab } from '../support/goldenPath.mjs';
import { PORTAL, until } from '../support/session.mjs';

const APP = 'cake-list';
const MAYA = 'user:default/maya';
const IVAN = 'user:default/ivan';

/** R4, R10: an owner leaves, and her app finds another one. */
export const name = 'Leaver: from the last day to the new owner';

export async function run({ signIn, step }) {
  const maya = await signIn('maya');
  const sam = await signIn('sam');
  const ivan = await signIn('ivan');
  const api = async (person, path) =>
    (await person.api('GET', `micro-apps/v1/${path}`)).body;
  const succession = (person = sam) => api(person, `apps/${APP}/succession`);
  const app = (person = sam) => api(person, `apps/${APP}`);
  const dialogOf = ({ page }) => page.getByRole('dialog');
  const press = (person, label) =>
    person.page.getByRole('button', { name: label, exact: true }).click();
  const change = async person => {
    const { registration, version } = await app();
    return await person.api('PUT', `micro-apps/v1/apps/${APP}/registration`, {
      registration: { ...registration, purpose: 'Lists cakes, and who bakes' },
      expectedVersion: version,
    });
  };

  await step('Maya has an app, and everybody likes it', async () => {
    await createApp(maya, {
      name: 'Cake List',
      purpose: 'Lists who brings cake on which day.',
      classification: 'Internal',
      scopes: ['people:read'],
    });
    assert.equal((await app()).registration.owner, MAYA);
    assert.equal((await succession()).orphan, undefined);
  });

  await step('Nobody but the platform and security teams says so', async () => {
    const { status } = await maya.api('POST', 'micro-apps/v1/leavers', {
      person: IVAN,
      reason: 'I think so',
    });
    assert.equal(status, 403);
  });

  await step('Security says that she has left', async () => {
    const { page } = sam;
    await page.goto(`${PORTAL}/micro-apps`);
    await page.getByRole('link', { name: 'Leavers' }).click();
    await page.getByText('Every app has an owner, and that is good').waitFor();
    await page.getByRole('tab', { name: 'Who has left' }).click();
    await press(sam, 'Report somebody who has left');
    const dialog = dialogOf(sam);
    await dialog.getByLabel(/Person/).selectOption({ value: MAYA });
    await dialog.getByLabel(/Your reason/).fill('It was her last day.');
    await sam.look('leaver-report');
    await dialog.getByRole('button', { name: 'She has left' }).click();
    await until(
      'her app looks for an owner',
      async () => (await succession()).orphan,
    );
    await page.getByText(/^Looked through/).waitFor();
    await sam.look('leavers');
    assert.deepEqual(await sam.checkAccessibility(), []);
  });

  await step('She can do nothing any more, and the app goes on', async () => {
    assert.equal((await change(maya)).status, 403);
    assert.equal((await app()).standing, 'active');
  });

  await step('Her app is in the list, and Ivan is asked', async () => {
    const { page } = sam;
    await page.getByRole('tab', { name: 'Apps without an owner' }).click();
    await page.getByRole('checkbox', { name: 'Choose Cake List' }).check();
    await press(sam, 'Ask somebody to take over (1)');
    const dialog = dialogOf(sam);
    await dialog.getByLabel(/Whom to ask/).selectOption({ value: IVAN });
    await sam.look('leaver-offer');
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByText('Cake List: asked').waitFor();
    await sam.look('orphans');
    assert.deepEqual(await sam.checkAccessibility(), []);
    // Asking gives nothing to anybody.
    assert.equal((await app()).registration.owner, MAYA);
  });

  await step('Nobody who was not asked takes it', async () => {
    const { version } = await app();
    const { status } = await sam.api(
      'POST',
      `micro-apps/v1/apps/${APP}/succession/accept`,
      { expectedVersion: version },
    );
    assert.equal(status, 403);
  });

  await step('Ivan says yes on the Risk tab', async () => {
    await openRiskTab(ivan, APP);
    await ivan.page.getByText('Will you take this app over?').waitFor();
    await ivan.look('risk-offered');
    assert.deepEqual(await ivan.checkAccessibility(), []);
    await press(ivan, 'Yes, I take it over');
    await until(
      'it is his',
      async () => (await app()).registration.owner === IVAN,
    );
    const { orphan, earlier } = await succession();
    assert.equal(orphan, undefined);
    assert.equal(earlier[0].ended.how, 'accepted');
    assert.equal((await change(ivan)).status, 200);
  });

  await step('She is back, and the app stays with him', async () => {
    const { page } = sam;
    await page.getByRole('tab', { name: 'Who has left' }).click();
    await page.getByRole('button', { name: `${MAYA} is back` }).click();
    const dialog = dialogOf(sam);
    await dialog.getByLabel(/Your reason/).fill('She came back after all.');
    await dialog.getByRole('button', { name: 'Is back', exact: true }).click();
    await until(
      'she can sign in',
      async () =>
        (await maya.api('GET', `micro-apps/v1/apps/${APP}`)).status === 200,
    );
    assert.equal((await change(maya)).status, 403);
    assert.equal((await app()).registration.owner, IVAN);
  });

  for (const { name: who, problems } of [maya, sam, ivan]) {
    assert.deepEqual(problems, [], `Nothing broke in ${who}'s browser`);
  }
}
