import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  APP,
  approved,
  audited,
  change,
  IVAN,
  MAYA,
  MEDIUM,
  registered,
  usePortals,
  type Portal,
} from '../__testUtils__';
import { microapp } from './__testUtils__/microapp';

const start = usePortals();

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'micro-apps-audit-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** What the portal hands out, as files for somebody who does not trust it. */
async function handedOut(portal: Portal) {
  const asked = async (path: string) =>
    (await portal.as(IVAN).get(path).expect(200)).text;
  return {
    log: write('log.ndjson', await asked('/audit/export?people=shown')),
    bundle: write('bundle.json', await asked(`/apps/${APP}/bundle`)),
  };
}

it('what a portal exports is followed by the program, and what was altered is found', async () => {
  const portal = await start();
  await registered(portal, MEDIUM);
  await approved(portal);
  const head = write(
    'head.json',
    (await portal.as(IVAN).get('/audit/heads').expect(200)).text,
  );
  await change(portal, { audience: 'company' });

  const sound = await handedOut(portal);
  const verified = microapp('audit', 'verify', sound.log, '--head', head);
  expect(verified).toMatchObject({ status: 0, stderr: '' });
  expect(verified.stdout).toContain('the head that was');
  expect(microapp('audit', 'verify', '--bundle', sound.bundle)).toMatchObject({
    status: 0,
    stderr: '',
  });

  // Somebody who owns the database rewrites who approved.
  const actions = await audited(portal);
  const seq = actions.indexOf('request.voted') + 1;
  expect(seq).toBeGreaterThan(1);
  await portal
    .knex('micro_apps_audit')
    .where({ seq })
    .update({ app_id: 'another-app' });
  const altered = await handedOut(portal);
  const found = microapp('audit', 'verify', altered.log, '--head', head);
  expect(found.status).toBe(1);
  expect(found.stdout).toContain(String(seq));
});

it('a bundle that somebody mended by hand is found, too', async () => {
  const portal = await start();
  await registered(portal);
  const { body } = await portal.as(MAYA).get(`/apps/${APP}/bundle`).expect(200);
  body.records.registration[0].classification = 'public';
  body.records.registration[0].band = 'high';
  const file = write('mended.json', JSON.stringify(body));
  expect(microapp('audit', 'verify', '--bundle', file).status).toBe(1);
});
