import assert from 'node:assert/strict';
import { createApp, openRiskTab } from '../support/goldenPath.mjs';
import { PORTAL, until } from '../support/session.mjs';

const APP = 'lunch-rota';
const OTHER = 'lunch-money';
const TITLE = 'A list of names went to the wrong people';

/** R9: reported, taken on, explained, talked through, closed, opened again. */
export const name = 'Incident: from the report to its end, and back';

export async function run({ signIn, step }) {
  const maya = await signIn('maya');
  const sam = await signIn('sam');
  const ivan = await signIn('ivan');
  const incidents = async (person, id = APP) =>
    (await person.api('GET', `micro-apps/v1/apps/${id}/incidents`)).body.items;
  const first = async () => (await incidents(sam))[0];
  const command = async (person, path, body = {}) =>
    await person.api('POST', `micro-apps/v1/incidents/${path}`, body);
  const control = async id => {
    const { body } = await maya.api('GET', `micro-apps/v1/apps/${APP}`);
    return body.findings.find(({ controlId }) => controlId === id)?.state;
  };
  const dialogOf = ({ page }) => page.getByRole('dialog');
  const press = (person, label) =>
    person.page.getByRole('button', { name: label, exact: true }).click();

  await step('Two apps use the same data', async () => {
    await createApp(maya, {
      name: 'Lunch Rota',
      purpose: 'Shows who is having lunch with whom on which day.',
      classification: 'Internal',
      scopes: ['people:read'],
    });
    const { body: app } = await maya.api('GET', `micro-apps/v1/apps/${APP}`);
    const { status, body } = await maya.api('POST', 'micro-apps/v1/apps', {
      registration: { ...app.registration, name: 'Lunch Money' },
    });
    assert.equal(status, 201, JSON.stringify(body));
    assert.equal(body.id, OTHER);
  });

  await step('A colleague reports what she saw, in a short form', async () => {
    await openRiskTab(ivan, APP);
    await ivan.page
      .getByText('No incident is open, and that is good')
      .waitFor();
    await press(ivan, 'Report an incident');
    const dialog = dialogOf(ivan);
    await dialog.getByLabel(/in a few words/).fill(TITLE);
    await dialog
      .getByLabel(/know so far/)
      .fill('The rota of Monday went to all staff, with phone numbers.');
    await dialog.getByLabel(/How bad is it/).selectOption({ value: 'high' });
    await ivan.look('incident-report');
    await dialog.getByRole('button', { name: 'Report it' }).click();
    const made = await until('it is on record', first);
    assert.equal(made.severity, 'high');
    assert.deepEqual(made.duties, [
      'escalation',
      'root-cause',
      'post-mortem',
      'suspension-decision',
    ]);
  });

  await step('Nobody can say that it was noticed tomorrow', async () => {
    const { status } = await maya.api(
      'POST',
      `micro-apps/v1/apps/${APP}/incidents`,
      {
        title: 'Later',
        whatHappened: 'It will happen',
        severity: 'low',
        detectedAt: new Date(Date.now() + 86_400_000).toISOString(),
      },
    );
    assert.equal(status, 400);
  });

  await step('The security team finds it and takes it on', async () => {
    const { page } = sam;
    await page.goto(`${PORTAL}/micro-apps`);
    await page.getByRole('link', { name: 'Incidents' }).click();
    await page.getByText(/takes it on: due in/).waitFor();
    await sam.look('incidents');
    assert.deepEqual(await sam.checkAccessibility(), []);
    await page.getByRole('link', { name: TITLE }).click();
    await press(sam, 'Take it on');
    await dialogOf(sam).getByRole('button', { name: 'Take it on' }).click();
    await until('it is taken on', async () => (await first()).escalatedAt);
    const { clocks, escalatedAt } = await first();
    assert.equal(clocks[0].state, 'met');
    assert.equal(
      Date.parse(clocks[1].dueAt) - Date.parse(escalatedAt),
      72 * 3_600_000,
    );
  });

  await step('The owner cannot do the part of the security team', async () => {
    const { id } = await first();
    for (const [path, body] of [
      ['close', {}],
      ['suspension', { decision: 'keep-running', reason: 'It is mine' }],
      ['severity', { severity: 'low', reason: 'It was nothing' }],
    ]) {
      assert.equal((await command(maya, `${id}/${path}`, body)).status, 403);
    }
  });

  await step('The owner writes why it happened, with examples', async () => {
    await openRiskTab(maya, APP);
    await maya.page.getByText(/writes down the causes: due in/).waitFor();
    await maya.look('risk-incident');
    assert.deepEqual(await maya.checkAccessibility(), []);
    await press(maya, 'Write down the causes');
    const dialog = dialogOf(maya);
    await dialog
      .getByLabel(/Why did it happen/)
      .fill('The rota was sent to the group of all staff.');
    await dialog
      .getByLabel(/What will be done/)
      .fill('Ask before anything is sent.');
    await dialog.getByLabel(/Until when/).fill('2027-01-31');
    await dialog.getByLabel(/Who does it/).fill('Maya');
    await maya.look('incident-causes');
    await dialog.getByRole('button', { name: 'Hand it in' }).click();
    await until('they are there', async () => (await first()).causes.length);
    assert.equal((await first()).clocks[1].state, 'met');
    assert.equal(await control('root-cause-analysis'), 'satisfied');
  });

  await step('A grave incident is talked through and decided', async () => {
    const { id } = await first();
    assert.equal(await control('post-mortem'), 'not-satisfied');
    assert.equal((await command(sam, `${id}/close`)).status, 409);
    await sam.page.goto(`${PORTAL}/micro-apps/incidents/${id}`);
    await press(sam, 'Write down the post-mortem');
    await dialogOf(sam)
      .getByLabel(/What did you learn/)
      .fill('Lists are looked at by a second person from now on.');
    await dialogOf(sam).getByRole('button', { name: 'Keep it' }).click();
    await press(sam, 'Decide on suspension');
    const dialog = dialogOf(sam);
    await dialog
      .getByLabel(/Your decision/)
      .selectOption({ value: 'keep-running' });
    await dialog.getByLabel(/Your reason/).fill('Nothing is sent any more.');
    await sam.look('incident-suspension');
    await dialog.getByRole('button', { name: 'Keep the decision' }).click();
    await until('nothing is left', async () => !(await first()).duties.length);
    assert.equal(await control('post-mortem'), 'satisfied');
  });

  await step('The app that uses the same is found, and told', async () => {
    const { page } = sam;
    await press(sam, 'Say what it comes from');
    const dialog = dialogOf(sam);
    await dialog.getByLabel(/What is it/).selectOption({ value: 'scope' });
    await dialog.getByLabel(/Its name/).fill('people:read');
    await dialog.getByRole('button', { name: 'Find the apps' }).click();
    await page.getByRole('checkbox', { name: 'Choose Lunch Money' }).check();
    await sam.look('incident');
    assert.deepEqual(await sam.checkAccessibility(), []);
    await press(sam, 'Open the incident on those chosen');
    await dialogOf(sam).getByText('Maya', { exact: false }).first().waitFor();
    await sam.look('incident-spread');
    await dialogOf(sam)
      .getByRole('button', { name: 'Open it on them' })
      .click();
    const [opened] = await until('it is open there, too', async () => {
      const items = await incidents(sam, OTHER);
      return items.length > 0 && items;
    });
    const { id } = await first();
    assert.equal(opened.originId, id);
    assert.ok(opened.escalatedAt);
  });

  await step(
    'It is closed, and opened again with the same clocks',
    async () => {
      const before = await first();
      await press(sam, 'Close the incident');
      await dialogOf(sam)
        .getByRole('button', { name: 'Close the incident' })
        .click();
      await until('it is closed', async () => (await first()).closedAt);
      assert.equal(await control('post-mortem'), undefined);
      await openRiskTab(ivan, APP);
      await ivan.page.getByText('Closed incidents (1)').click();
      await press(ivan, 'Open it again');
      await dialogOf(ivan)
        .getByLabel(/Your reason/)
        .fill('It was sent again.');
      await dialogOf(ivan)
        .getByRole('button', { name: 'Open it again' })
        .click();
      await until('it is open', async () => !(await first()).closedAt);
      const after = await first();
      assert.deepEqual(
        after.clocks.map(({ dueAt, doneAt }) => [dueAt, doneAt]),
        before.clocks.map(({ dueAt, doneAt }) => [dueAt, doneAt]),
      );
      assert.equal(after.reopened, 1);
    },
  );
  await maya.close();
  await sam.close();
  await ivan.close();
}
