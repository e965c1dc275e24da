import { PORTAL, until } from './session.mjs';

/** Fills in the golden-path form in the browser, step by step, and creates. */
export async function createApp(person, answers) {
  const { page } = person;
  await page.goto(`${PORTAL}/create/templates/default/team-web-app`);
  await page.getByLabel('Name', { exact: false }).first().fill(answers.name);
  await page.locator('textarea').first().fill(answers.purpose);
  await page.getByRole('heading', { name: 'Risk so far' }).waitFor();
  await until('the team is filled in', async () =>
    /product/i.test(await page.locator('#micro-app-unit').innerText()),
  );
  if (answers.look) await person.look('form-1-who');
  await next(page);
  await page
    .getByRole('radio', { name: new RegExp(`^${answers.classification}`, 'i') })
    .check();
  for (const label of answers.kinds ?? []) {
    await page.getByRole('checkbox', { name: new RegExp(`^${label}`) }).check();
  }
  if (answers.volume) {
    for (const box of await page.locator('[role=button][id^=volume-]').all()) {
      await box.click();
      await page.getByRole('option', { name: answers.volume }).click();
    }
  }
  if (answers.look) await person.look('form-2-data');
  await next(page);
  await page.getByText('Which company data does it read?').waitFor();
  for (const scope of answers.scopes ?? []) {
    await page
      .getByRole('checkbox', { name: new RegExp(`\\(${scope}\\)`) })
      .check();
  }
  for (const vendor of answers.vendors ?? []) {
    await page
      .getByRole('checkbox', { name: new RegExp(`\\(${vendor}\\)`) })
      .check();
  }
  if (answers.look) await person.look('form-3-access');
  await next(page);
  await page
    .getByLabel('What happens when it is no longer needed?')
    .fill('Delete all entries, tell the team, then switch it off.');
  if (answers.look) await person.look('form-4-life');
  await next(page);
  await page.getByLabel('This is right').check();
  if (answers.look) await person.look('form-5-check');
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
  await page
    .getByRole('link', { name: 'Open the app' })
    .waitFor({ timeout: 180_000 });
  if (answers.look) await person.look('created');
}

async function next(page) {
  await page.getByRole('button', { name: 'Next' }).click();
  await page.waitForTimeout(400);
}

/** Opens an app's Risk tab. */
export async function openRiskTab(person, id) {
  await person.page.goto(`${PORTAL}/catalog/default/component/${id}/risk`);
  await person.page
    .getByText('Required controls', { exact: true })
    .waitFor({ timeout: 60_000 });
}

/** Presses "Run scans" and waits for their end; the evidence by kind. */
export async function runScans(person, id) {
  await openRiskTab(person, id);
  const before = await person.api('GET', `micro-apps/v1/apps/${id}/scans`);
  const [old] = before.body.items;
  await person.page.getByRole('button', { name: 'Run scans' }).first().click();
  await until(
    'the scans end',
    async () => {
      const { body } = await person.api(
        'GET',
        `micro-apps/v1/apps/${id}/scans`,
      );
      const [scan] = body.items;
      return (
        scan && scan.id !== old?.id && ['done', 'failed'].includes(scan.state)
      );
    },
    240,
  );
  const { body } = await person.api('GET', `micro-apps/v1/apps/${id}`);
  return Object.fromEntries(
    body.findings.map(({ controlId, state, because }) => [
      controlId,
      { state, because },
    ]),
  );
}
