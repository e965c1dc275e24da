import assert from 'node:assert/strict';
import { openRiskTab } from '../support/goldenPath.mjs';
import { PORTAL } from '../support/session.mjs';

const APP = 'sick-notes';
const RULE = 'pii-heavy-retention';
/** Much personal data, kept for longer than the rule likes. */
const REGISTRATION = {
  name: 'Sick Notes',
  purpose: 'Collects the sick notes of our whole company for the payroll.',
  owner: 'user:default/maya',
  successor: 'user:default/rita',
  businessUnit: 'group:default/product',
  audience: 'company',
  classification: 'regulated',
  dataTypes: [{ category: 'health', volume: 'over-10000' }],
  aiGeneratedShare: 0,
  scopes: [],
  vendors: [],
  libraries: [],
  endpoints: [],
  hosting: 'company',
  retentionDays: 500,
  decommissionPlan: 'Delete all notes, tell the payroll, switch it off.',
};

/** A rule is tightened after a look at what that blocks, and taken back. */
export const name = 'Rules: looked at first, enforced, and taken back';

export async function run({ signIn, step }) {
  const maya = await signIn('maya');
  const sam = await signIn('sam');
  const { page } = sam;
  const dialog = page.getByRole('dialog');
  const modeOf = async () => {
    const { body } = await sam.api('GET', 'micro-apps/v1/policy');
    return body.rules.find(({ id }) => id === RULE).mode;
  };
  const saysNo = async () => {
    const { body } = await maya.api('GET', `micro-apps/v1/apps/${APP}`);
    return body.gate.violations.some(({ code }) => code === RULE);
  };
  async function change(mode) {
    await page.getByRole('button', { name: /kept for a shorter time/ }).click();
    await dialog.getByLabel(mode).click();
  }
  async function confirm(reason) {
    await dialog.getByLabel(/Your reason/).fill(reason);
    await dialog.getByRole('button', { name: 'Switch the rule' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  await step('A rule warns, and the app may go on', async () => {
    const { status, body } = await maya.api('POST', 'micro-apps/v1/apps', {
      registration: REGISTRATION,
    });
    assert.equal(status, 201, JSON.stringify(body));
    assert.equal(await modeOf(), 'warn');
    assert.equal(await saysNo(), false);
  });

  await step('Its maker sees how rules act, and changes none', async () => {
    await maya.page.goto(`${PORTAL}/micro-apps/fleet`);
    await maya.page.getByRole('tab', { name: 'Company rules' }).click();
    await maya.page.getByText(RULE).waitFor();
    assert.equal(
      await maya.page.getByRole('button', { name: /^Change/ }).count(),
      0,
    );
  });

  await step('Security sees what enforcing it would block', async () => {
    await page.goto(`${PORTAL}/micro-apps/fleet`);
    await page.getByRole('tab', { name: 'Company rules' }).click();
    await page.getByText(RULE).waitFor();
    await sam.look('rules');
    assert.deepEqual(await sam.checkAccessibility(), []);
    await change(/^Enforces/);
    await dialog
      .getByRole('button', { name: 'Show what it would touch' })
      .click();
    await dialog.getByRole('link', { name: 'Sick Notes' }).waitFor();
    await dialog.getByText(/Blocked then: [1-9]/).waitFor();
    await sam.look('rules-preview');
    assert.equal(await modeOf(), 'warn');
  });

  await step('It is enforced, and the maker reads why', async () => {
    await confirm('Everybody had a month to look at it.');
    assert.equal(await modeOf(), 'enforce');
    assert.equal(await saysNo(), true);
    await openRiskTab(maya, APP);
    await maya.page
      .getByText(/personal data/i)
      .first()
      .waitFor();
    await page.getByText(/Everybody had a month/).waitFor();
    await sam.look('rules-switched');
    assert.deepEqual(await sam.checkAccessibility(), []);
  });

  await step(
    'What the portal would hold by itself is counted, no more',
    async () => {
      await page.getByRole('tab', { name: 'Automatic' }).click();
      await page.getByRole('row', { name: /Quarantine.*Observes/ }).waitFor();
      await page.getByText(/Looked at|Not looked at yet/).waitFor();
      await sam.look('automatic');
      assert.deepEqual(await sam.checkAccessibility(), []);
      await page.getByRole('tab', { name: 'Company rules' }).click();
    },
  );

  await step('It is taken back at once', async () => {
    await change(/^Take this switch back/);
    await confirm('It caught the wrong app.');
    assert.equal(await modeOf(), 'warn');
    assert.equal(await saysNo(), false);
  });
  await maya.close();
  await sam.close();
}
