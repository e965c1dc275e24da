// What a machine can see better than a reviewer. Ends with a line for each rule.
import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkHygiene } from './checks/hygieneRules.mjs';
import { runMain, say } from './lib/say.mjs';
import { root } from './lib/workspace.mjs';

await runMain(async () => {
  // What is committed or about to be; never what .gitignore names.
  const files = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: root, encoding: 'utf8', maxBuffer: 1e8 },
  )
    .split('\0')
    .filter(path => path && isFile(path))
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  for (const { name, broken } of checkHygiene(files)) {
    say(`${broken.length === 0 ? 'ok' : 'not ok'} - ${name}`);
    broken.forEach(each => say(`    ${each}`));
    if (broken.length > 0) process.exitCode = 1;
  }
});

function isFile(path) {
  return (
    lstatSync(join(root, path), { throwIfNoEntry: false })?.isFile() ?? false
  );
}
