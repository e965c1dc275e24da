// `npm run test:e2e`: the stories in a real browser, on the really started
// stack, from an empty state. Names of stories may be given to run only those.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireFreePorts } from './lib/ports.mjs';
import { runMain, say, Stop } from './lib/say.mjs';
import { findToolchain } from './lib/toolchain.mjs';
import { ensureInstalled, root } from './lib/workspace.mjs';

const output = join(root, 'e2e/.output');
const stateDirectory = join(output, 'state');

/** `npm start` itself, as a new user would; resolves when it says it is ready. */
function startStack() {
  const child = spawn(
    process.execPath,
    [
      // When this run is killed, the stack does not stay behind.
      ...['--require', join(root, 'scripts/lib/endWithParent.cjs')],
      ...[join(root, 'scripts/start.mjs'), '--reset'],
    ],
    {
      cwd: root,
      env: {
        ...process.env,
        MICRO_APPS_STATE_DIR: stateDirectory,
        MICRO_APPS_PORTAL_ENTRY: '../../e2e/portal/index.ts',
      },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  return new Promise((resolve, reject) => {
    child.stdout.on('data', chunk => {
      if (String(chunk).includes('Ready:')) resolve(child);
    });
    child.once('exit', () => reject(new Stop('The stack did not start.')));
  });
}

await runMain(async () => {
  await ensureInstalled(await findToolchain());
  const { launchBrowser } = await import('../e2e/support/browser.mjs');
  const { signIn } = await import('../e2e/support/session.mjs');
  const browser = await launchBrowser();
  try {
    await requireFreePorts([
      { port: 7007, what: 'the portal' },
      { port: 7010, what: 'the identity provider' },
    ]);
  } catch (error) {
    await browser.close();
    throw error;
  }
  // Only now: a run that cannot begin leaves the last one's pictures alone.
  rmSync(output, { recursive: true, force: true });
  const stack = await startStack().catch(async error => {
    await browser.close();
    throw error;
  });
  const { personas } = JSON.parse(
    readFileSync(join(stateDirectory, 'secrets.json'), 'utf8'),
  );
  let passed = 0;
  let failed = 0;
  const wanted = process.argv.slice(2);
  const files = readdirSync(join(root, 'e2e/stories'))
    .filter(file => file.endsWith('.story.mjs'))
    .filter(file => !wanted.length || wanted.some(name => file.includes(name)))
    // The tenth comes after the ninth: later ones change who works here.
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  for (const file of files) {
    const story = await import(pathToFileURL(join(root, 'e2e/stories', file)));
    say(`\n${story.name}`);
    const people = [];
    let current = 'Beginning';
    try {
      await story.run({
        async signIn(name) {
          const password = personas[name];
          const person = await signIn({ browser, name, password, output });
          people.push(person);
          return Object.assign(person, { password });
        },
        async step(title, work) {
          current = title;
          await work();
          passed += 1;
          say(`  ✓ ${title}`);
        },
      });
    } catch (error) {
      failed += 1;
      say(`  ✕ ${current}\n${error.stack}`);
      for (const { name, page } of people) {
        await page
          .screenshot({ path: join(output, `failed-${file}-${name}.png`) })
          .catch(() => undefined);
      }
    }
    for (const person of people) await person.close().catch(() => undefined);
  }
  await browser.close();
  stack.removeAllListeners('exit');
  const ended = new Promise(resolve => stack.once('exit', resolve));
  stack.kill('SIGTERM');
  await ended;
  say(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
});
