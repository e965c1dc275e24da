import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop } from './say.mjs';

const PERSONAS = ['maya', 'sam', 'ivan', 'rita'];
const LETTERS = 'abcdefghjkmnpqrstuvwxyz';
const token = () => randomBytes(32).toString('base64url');

/** A password that can be typed: three groups of four letters. */
export function newPassword() {
  const group = () =>
    Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join(
      '',
    );
  return [group(), group(), group()].join('-');
}

/** Secrets of this installation, made once and readable by its owner alone. */
export function readSecrets(stateDirectory) {
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  const file = join(stateDirectory, 'secrets.json');
  if (existsSync(file)) {
    return { isNew: false, secrets: parseSecrets(file) };
  }
  const secrets = newSecrets();
  writeFileSync(file, JSON.stringify(secrets, undefined, 2), {
    mode: 0o600,
    flag: 'wx',
  });
  return { isNew: true, secrets };
}

function newSecrets() {
  return {
    personas: Object.fromEntries(PERSONAS.map(name => [name, newPassword()])),
    scan: { password: token() },
    portalClientSecret: token(),
    sessionSecret: token(),
    initialAccessToken: token(),
    adminToken: token(),
    credentialsKey: randomBytes(32).toString('base64'),
  };
}

function parseSecrets(file) {
  let secrets;
  try {
    secrets = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    secrets = undefined;
  }
  const isComplete = Object.entries(newSecrets()).every(
    ([name, value]) => secrets && typeof secrets[name] === typeof value,
  );
  if (!isComplete) {
    throw new Stop(
      `${file} is damaged, so nobody could sign in. Put it back, or begin anew with "npm start -- --reset".`,
    );
  }
  return secrets;
}

/** How the secrets reach the identity provider and the portal. */
export function environmentOf({ secrets, stateDirectory, root }) {
  return {
    MICRO_APPS_ROOT: root,
    MICRO_APPS_STATE_DIR: stateDirectory,
    MICRO_APPS_PERSONA_PASSWORDS: JSON.stringify(secrets.personas),
    MICRO_APPS_SCAN_PASSWORD: secrets.scan.password,
    MICRO_APPS_PORTAL_CLIENT_SECRET: secrets.portalClientSecret,
    MICRO_APPS_SESSION_SECRET: secrets.sessionSecret,
    MICRO_APPS_INITIAL_ACCESS_TOKEN: secrets.initialAccessToken,
    MICRO_APPS_IDP_ADMIN_TOKEN: secrets.adminToken,
    MICRO_APPS_CREDENTIALS_KEY: secrets.credentialsKey,
  };
}
