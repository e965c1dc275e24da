import assert from 'node:assert/strict';
import { createApp, openRiskTab } from '../support/goldenPath.mjs';
import { PORTAL, until } from '../support/session.mjs';

const APP = 'menu-board';
const VENDOR = 'lunch-board';

/** R6: asked for, approved until a date, used, withdrawn; and who is touched. */
export const name =
  'Vendor: asked for in place, approved until a date, and withdrawn';

export async function run({ signIn, step }) {
  const maya = await signIn('maya');
  const sam = await signIn('sam');
  const vendor = async person =>
    (await person.api('GET', `micro-apps/v1/vendors/${VENDOR}`)).body;
  const control = async () => {
    const { body } = await maya.api('GET', `micro-apps/v1/apps/${APP}`);
    return body.findings.find(
      ({ controlId }) => controlId === 'approved-vendors',
    );
  };
  const inADay = new Date(Date.now() + 180 * 86_400_000)
    .toISOString()
    .slice(0, 10);

  await step('The maker does not find it among the vendors', async () => {
    const { page } = maya;
    await page.goto(`${PORTAL}/micro-apps`);
    await page.getByRole('link', { name: 'Vendors' }).click();
    await page.getByRole('link', { name: 'OpenStreetMap' }).waitFor();
    await maya.look('vendors');
    assert.deepEqual(await maya.checkAccessibility(), []);
    await page.getByLabel('Find').fill('Lunch Board');
    await page.getByText('Nothing found').waitFor();
  });

  await step('She asks for it, and sees where it stands', async () => {
    const { page } = maya;
    await page.getByRole('button', { name: 'Ask for a vendor' }).click();
    const dialog = page.getByRole('dialog');
    assert.equal(
      await dialog.getByLabel('Name of the service').inputValue(),
      'Lunch Board',
    );
    await dialog
      .getByLabel('What is it wanted for?')
      .fill('Shows the menus of the places nearby.');
    await dialog.getByRole('checkbox', { name: 'Public' }).check();
    await dialog.getByLabel('Its hosts').fill('api.lunchboard.example');
    await maya.look('vendor-request');
    await dialog.getByRole('button', { name: 'Ask the reviewers' }).click();
    await page.getByText('Lunch Board is asked for').waitFor();
    await page.getByRole('button', { name: 'See where it stands' }).click();
    await page.getByText(/the reviewers have not begun/).waitFor();
    await maya.look('vendor-requested');
    assert.deepEqual(await maya.checkAccessibility(), []);
  });

  await step('A name that looks like it is refused', async () => {
    const { status, body } = await maya.api('POST', 'micro-apps/v1/vendors', {
      title: 'Lunсh Board',
      kind: 'general',
      purpose: 'Shows the menus of the places nearby.',
      dataClasses: ['public'],
      hosts: ['api.lunchboard-example.example'],
      sdkPackages: [],
    });
    assert.equal(status, 409);
    assert.equal(body.error.code, 'name-taken');
  });

  await step('Who asked cannot decide', async () => {
    const { openRequestId } = await vendor(maya);
    const request = await maya.api(
      'GET',
      `micro-apps/v1/requests/${openRequestId}`,
    );
    const { envelopeHash, version } = request.body;
    const vote = await maya.api(
      'POST',
      `micro-apps/v1/requests/${openRequestId}/votes`,
      {
        choice: 'approve',
        reason: 'I want it',
        envelopeHash,
        expectedVersion: version,
      },
    );
    assert.equal(vote.status, 403);
    assert.equal(
      await maya.page
        .getByRole('button', { name: 'Approve', exact: true })
        .count(),
      0,
    );
  });

  await step('Security finds it in the queue and approves it', async () => {
    const { page } = sam;
    await page.goto(`${PORTAL}/micro-apps/review`);
    await page.getByRole('link', { name: 'Lunch Board' }).click();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Approved until').fill(inADay);
    await dialog.getByLabel(/Your reason/).fill('Only public menus.');
    await sam.look('vendor-vote');
    await dialog.getByRole('button', { name: 'Approve', exact: true }).click();
    await until(
      'it is approved',
      async () => (await vendor(maya)).state === 'approved',
    );
    const { approvedUntil } = await vendor(maya);
    assert.equal(approvedUntil.slice(0, 10), inADay);
  });

  await step('Now the form offers it, and an app uses it', async () => {
    await createApp(maya, {
      name: 'Menu Board',
      purpose: 'Shows what there is for lunch around the office.',
      classification: 'Internal',
      vendors: [VENDOR],
    });
    assert.equal((await control()).state, 'satisfied');
  });

  await step('Withdrawing says who is touched before it happens', async () => {
    const { page } = sam;
    await page.goto(`${PORTAL}/micro-apps/vendors/${VENDOR}`);
    await page.getByRole('link', { name: 'Menu Board' }).waitFor();
    await sam.look('vendor-approved');
    assert.deepEqual(await sam.checkAccessibility(), []);
    await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/^1 app uses it/).waitFor();
    await dialog.getByText('Menu Board').waitFor();
    assert.equal((await vendor(maya)).state, 'approved');
    await dialog.getByLabel(/Your reason/).fill('It was broken into.');
    await sam.look('vendor-withdraw');
    await dialog.getByRole('button', { name: 'Withdraw it' }).click();
    await page.getByText(/Its approval was taken back/).waitFor();
    await sam.look('vendor-withdrawn');
  });

  await step('The app is listed as affected, and its gate closes', async () => {
    const affected = await sam.api(
      'GET',
      `micro-apps/v1/affected-apps?vendor=${VENDOR}`,
    );
    assert.deepEqual(
      affected.body.items.map(({ id }) => id),
      [APP],
    );
    const { state, because } = await control();
    assert.equal(state, 'not-satisfied');
    assert.match(because, /its approval was taken back/);
    const promoted = await maya.api(
      'POST',
      `micro-apps/v1/apps/${APP}/promotions`,
      { environment: 'beta' },
    );
    assert.equal(promoted.status, 409);
    await openRiskTab(maya, APP);
    await maya.page
      .getByText(/its approval was taken back/)
      .first()
      .waitFor();
  });

  await maya.close();
  await sam.close();
}
