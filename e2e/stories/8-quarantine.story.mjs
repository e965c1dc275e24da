import assert from 'node:assert/strict';
import { createApp, openRiskTab, runScans } from '../support/goldenPath.mjs';
import { changeApp } from '../support/repository.mjs';
import { PORTAL, until } from '../support/session.mjs';

const APP = 'snack-list';

/** Security stops a running app; its owner mends it and frees it herself. */
export const name =
  'Quarantine: stopped at once, mended, released by its checks';

export async function run({ signIn, step }) {
  const maya = await signIn('maya');
  const sam = await signIn('sam');
  const api = async (person, path = '') =>
    (await person.api('GET', `micro-apps/v1/apps/${APP}${path}`)).body;
  const hold = () => api(maya, '/containment');
  const beta = async () => (await api(maya, '/deployments')).items[0];
  /** Whether a copy answers in the browser; where nothing listens, none does. */
  const answers = async url => {
    const page = await maya.context.newPage();
    try {
      return (await page.goto(`${url}/health`))?.ok() ?? false;
    } catch {
      return false;
    } finally {
      await page.close();
    }
  };
  let signInAddress;
  let betaUrl;
  let ranBefore;

  await step('A low-risk app runs in beta', async () => {
    await createApp(maya, {
      name: 'Snack List',
      purpose: 'Lists what is left in the kitchen of our floor.',
      classification: 'Internal',
      scopes: ['people:read'],
    });
    await runScans(maya, APP);
    await until(
      'the rules approve',
      async () => (await api(maya)).approval === 'approved',
    );
    const asked = await maya.api(
      'POST',
      `micro-apps/v1/apps/${APP}/promotions`,
      { environment: 'beta' },
    );
    assert.equal(asked.status, 202, JSON.stringify(asked.body));
    await until('beta runs', async () => {
      const newest = await beta();
      if (newest?.state === 'failed') throw new Error(newest.reason);
      return newest?.state === 'running';
    });
    ({ url: betaUrl, commit: ranBefore } = await beta());
    assert.equal(await answers(betaUrl), true);
    // The way that its sign-in takes; the client is known there now.
    const page = await maya.context.newPage();
    page.on('request', request => {
      const url = request.url();
      if (url.includes('localhost:7010') && url.includes('client_id=')) {
        signInAddress ??= url;
      }
    });
    await page.goto(`${betaUrl}/people`);
    await page.close();
    assert.ok(signInAddress, 'It signs people in at the identity provider');
    const { status } = await fetch(signInAddress, { redirect: 'manual' });
    assert.ok(status < 400, `The client is known: ${status}`);
  });

  await step('Its owner pushes a change that nobody has checked', async () => {
    const { url } = await api(maya, '/repository');
    changeApp({
      url,
      message: 'Try something',
      edit: ({ read, write }) =>
        write('README.md', `${read('README.md')}\nTried something.\n`),
    });
  });

  await step('Security quarantines it on the Risk tab', async () => {
    await openRiskTab(sam, APP);
    const { page } = sam;
    await page.getByRole('button', { name: 'Quarantine', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByLabel(/Your reason/)
      .fill('It calls an address that we do not know. Check it again.');
    await sam.look('quarantine-dialog');
    await dialog.getByRole('button', { name: 'Quarantine the app' }).click();
    await page.getByText('This app is in quarantine').waitFor();
    // Every gate is closed from that moment on.
    const { standing, gate } = await api(maya);
    assert.equal(standing, 'quarantined');
    assert.equal(gate.violations[0].code, 'app-quarantined');
    const refused = await maya.api(
      'POST',
      `micro-apps/v1/apps/${APP}/promotions`,
      { environment: 'beta' },
    );
    assert.equal(refused.status, 409);
  });

  await step(
    'Its link no longer answers, and its client gets nothing',
    async () => {
      await until(
        'it is confirmed',
        async () => (await hold()).hold.revoking === false,
      );
      assert.equal(await answers(betaUrl), false);
      const { sandbox } = await api(maya);
      assert.equal(await answers(sandbox.url), false);
      const { status } = await fetch(signInAddress, { redirect: 'manual' });
      assert.ok(status >= 400, `The client is gone: ${status}`);
    },
  );

  await step('Its owner sees why, by whom, and the steps', async () => {
    await openRiskTab(maya, APP);
    const { page } = maya;
    const banner = page.getByRole('note', {
      name: 'This app is in quarantine',
    });
    await banner.getByText(/It calls an address that we do not know/).waitFor();
    await banner
      .getByRole('list', { name: 'Steps to the release' })
      .getByRole('listitem')
      .first()
      .waitFor();
    await maya.look('quarantine-owner');
    assert.deepEqual(await maya.checkAccessibility(), []);
    // Not before it is mended, and not by the way that others have.
    await banner
      .getByRole('button', { name: 'Release it by its checks' })
      .click();
    await banner.getByText(/not met yet/).waitFor();
    const { version, hold: held } = await hold();
    const other = await maya.api(
      'POST',
      `micro-apps/v1/apps/${APP}/containment`,
      {
        action: 'release',
        reason: 'It is mine',
        expectedVersion: version,
        holdId: held.id,
      },
    );
    assert.equal(other.status, 403);
    assert.equal((await api(maya)).standing, 'quarantined');
  });

  await step('The fleet page shows what is held, and since when', async () => {
    const { page } = sam;
    await page.goto(`${PORTAL}/micro-apps/fleet`);
    const row = page.getByRole('row', { name: /Snack List/ });
    await row.getByText(/It calls an address that we do not know/).waitFor();
    await row.getByRole('button', { name: 'Release Snack List' }).waitFor();
    await sam.look('fleet-held');
    assert.deepEqual(await sam.checkAccessibility(), []);
  });

  await step('She has it checked and releases it herself', async () => {
    const findings = await runScans(maya, APP);
    assert.equal(findings['dynamic-security-scan'].state, 'satisfied');
    await openRiskTab(maya, APP);
    const { page } = maya;
    await page.getByText(/It can be released now/).waitFor();
    await page
      .getByRole('button', { name: 'Release it by its checks' })
      .click();
    await until(
      'it is released',
      async () => (await api(maya)).standing === 'active',
    );
  });

  await step('What ran before runs again, with a new sign-in', async () => {
    await until('beta runs again', async () => {
      const newest = await beta();
      if (newest?.state === 'failed') throw new Error(newest.reason);
      return newest?.state === 'running';
    });
    const { url, commit } = await beta();
    assert.equal(commit, ranBefore);
    assert.equal(await answers(url), true);
    await openRiskTab(maya, APP);
    await maya.page.getByText('Earlier holds (1)').waitFor();
    await maya.look('quarantine-over');
    assert.deepEqual(await maya.checkAccessibility(), []);
    await maya.page.goto(`${PORTAL}/micro-apps`);
    await maya.page.getByText('Snack List').first().waitFor();
  });

  await step(
    'Security stops all apps of an owner, and takes it back',
    async () => {
      const { page } = sam;
      const standing = async () => (await api(sam)).standing;
      await page.goto(`${PORTAL}/micro-apps/fleet`);
      await page.getByRole('tab', { name: 'Emergency stop' }).click();
      await page.getByLabel('What to do').selectOption({ value: 'restrict' });
      await page.getByLabel('Owner or second owner').fill('user:default/maya');
      await page
        .getByRole('button', { name: 'Show what it would touch' })
        .click();
      await page.getByText(/Of these it would hold: \d+/).waitFor();
      await sam.look('fleet-stop');
      assert.deepEqual(await sam.checkAccessibility(), []);
      assert.equal(await standing(), 'active');
      await page.getByRole('button', { name: /^Hold these apps/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog
        .getByLabel(/Your reason/)
        .fill('Her account was broken into.');
      await dialog.getByRole('button', { name: /^Hold these apps/ }).click();
      await until(
        'it is held',
        async () => (await standing()) === 'restricted',
      );
      await page
        .getByText(/Through/)
        .first()
        .waitFor();
      await page.getByRole('button', { name: 'Results' }).first().click();
      await page.getByRole('table', { name: 'Results of the run' }).waitFor();
      await sam.look('fleet-runs');
      assert.deepEqual(await sam.checkAccessibility(), []);
      await page.getByRole('button', { name: 'Undo this run' }).click();
      await dialog.getByLabel(/Your reason/).fill('It was not her account.');
      await dialog.getByRole('button', { name: 'Undo this run' }).click();
      await until(
        'it is free again',
        async () => (await standing()) === 'active',
      );
    },
  );
  await maya.close();
  await sam.close();
}
