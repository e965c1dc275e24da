import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { Stop } from '../../scripts/lib/say.mjs';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given && existsSync(given)) return given;
  if (given) {
    throw new Stop(
      `CHROMIUM_PATH is ${given}, where no program is. Correct it and run the command again.`,
    );
  }
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    } catch {
      // The next name, then.
    }
  }
  throw new Stop(
    'There is no Chromium. Install it ("apt-get install chromium" on Debian) or set CHROMIUM_PATH, and run the command again.',
  );
}

/** A real browser, without its own network chatter. */
export function launchBrowser() {
  return chromium.launch({ executablePath: findChromium(), args: FLAGS });
}
