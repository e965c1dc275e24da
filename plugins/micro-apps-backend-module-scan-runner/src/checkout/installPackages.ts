import { scrubbedEnvironment } from '@micro-apps/plugin-micro-apps-node';
import type { Workspace } from './Workspace';
import { runProcess } from './runProcess';

/** npm with an empty home, a fixed registry and no install scripts. */
export function npmEnvironment(options: {
  workspace: Workspace;
  registry: string;
  cache: string;
}): Readonly<Record<string, string>> {
  const { workspace, registry, cache } = options;
  return scrubbedEnvironment(workspace.home, {
    npm_config_registry: registry,
    npm_config_cache: cache,
    npm_config_ignore_scripts: 'true',
    npm_config_update_notifier: 'false',
    npm_config_fund: 'false',
    npm_config_audit: 'false',
  });
}

/**
 * Installs exactly what the lock file says.
 * @throws with npm's own first line of complaint
 */
export async function installPackages(options: {
  workspace: Workspace;
  env: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}): Promise<void> {
  const { workspace, env, signal } = options;
  const { code, stderr } = await runProcess(
    'npm',
    ['ci', '--ignore-scripts', '--omit=dev'],
    { cwd: workspace.checkout, env, signal },
  );
  if (code !== 0) {
    const lines = stderr
      .split('\n')
      .filter(line => line.startsWith('npm error'))
      .map(line => line.slice('npm error '.length).trim())
      .filter(line => line && !line.startsWith('code '));
    throw new Error(
      `The packages could not be installed: ${
        lines[0] ?? 'npm gave no reason'
      }`,
    );
  }
}
