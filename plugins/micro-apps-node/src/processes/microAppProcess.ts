/** What a running copy of an app is told, and nothing else. @public */
export interface MicroAppProcessOptions {
  /** Folder of the checkout; read-only for the app. Absolute, without links. */
  readonly release: string;
  /** The app's private key (JWK). Absolute, without links. */
  readonly keyFile: string;
  /** The only folder the app may write to. Absolute, without links. */
  readonly dataDirectory: string;
  readonly port: number;
  /** Address that people use, without a trailing slash. */
  readonly origin: string;
  readonly issuer: string;
  readonly peopleApiUrl: string;
  readonly clientId: string;
  readonly environment: string;
  readonly commit: string;
}

/**
 * How every copy of an app is started, in the sandbox and under the scanner:
 * Node's permission model limits files, child processes and addons, the
 * inspector cannot be opened by a signal, and nothing of the parent's
 * environment is passed on. The network is not limited.
 *
 * @returns arguments and environment for `process.execPath`
 * @public
 */
export function microAppProcess(options: MicroAppProcessOptions): {
  args: readonly string[];
  env: Readonly<Record<string, string>>;
} {
  const { release, keyFile, dataDirectory } = options;
  return {
    args: [
      '--disable-sigusr1',
      '--max-old-space-size=256',
      '--permission',
      `--allow-fs-read=${release}`,
      `--allow-fs-read=${keyFile}`,
      `--allow-fs-read=${dataDirectory}`,
      `--allow-fs-write=${dataDirectory}`,
      'src/server.ts',
    ],
    env: {
      NODE_ENV: 'production',
      NODE_NO_WARNINGS: '1',
      TZ: 'UTC',
      HOST: '127.0.0.1',
      PORT: String(options.port),
      APP_ORIGIN: options.origin,
      APP_ENVIRONMENT: options.environment,
      OIDC_ISSUER: options.issuer,
      OIDC_CLIENT_ID: options.clientId,
      OIDC_PRIVATE_KEY_FILE: keyFile,
      PEOPLE_API_URL: options.peopleApiUrl,
      DATA_DIR: dataDirectory,
      GIT_COMMIT: options.commit,
    },
  };
}

/**
 * How this machine reaches the outside: whom it trusts and through which
 * proxy. Its operator sets these, never a maker, and without them tools
 * cannot reach a registry inside a company.
 */
const REACH = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
];

/**
 * The environment of tools that read what a maker wrote (git, npm, scanners):
 * no secret of the backend, no setting of the person who runs it.
 *
 * @param home - an empty folder that stands in for the home folder
 * @public
 */
export function scrubbedEnvironment(
  home: string,
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const reach = REACH.flatMap(name => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(reach),
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: home,
    LANG: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    NO_COLOR: '1',
    ...more,
  };
}
