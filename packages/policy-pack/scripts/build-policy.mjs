// Compiles the rules with OPA into `compiled/` (policy.wasm, bundle.tar.gz,
// revision.json), which is committed. An organisation compiles its own rules
// and settings together with these:
//
//   node build-policy.mjs --rego ./our-rules --settings ./our-settings.json --out ./compiled
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureTool, OPA_VERSION, versionOf } from './lib/opa.mjs';
import { compile, PACK, sources } from './lib/pack.mjs';

const { values } = parseArgs({
  options: {
    rego: { type: 'string', multiple: true, default: [] },
    settings: { type: 'string' },
    out: { type: 'string', default: join(PACK, 'compiled') },
  },
});

const { path: opa, because } = ensureTool('opa');
if (opa) {
  const opaVersion = versionOf(opa);
  if (opaVersion !== OPA_VERSION) {
    say(`This is OPA ${opaVersion}; the pack is built with ${OPA_VERSION}.`);
  }
  const files = sources({ settings: values.settings, added: values.rego });
  const built = compile({ opa, opaVersion, files });
  mkdirSync(values.out, { recursive: true });
  for (const [name, content] of Object.entries(built)) {
    writeFileSync(join(resolve(values.out), name), content);
  }
  say(
    `Built ${JSON.parse(built['revision.json']).revision} into ${values.out}`,
  );
} else {
  say(because);
  process.exitCode = 1;
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
