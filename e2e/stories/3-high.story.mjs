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
      kinds: [
        'Names',
        'Contact details',
        'Where people are',
        'Money',
        'Health',
      ],
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
  await step('Class follows the data honestly', async () => {
    const app = await detail();
    assert.equal(app.registration.classification, 'internal');
    assert.ok(app.effectiveClassDetail.reasons.length > 0);
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
