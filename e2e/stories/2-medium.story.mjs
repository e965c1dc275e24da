import assert from 'node:assert/strict';
import { createApp, openRiskTab, runScans } from '../support/goldenPath.mjs';
import { PORTAL, until } from '../support/session.mjs';

const APP = 'team-directory';

/** Internal data with a privileged scope: one reviewer, never the owner. */
export const name = 'Medium: a privileged scope needs one reviewer';

export async function run({ signIn, step }) {
  const maya = await signIn('maya');
  const sam = await signIn('sam');
  const detail = async person =>
    (await person.api('GET', `micro-apps/v1/apps/${APP}`)).body;
  const voteAs = async (person, change = {}) => {
    const app = await detail(maya);
    return person.api(
      'POST',
      `micro-apps/v1/requests/${app.request.id}/votes`,
      {
        choice: 'approve',
        reason: 'Looks right to me',
        envelopeHash: app.envelopeHash,
        expectedVersion: app.version,
        ...change,
      },
    );
  };

  await step('The form says Medium before anything is built', () =>
    createApp(maya, {
      name: 'Team Directory',
      purpose: 'Prints the directory of the team for the wall by the door.',
      classification: 'Internal',
      scopes: ['people:export'],
    }),
  );
  await step(
    'It scores Medium, and a second owner does not lower that',
    async () => {
      const { band, registration } = await detail(maya);
      assert.equal(band, 'medium');
      // Its points are Low by then; the floor of privileged access holds.
      const { body } = await maya.api('POST', 'micro-apps/v1/preview', {
        registration: { ...registration, successor: 'user:default/rita' },
      });
      assert.equal(body.score.score, 4);
      assert.equal(body.score.band, 'medium');
    },
  );
  await step('Scans run', async () => {
    const findings = await runScans(maya, APP);
    assert.equal(findings['approved-components'].state, 'satisfied');
    assert.equal(findings['owner-attestation'].state, 'unknown');
  });
  await step('The owner attests on the Risk tab', async () => {
    await openRiskTab(maya, APP);
    const { page } = maya;
    await page
      .getByRole('button', { name: /^Attest/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    for (const box of await dialog.getByRole('checkbox').all())
      await box.check();
    await maya.look('attest-dialog');
    await dialog.getByRole('button', { name: 'Confirm all three' }).click();
    await until('the attestation is there', async () =>
      (
        await detail(maya)
      ).findings.some(
        ({ controlId, state }) =>
          controlId === 'owner-attestation' && state === 'satisfied',
      ),
    );
  });
  await step('Without an approval the gate stays closed', async () => {
    const answer = await maya.api(
      'POST',
      `micro-apps/v1/apps/${APP}/promotions`,
      {
        environment: 'beta',
      },
    );
    assert.equal(answer.status, 409);
  });
  await step('She asks for approval', async () => {
    await openRiskTab(maya, APP);
    await maya.page
      .getByRole('button', { name: 'Ask for approval' })
      .first()
      .click();
    const dialog = maya.page.getByRole('dialog');
    await dialog
      .getByLabel('A note for the reviewers')
      .fill('Only our own team.');
    await dialog.getByRole('button', { name: 'Ask for approval' }).click();
    await until(
      'the request is open',
      async () => (await detail(maya)).request?.state === 'open',
    );
  });
  await step('The owner cannot decide, on the page or by REST', async () => {
    await openRiskTab(maya, APP);
    assert.equal(
      await maya.page
        .getByRole('button', { name: 'Approve', exact: true })
        .count(),
      0,
    );
    const answer = await voteAs(maya);
    assert.equal(answer.status, 403);
    assert.equal((await detail(maya)).request.state, 'open');
  });
  await step(
    'The owner cannot decide under another spelling of her name',
    async () => {
      const ivan = await signIn('ivan');
      const { registration } = await detail(maya);
      const id = 'spelled-otherwise';
      const made = await ivan.api('POST', 'micro-apps/v1/apps', {
        registration: {
          ...registration,
          name: 'Spelled Otherwise',
          owner: 'User:Default/SAM',
        },
      });
      assert.equal(made.status, 201, JSON.stringify(made.body));
      const asked = await ivan.api(
        'POST',
        `micro-apps/v1/apps/${id}/requests`,
        {
          expectedVersion: made.body.version,
        },
      );
      assert.equal(asked.status, 201, JSON.stringify(asked.body));
      const vote = await sam.api(
        'POST',
        `micro-apps/v1/requests/${asked.body.id}/votes`,
        {
          choice: 'approve',
          reason: 'Looks right to me',
          envelopeHash: made.body.envelopeHash,
          expectedVersion: made.body.version,
        },
      );
      assert.equal(vote.status, 403);
      assert.match(vote.body.error.message, /you own this app/);
      await ivan.close();
    },
  );
  await step(
    'A template run on behalf of the reviewer cannot decide',
    async () => {
      const app = await detail(maya);
      const run = await sam.api('POST', 'scaffolder/v2/dry-run', {
        template: {
          apiVersion: 'scaffolder.backstage.io/v1beta3',
          kind: 'Template',
          metadata: { name: 'helpful' },
          spec: {
            type: 'service',
            owner: 'user:default/maya',
            parameters: [],
            steps: [
              {
                id: 'vote',
                action: 'e2e:vote-on-behalf',
                input: {
                  requestId: app.request.id,
                  vote: {
                    choice: 'approve',
                    reason: 'Looks right to me',
                    envelopeHash: app.envelopeHash,
                    expectedVersion: app.version,
                  },
                },
              },
            ],
          },
        },
        values: {},
        directoryContents: [],
      });
      assert.equal(run.status, 200, JSON.stringify(run.body));
      const said = run.body.log.map(({ body }) => body.message).join('\n');
      assert.match(said, /403 /);
      assert.match(said, /done by a person in the portal/);
      assert.equal((await detail(maya)).request.state, 'open');
      assert.equal((await detail(maya)).request.votes.length, 0);
    },
  );
  await step('A decision on a changed version is refused', async () => {
    const answer = await voteAs(sam, { expectedVersion: 99 });
    assert.equal(answer.status, 409);
  });
  await step(
    'The reviewer finds it in the queue and asks for a change',
    async () => {
      await sam.page.goto(`${PORTAL}/micro-apps/review`);
      await sam.page.getByRole('link', { name: 'Team Directory' }).waitFor();
      await sam.look('review-queue');
      assert.deepEqual(await sam.checkAccessibility(), []);
      await sam.page.getByRole('link', { name: 'Team Directory' }).click();
      await sam.page.getByRole('button', { name: 'Ask for changes' }).click();
      const dialog = sam.page.getByRole('dialog');
      await dialog.getByLabel(/Your reason/).fill('Nearly there.');
      await dialog.getByLabel(/What has to change/).fill('Say who prints it');
      await sam.look('vote-dialog');
      await dialog.getByRole('button', { name: 'Ask for changes' }).click();
      await until(
        'changes are asked for',
        async () => (await detail(maya)).request.state === 'changes-requested',
      );
    },
  );
  await step('The owner ticks it off and submits again', async () => {
    await openRiskTab(maya, APP);
    await maya.page.getByLabel('Say who prints it').check();
    await maya.page
      .getByRole('button', { name: 'Submit again' })
      .last()
      .click({ timeout: 30_000 });
    await until(
      'the request is open again',
      async () => (await detail(maya)).request.state === 'open',
    );
  });
  await step('The reviewer approves on the Risk tab', async () => {
    await openRiskTab(sam, APP);
    await sam.look('risk-reviewer');
    await sam.page
      .getByRole('button', { name: 'Approve', exact: true })
      .click();
    const dialog = sam.page.getByRole('dialog');
    await dialog.getByLabel(/Your reason/).fill('Good: only the own team.');
    await dialog.getByRole('button', { name: 'Approve', exact: true }).click();
    await until(
      'it is approved',
      async () => (await detail(maya)).approval === 'approved',
    );
  });
  await step('Now it is promoted', async () => {
    const answer = await maya.api(
      'POST',
      `micro-apps/v1/apps/${APP}/promotions`,
      {
        environment: 'beta',
      },
    );
    assert.equal(answer.status, 202);
    await until('beta runs', async () => {
      const [newest] = (await detail(maya)).deployments;
      if (newest?.state === 'failed') throw new Error(newest.reason);
      return newest?.state === 'running';
    });
  });
  await maya.close();
  await sam.close();
}
