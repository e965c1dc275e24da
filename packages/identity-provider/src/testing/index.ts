import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A provider in a process of its own, for tests. */
export interface TestProvider {
  issuer: string;
  port: number;
  /** Passwords by user name, scan identities included. */
  passwords: Readonly<Record<string, string>>;
  portalClientSecret: string;
  initialAccessToken: string;
  adminToken: string;
  stateDir: string;
  /** Everything that it wrote so far. */
  output(): string;
  /** Sends SIGTERM; resolves with the exit code, and removes its own folder. */
  stop(): Promise<number | undefined>;
}

/** How to start a provider for tests. */
export interface TestProviderOptions {
  /** TCP port on 127.0.0.1; a free one when nothing is said. */
  port?: number;
  /** Keep state here, to start again on it; otherwise a folder of its own. */
  stateDir?: string;
  /** Further environment variables; undefined removes one. */
  environment?: Readonly<Record<string, string | undefined>>;
}

const personas = ['maya', 'sam', 'ivan', 'rita'];
const scanPassword = 'password-of-scan';
const portalClientSecret = 'portal-client-secret-for-tests';
const initialAccessToken = 'initial-access-token-for-tests';
const adminToken = 'administration-token-for-tests';

function entryFile(): string {
  // By name, so that CommonJS tests can use this file as well.
  const { resolve } = createRequire(join(process.cwd(), 'package.json'));
  return join(
    dirname(resolve('@micro-apps/identity-provider/package.json')),
    'src/index.ts',
  );
}

/**
 * Starts the identity provider and waits until it answers.
 *
 * @throws Error with its output when it ends before it is ready
 */
export async function startTestProvider(
  options: TestProviderOptions = {},
): Promise<TestProvider> {
  const stateDir =
    options.stateDir ?? (await mkdtemp(join(tmpdir(), 'identity-provider-')));
  const persona = Object.fromEntries(
    personas.map(name => [name, `password-of-${name}`]),
  );
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', entryFile()],
    {
      env: {
        PATH: process.env.PATH,
        MICRO_APPS_IDP_PORT: String(options.port ?? 0),
        MICRO_APPS_STATE_DIR: stateDir,
        MICRO_APPS_PERSONA_PASSWORDS: JSON.stringify(persona),
        MICRO_APPS_SCAN_PASSWORD: scanPassword,
        MICRO_APPS_PORTAL_CLIENT_SECRET: portalClientSecret,
        MICRO_APPS_INITIAL_ACCESS_TOKEN: initialAccessToken,
        MICRO_APPS_IDP_ADMIN_TOKEN: adminToken,
        ...options.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const exited = once(child, 'exit').then(([code]) =>
    typeof code === 'number' ? code : undefined,
  );
  const issuer = await new Promise<string | undefined>(resolve => {
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
      const ready = /ready at (\S+)/.exec(output)?.[1];
      if (ready) {
        resolve(ready);
      }
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    // 'close' comes after the last output, 'exit' may come before.
    child.once('close', () => resolve(undefined));
  });
  const removeOwnFolder = async () => {
    if (!options.stateDir) {
      await rm(stateDir, { recursive: true, force: true });
    }
  };
  if (!issuer) {
    const code = await exited;
    await removeOwnFolder();
    throw new Error(`The identity provider ended with ${code}: ${output}`);
  }
  return {
    issuer,
    port: Number(new URL(issuer).port),
    passwords: {
      ...persona,
      'scan-member': scanPassword,
      'scan-manager': scanPassword,
    },
    portalClientSecret,
    initialAccessToken,
    adminToken,
    stateDir,
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      const code = await exited;
      await removeOwnFolder();
      return code;
    },
  };
}
