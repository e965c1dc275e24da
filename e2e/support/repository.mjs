import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Changes an app as a maker would: clone, edit, commit, push. */
export function changeApp({ url, message, edit }) {
  const folder = mkdtempSync(join(tmpdir(), 'micro-app-'));
  const git = (...args) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
  try {
    execFileSync('git', ['clone', '--quiet', url, folder]);
    git('config', 'user.name', 'Maya');
    git('config', 'user.email', 'maya@micro-apps.invalid');
    edit({
      git,
      read: path => readFileSync(join(folder, path), 'utf8'),
      write: (path, text) => writeFileSync(join(folder, path), text),
    });
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', message);
    git('push', '--quiet', 'origin', 'HEAD');
    return git('rev-parse', 'HEAD').trim();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
