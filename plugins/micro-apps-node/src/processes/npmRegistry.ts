import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PUBLIC_REGISTRY = 'https://registry.npmjs.org/';

/**
 * The package registry that this machine is set up for: npm's own setting,
 * asked in a folder where no project can answer for it.
 *
 * @returns an address with a slash at its end
 * @public
 */
export async function npmRegistry(): Promise<string> {
  const { stdout } = await run('npm', ['config', 'get', 'registry'], {
    cwd: tmpdir(),
  });
  const registry = stdout.trim();
  if (!URL.canParse(registry)) return PUBLIC_REGISTRY;
  return registry.endsWith('/') ? registry : `${registry}/`;
}
