import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { ConfigurationProblem } from '@micro-apps/plugin-micro-apps-common';
import type { Settings } from './settings';

type Check = (
  config: RootConfigService,
  settings: Settings,
) => readonly ConfigurationProblem[];

const CHECKS: readonly Check[] = [
  permissionsOff,
  guests,
  openBackend,
  unlimitedServices,
  plainHttp,
  database,
  nobodyToAsk,
];

/**
 * What of a configuration is not fit for production (reliability H6). `refused`:
 * with it the portal would be open, so it must not start. `warned`: it starts,
 * and says so in the log and to administrators. A missing or wrong
 * `microApps.credentials.key` is refused where it is read.
 */
export function productionChecks(
  config: RootConfigService,
  settings: Settings,
): readonly ConfigurationProblem[] {
  return CHECKS.flatMap(check => check(config, settings));
}

/**
 * Stops an installation that would be open, in words for whoever installs it.
 * @throws when anything is refused
 */
export function requireFitForProduction(
  problems: readonly ConfigurationProblem[],
): void {
  const stopping = problems.filter(({ severity }) => severity === 'refused');
  if (stopping.length === 0) return;
  throw new Error(
    `Micro Apps does not start in production with this configuration: ${stopping
      .map(({ setting, because, next }) => `${setting}: ${because}. ${next}`)
      .join('; ')}`,
  );
}

function permissionsOff(config: RootConfigService) {
  // Backstage's client answers "allowed" to everybody while this is unset.
  return config.getOptionalBoolean('permission.enabled') === true
    ? []
    : [
        refused({
          code: 'permissions-off',
          setting: 'permission.enabled',
          because: 'Without it Backstage allows everything to everybody',
          next: 'Set it to true and install a permission policy',
        }),
      ];
}

function guests(config: RootConfigService) {
  if (!config.has('auth.providers.guest')) return [];
  const open = config.getOptionalBoolean(
    'auth.providers.guest.dangerouslyAllowOutsideDevelopment',
  );
  const about = {
    code: 'guests',
    setting: 'auth.providers.guest',
    next: 'Remove it and sign people in through your identity provider',
  };
  return open
    ? [refused({ ...about, because: 'Anybody can sign in as a guest' })]
    : [warned({ ...about, because: 'Sign-in as a guest is configured' })];
}

function openBackend(config: RootConfigService) {
  const setting = 'backend.auth.dangerouslyDisableDefaultAuthPolicy';
  return config.getOptionalBoolean(setting)
    ? [
        refused({
          code: 'requests-unchecked',
          setting,
          because: 'Requests without a token are let in',
          next: 'Remove it',
        }),
      ]
    : [];
}

/** Such a token passes the permission framework as if it were the portal. */
function unlimitedServices(config: RootConfigService) {
  const setting = 'backend.auth.externalAccess';
  const unlimited = (config.getOptionalConfigArray(setting) ?? []).filter(
    access =>
      (access.getOptionalConfigArray('accessRestrictions') ?? []).length === 0,
  );
  return unlimited.length === 0
    ? []
    : [
        warned({
          code: 'services-unlimited',
          setting,
          because: `${unlimited.length} of the outside services may call every plugin. They still cannot decide about an app`,
          next: 'Give each of them accessRestrictions',
        }),
      ];
}

/** Addresses that tokens and people's sign-in depend on. */
function plainHttp(config: RootConfigService) {
  const environment =
    config.getOptionalString('auth.environment') ?? 'development';
  const providers = config.getOptionalConfig('auth.providers')?.keys() ?? [];
  const issuers = [
    'microApps.oauthDcr.issuer',
    'microApps.scanRunner.issuer',
    ...providers.flatMap(provider =>
      [
        'metadataUrl',
        'issuer',
        'authorizationUrl',
        'tokenUrl',
        'entryPoint',
      ].map(name => `auth.providers.${provider}.${environment}.${name}`),
    ),
  ];
  return [
    ...issuers.flatMap(setting => {
      const found = schemeOf(config, setting);
      if (found === 'safe') return [];
      const about = {
        code: 'issuer-without-tls',
        setting,
        next: 'Use its https address',
      };
      return found === 'open'
        ? [
            refused({
              ...about,
              because: 'Whoever is on the way can sign in as anybody',
            }),
          ]
        : [
            warned({
              ...about,
              because: 'It is plain HTTP on this very computer',
            }),
          ];
    }),
    ...['app.baseUrl', 'backend.baseUrl'].flatMap(setting =>
      schemeOf(config, setting) === 'safe'
        ? []
        : [
            warned({
              code: 'portal-without-tls',
              setting,
              because: 'People reach the portal over plain HTTP',
              next: 'Put it behind TLS and use the https address',
            }),
          ],
    ),
  ];
}

function schemeOf(
  config: RootConfigService,
  setting: string,
): 'safe' | 'here' | 'open' {
  const value = config.getOptional(setting);
  if (typeof value !== 'string' || !/^http:/i.test(value.trim())) return 'safe';
  return URL.canParse(value) &&
    /^(localhost|127(\.\d+){3}|\[::1\]|.+\.localhost)$/.test(
      new URL(value).hostname,
    )
    ? 'here'
    : 'open';
}

function database(config: RootConfigService) {
  const of = (name: string) =>
    config.getOptional(`backend.database.plugin.micro-apps.${name}`) ??
    config.getOptional(`backend.database.${name}`);
  const setting = 'backend.database';
  const connection = of('connection');
  if (!String(of('client')).includes('sqlite')) {
    return hasTimeout(connection)
      ? []
      : [
          warned({
            code: 'waits-without-end',
            setting: `${setting}.connection.query_timeout`,
            because:
              'When the network to the database is cut without a word, requests wait without end',
            next: 'Set it to 30000',
          }),
        ];
  }
  return [
    connection === ':memory:'
      ? refused({
          code: 'database-in-memory',
          setting,
          because: 'The record of every decision is gone at the next start',
          next: 'Use PostgreSQL',
        })
      : warned({
          code: 'database-of-one',
          setting,
          because:
            'SQLite is for one instance of the portal on one disk, and has no backup while it runs',
          next: 'Use PostgreSQL',
        }),
  ];
}

function hasTimeout(connection: unknown): boolean {
  if (typeof connection === 'string') {
    return connection.includes('query_timeout');
  }
  return (
    typeof connection === 'object' &&
    connection !== null &&
    Number(Reflect.get(connection, 'query_timeout')) > 0
  );
}

function nobodyToAsk(_: RootConfigService, settings: Settings) {
  const { approvers, administrators } = settings;
  const roles = Object.entries(approvers)
    .filter(([, groups]) => groups.length === 0)
    .map(([role]) => role);
  return [
    ...roles.map(role =>
      warned({
        code: 'role-without-group',
        setting: `microApps.approvers.${camelCase(role)}`,
        because: 'Requests that need this role wait for ever',
        next: 'Name a group',
      }),
    ),
    ...(administrators.length > 0
      ? []
      : [
          warned({
            code: 'no-administrators',
            setting: 'microApps.administrators',
            because: 'Nobody can help owners or check the audit log',
            next: 'Name a group',
          }),
        ]),
  ];
}

function camelCase(role: string): string {
  return role.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

type Told = Omit<ConfigurationProblem, 'severity'>;

function refused(problem: Told): ConfigurationProblem {
  return { severity: 'refused', ...problem };
}

function warned(problem: Told): ConfigurationProblem {
  return { severity: 'warned', ...problem };
}
