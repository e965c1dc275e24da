import assert from 'node:assert/strict';

const GOOD = {
  name: 'Fine App',
  purpose: 'Keeps a list of the plants in our office.',
  owner: 'user:default/maya',
  businessUnit: 'group:default/product',
  audience: 'team',
  classification: 'internal',
  dataTypes: [],
  scopes: [],
  vendors: [],
  libraries: [],
  endpoints: [],
  hosting: 'sandbox',
  retentionDays: 30,
  decommissionPlan: 'Delete the list and switch it off.',
};

export const name = 'Bad input gets a clear answer, and nothing is stored';

export async function run({ signIn, step }) {
  const maya = await signIn('maya');
  const register = registration =>
    maya.api('POST', 'micro-apps/v1/apps', { registration });
  const count = async () =>
    (await maya.api('GET', 'micro-apps/v1/apps')).body.total;
  const before = await count();

  await step(
    'Missing and absurd fields answer 400 in plain words',
    async () => {
      const cases = [
        {},
        { ...GOOD, name: '' },
        { ...GOOD, name: 'x'.repeat(500) },
        { ...GOOD, name: 'tab\u0000null' },
        { ...GOOD, retentionDays: -1 },
        { ...GOOD, retentionDays: 'soon' },
        { ...GOOD, classification: 'secret' },
        { ...GOOD, scopes: ['nobody:knows'] },
        { ...GOOD, isAdmin: true },
      ];
      for (const registration of cases) {
        const { status, body } = await register(registration);
        assert.equal(status, 400, JSON.stringify(registration).slice(0, 80));
        assert.ok(body.error.message.length > 10);
        assert.doesNotMatch(
          body.error.message,
          /zod|undefined|regex|expected/i,
        );
      }
      assert.equal(await count(), before);
    },
  );
  await step('An oversized body is 413', async () => {
    const { status } = await register({
      ...GOOD,
      purpose: 'x'.repeat(2_000_000),
    });
    assert.equal(status, 413);
  });
  await step('An unknown app is 404', async () => {
    const { status } = await maya.api('GET', 'micro-apps/v1/apps/nobody');
    assert.equal(status, 404);
  });
  await step('A change to an old version is 409', async () => {
    const made = await register(GOOD);
    assert.equal(made.status, 201);
    const { status } = await maya.api(
      'PUT',
      `micro-apps/v1/apps/${made.body.id}/registration`,
      { registration: GOOD, expectedVersion: 7 },
    );
    assert.equal(status, 409);
  });
  await step('Markup is shown as text', async () => {
    const markup = '<img src=x onerror=alert(1)> Plants';
    const made = await register({ ...GOOD, name: markup });
    assert.equal(made.status, 201);
    let alerted = false;
    maya.page.on('dialog', async dialog => {
      alerted = true;
      await dialog.dismiss();
    });
    await maya.page.goto('http://localhost:7007/micro-apps');
    await maya.page.getByText(markup).first().waitFor();
    assert.equal(alerted, false);
  });
  await step('Without a session nothing is told', async () => {
    const response = await fetch(
      'http://localhost:7007/api/micro-apps/v1/apps',
    );
    assert.equal(response.status, 401);
  });
  await maya.close();
}
