import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { JWKS } from 'oidc-provider';

function readOrCreate(
  database: DatabaseSync,
  options: { name: string; create: () => unknown },
): unknown {
  const read = database.prepare('SELECT value FROM settings WHERE name = ?');
  const insert = database.prepare(
    'INSERT OR IGNORE INTO settings (name, value) VALUES (?, ?)',
  );
  if (!read.get(options.name)) {
    insert.run(options.name, JSON.stringify(options.create()));
  }
  return JSON.parse(String(read.get(options.name)?.value));
}

/** The signing key set (private), made once and kept with the clients. */
export function loadSigningKeys(database: DatabaseSync): JWKS {
  return readOrCreate(database, {
    name: 'jwks',
    create: () => ({
      keys: [
        {
          ...generateKeyPairSync('rsa', {
            modulusLength: 2048,
          }).privateKey.export({ format: 'jwk' }),
          kid: randomBytes(8).toString('hex'),
          use: 'sig',
          alg: 'RS256',
        },
      ],
    }),
  }) as JWKS;
}

/** The keys that sign cookies, so that sessions survive a restart. */
export function loadCookieKeys(database: DatabaseSync): string[] {
  return readOrCreate(database, {
    name: 'cookie-keys',
    create: () => [randomBytes(32).toString('base64url')],
  }) as string[];
}
