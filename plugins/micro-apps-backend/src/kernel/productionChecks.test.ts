import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { JsonObject, JsonValue } from '@backstage/types';
import { productionChecks } from './productionChecks';
import { readSettings } from './readSettings';
import { readStatus } from './readStatus';

const GROUP = ['group:default/somebody'];
/** An installation with nothing to say against it. */
const SOUND: JsonObject = {
  app: { baseUrl: 'https://portal.example.com' },
  backend: {
    baseUrl: 'https://portal.example.com',
    database: {
      client: 'pg',
      connection: { host: 'db', query_timeout: 30_000 },
    },
  },
  permission: { enabled: true },
  auth: {
    environment: 'production',
    providers: {
      oidc: {
        production: { metadataUrl: 'https://id.example.com/.well-known/x' },
        // Not in use there.
        development: { metadataUrl: 'http://localhost:7010/.well-known/x' },
      },
    },
  },
  microApps: {
    approvers: { security: GROUP, privacy: GROUP, it: GROUP, itLead: GROUP },
    administrators: GROUP,
    credentials: { key: Buffer.alloc(32, 1).toString('base64') },
    oauthDcr: { issuer: 'https://id.example.com' },
    scanRunner: { issuer: 'https://id.example.com' },
  },
};

/** The sound configuration with one value changed, or taken out. */
function changed(path: string, value: JsonValue | undefined): ConfigReader {
  const data = structuredClone(SOUND);
  const keys = path.split('/');
  const last = keys.pop() ?? '';
  let place: Record<string, unknown> = data;
  for (const key of keys) {
    place[key] ??= {};
    place = place[key] as Record<string, unknown>;
  }
  if (value === undefined) delete place[last];
  else place[last] = value;
  return new ConfigReader(data);
}

function found(config: ConfigReader) {
  return productionChecks(config, readSettings(config)).map(
    ({ severity, code, setting }) => `${severity} ${code} ${setting}`,
  );
}

describe('the configuration for production', () => {
  it('has nothing against one that is sound', () => {
    expect(found(new ConfigReader(SOUND))).toEqual([]);
  });

  it.each<[string, string, JsonValue | undefined]>([
    ['permissions-off permission.enabled', 'permission/enabled', undefined],
    ['permissions-off permission.enabled', 'permission/enabled', false],
    [
      'guests auth.providers.guest',
      'auth/providers/guest',
      { dangerouslyAllowOutsideDevelopment: true },
    ],
    [
      'requests-unchecked backend.auth.dangerouslyDisableDefaultAuthPolicy',
      'backend/auth',
      { dangerouslyDisableDefaultAuthPolicy: true },
    ],
    [
      'issuer-without-tls microApps.oauthDcr.issuer',
      'microApps/oauthDcr/issuer',
      'http://id.example.com',
    ],
    [
      'issuer-without-tls microApps.scanRunner.issuer',
      'microApps/scanRunner/issuer',
      'HTTP://localhost.example.com',
    ],
    [
      'issuer-without-tls auth.providers.oidc.production.metadataUrl',
      'auth/providers/oidc/production/metadataUrl',
      'http://id.example.com/.well-known/x',
    ],
    [
      'database-in-memory backend.database',
      'backend/database',
      { client: 'better-sqlite3', connection: ':memory:' },
    ],
  ])('does not start with %s', (problem, path, value) => {
    const config = changed(path, value);
    expect(found(config)).toEqual([`refused ${problem}`]);
    const logger = mockServices.logger.mock();
    const settings = readSettings(config);
    expect(() =>
      readStatus(config, { settings, logger, production: true }),
    ).toThrow(problem.split(' ')[1]);
    // On a developer's computer it is only said.
    const status = readStatus(config, { settings, logger, production: false });
    expect(status.problems).toHaveLength(1);
  });

  it.each<[string, string, JsonValue | undefined]>([
    [
      'database-of-one backend.database',
      'backend/database',
      { client: 'better-sqlite3', connection: { directory: '/data' } },
    ],
    [
      'database-of-one backend.database',
      'backend/database/plugin',
      { 'micro-apps': { client: 'better-sqlite3' } },
    ],
    [
      'waits-without-end backend.database.connection.query_timeout',
      'backend/database/connection',
      { host: 'db' },
    ],
    [
      'waits-without-end backend.database.connection.query_timeout',
      'backend/database/connection',
      'postgresql://db',
    ],
    ['guests auth.providers.guest', 'auth/providers/guest', {}],
    [
      'issuer-without-tls microApps.oauthDcr.issuer',
      'microApps/oauthDcr/issuer',
      'http://127.0.0.1:7010',
    ],
    ['portal-without-tls app.baseUrl', 'app/baseUrl', 'http://portal'],
    [
      'portal-without-tls backend.baseUrl',
      'backend/baseUrl',
      'http://portal.example.com',
    ],
    [
      'services-unlimited backend.auth.externalAccess',
      'backend/auth',
      { externalAccess: [{ type: 'static' }] },
    ],
    [
      'role-without-group microApps.approvers.security',
      'microApps/approvers/security',
      undefined,
    ],
    [
      'role-without-group microApps.approvers.itLead',
      'microApps/approvers/itLead',
      [],
    ],
    [
      'no-administrators microApps.administrators',
      'microApps/administrators',
      undefined,
    ],
  ])('starts and says loudly: %s', (problem, path, value) => {
    const config = changed(path, value);
    expect(found(config)).toEqual([`warned ${problem}`]);
    const logger = mockServices.logger.mock();
    const settings = readSettings(config);
    const status = readStatus(config, { settings, logger, production: true });
    expect(status.problems).toHaveLength(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/^NOT FIT FOR PRODUCTION: .+\. /),
    );
  });

  it('is silent where every service from outside is limited', () => {
    const restricted = { accessRestrictions: [{ plugin: 'catalog' }] };
    expect(
      found(changed('backend/auth', { externalAccess: [restricted] })),
    ).toEqual([]);
  });

  it('needs a key that seals what is kept of OAuth clients', () => {
    const before = process.env.NODE_ENV;
    Reflect.set(process.env, 'NODE_ENV', 'production');
    try {
      const config = changed('microApps/credentials', undefined);
      expect(() => readSettings(config)).toThrow('microApps.credentials.key');
    } finally {
      Reflect.set(process.env, 'NODE_ENV', before);
    }
  });
});
