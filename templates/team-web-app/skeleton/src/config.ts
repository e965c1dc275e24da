import { z } from 'zod';

function isLoopback(url: URL): boolean {
  const host = url.hostname;
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '127.0.0.1' ||
    host === '[::1]'
  );
}

const safeUrl = z
  .url()
  .refine(
    text =>
      URL.canParse(text) &&
      (new URL(text).protocol === 'https:' ||
        (new URL(text).protocol === 'http:' && isLoopback(new URL(text)))),
    'must be https (http is accepted on this machine only)',
  );

const text = z.string().min(1);

const environmentSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535),
  HOST: z.enum(['127.0.0.1', '::1', 'localhost']).default('127.0.0.1'),
  APP_ORIGIN: safeUrl.refine(
    value => URL.canParse(value) && new URL(value).origin === value,
    'must be an origin such as http://my-app.localhost:7101',
  ),
  OIDC_ISSUER: safeUrl,
  OIDC_CLIENT_ID: text,
  OIDC_PRIVATE_KEY_FILE: text,
  PEOPLE_API_URL: safeUrl,
  DATA_DIR: text,
  APP_ENVIRONMENT: z.enum(['sandbox', 'beta', 'scan']),
  GIT_COMMIT: text.max(100),
});

/** What the platform tells the app at start. */
export type Config = {
  port: number;
  host: string;
  origin: string;
  issuer: string;
  clientId: string;
  privateKeyFile: string;
  peopleApiUrl: string;
  dataFolder: string;
  environment: 'sandbox' | 'beta' | 'scan';
  commit: string;
};

/**
 * The configuration from environment variables.
 * Throws an Error with one sentence that names every variable at fault and
 * never repeats a value.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const result = environmentSchema.safeParse(env);
  if (!result.success) {
    const reasons = new Map<string, string>();
    for (const issue of result.error.issues) {
      const name = String(issue.path[0]);
      const reason = env[name] === undefined ? 'is missing' : issue.message;
      if (!reasons.has(name)) reasons.set(name, reason);
    }
    const list = [...reasons].map(([name, reason]) => `${name} (${reason})`);
    throw new Error(
      `The app cannot start: set these environment variables: ${list.join(
        ', ',
      )}.`,
    );
  }
  const given = result.data;
  return {
    port: given.PORT,
    host: given.HOST,
    origin: given.APP_ORIGIN,
    issuer: given.OIDC_ISSUER,
    clientId: given.OIDC_CLIENT_ID,
    privateKeyFile: given.OIDC_PRIVATE_KEY_FILE,
    peopleApiUrl: given.PEOPLE_API_URL,
    dataFolder: given.DATA_DIR,
    environment: given.APP_ENVIRONMENT,
    commit: given.GIT_COMMIT,
  };
}
