// Writes the generated pages: docs/policies and the page of every rule. It
// reads the core's TypeScript, so it runs through Backstage's loader by itself.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LOADER = '@backstage/cli/config/nodeTransform.cjs';
const here = fileURLToPath(import.meta.url);
const root = dirname(dirname(dirname(dirname(here))));

if (process.execArgv.includes(LOADER)) {
  // The loader makes CommonJS of it.
  const loaded = await import('../src/pages/allPages.ts');
  const { allPages } = loaded.default ?? loaded;
  const pages = allPages(root);
  for (const [path, text] of pages) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  process.stdout.write(`Wrote ${pages.size} pages\n`);
} else {
  const { status } = spawnSync(process.execPath, ['--import', LOADER, here], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
