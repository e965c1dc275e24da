// Writes docs/controls/*.md and docs/risk-model.md from the tables of the core:
// node packages/governance-core/scripts/generateDocs.mjs (Node 22.18 or later).
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';

// The core imports without extensions; Node strips its types by itself.
registerHooks({
  resolve(specifier, context, next) {
    const bare = specifier.startsWith('.') && !/\.[a-z]+$/.test(specifier);
    const found = next(bare ? `${specifier}.ts` : specifier, context);
    return found.url.endsWith('.ts')
      ? { ...found, format: 'module-typescript' }
      : found;
  },
});

const core = join(import.meta.dirname, '../src');
const docs = join(import.meta.dirname, '../../../docs');
const { CONTROL_CATALOGUE } = await import(join(core, 'controls/catalogue.ts'));
const { controlIndex, controlPage } = await import(
  join(core, 'docs/controlPages.ts')
);
const { riskModelPage } = await import(join(core, 'docs/riskModelPage.ts'));

const pages = new Map([
  ['README.md', controlIndex()],
  ...CONTROL_CATALOGUE.map(control => [
    `${control.id}.md`,
    controlPage(control),
  ]),
]);
for (const name of readdirSync(join(docs, 'controls'))) {
  if (!pages.has(name)) rmSync(join(docs, 'controls', name));
}
for (const [name, text] of pages) {
  writeFileSync(join(docs, 'controls', name), text);
}
writeFileSync(join(docs, 'risk-model.md'), riskModelPage());
process.stdout.write(
  `wrote ${pages.size} pages of controls, one of the risk\n`,
);
