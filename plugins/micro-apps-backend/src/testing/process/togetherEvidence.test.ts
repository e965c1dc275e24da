import {
  REPOSITORY,
  sarifOf,
  startIssuer,
  submit,
  type Issuer,
} from '../../__testUtils__/pipelines';
import { APP, registered } from '../../__testUtils__/steps';
import { requireSound, useTogether } from './together';

const OTHER = 'another-app';
const TIMES = 10;
const together = useTogether();
let issuer: Issuer;
beforeEach(async () => {
  issuer = await startIssuer();
});
afterEach(() => issuer.goAway());

/** Two processes, and two apps that one repository may speak for. */
async function twoApps() {
  const [setting]: object[] = JSON.parse(
    JSON.stringify(issuer.config.pipelines),
  );
  const repositories = [APP, OTHER].map(appId => ({
    appId,
    repository: REPOSITORY,
  }));
  const portals = await together(2, {
    pipelines: [{ ...setting, repositories }],
  });
  await registered(portals[0]);
  await registered(portals[0], { name: 'Another app' });
  return portals;
}

describe('several processes at once', () => {
  it('take one token for one app, whatever it is sent with', async () => {
    const portals = await twoApps();
    const [one, other] = portals;
    for (let run = 1; run <= TIMES; run += 1) {
      const token = await issuer.token({ run_number: String(run) });
      const scan = { kind: 'vulnerability-scan', sarif: sarifOf() };
      const dynamic = { kind: 'dynamic-scan', sarif: sarifOf('ZAP') };
      const answers = await Promise.all([
        submit(one.as(token), scan),
        submit(other.as(token), dynamic, { app: OTHER }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 403]);
    }
    await requireSound(one);
  });

  it('keep one proof of what is sent twice', async () => {
    const [one, other] = await twoApps();
    for (let run = 1; run <= TIMES; run += 1) {
      const token = await issuer.token({ run_number: String(run) });
      const answers = await Promise.all(
        [one, other].map(portal => submit(portal.as(token))),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 201]);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      expect(await one.knex('micro_apps_evidence')).toHaveLength(run);
    }
    await requireSound(one);
  });
});
