// Brings OPA and Regal into `.cache/opa`, where they are not on the PATH. Go
// builds them and verifies their checksums; where one cannot be had, that is
// said, and the checks that need it count as skipped.
import { ensureTool } from '../packages/policy-pack/scripts/lib/opa.mjs';
import { say } from './lib/say.mjs';
import { announce } from './lib/toolchain.mjs';

for (const name of ['opa', 'regal']) {
  announce(`Looking for ${name} (building it takes a few minutes)`);
  const { path, because } = ensureTool(name);
  say(path ? `  ${path}` : `  ${because}. Going on without ${name}.`);
}
