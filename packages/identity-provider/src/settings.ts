import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { personaNames } from './accounts/directory.ts';

/** Everything the provider is told from outside. */
export interface Settings {
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  port: number;
  /**
   * The issuer identifier that apps see, without a trailing slash;
   * `http://localhost:<port>` when nothing is said.
   */
  issuer: string | undefined;
  /** Where the portal is served; its callback lies below it. */
  portalUrl: string;
  /** The SQLite file with keys, clients and tokens. */
  databaseFile: string;
  /** Passwords by user name. */
  passwords: ReadonlyMap<string, string>;
  portalClientSecret: string;
  initialAccessToken: string;
  adminToken: string;
}

/** A start-up problem that the person at the keyboard can fix. */
export class StartupError extends Error {}

const secret = z.string().min(16);
const password = z.string().min(8);
const webOrigin = z
  .url({ protocol: /^https?$/ })
  .transform(value => value.replace(/\/+$/, ''));

const environmentSchema = z.object({
  MICRO_APPS_IDP_PORT: z.coerce.number().int().min(0).max(65535).default(7010),
  MICRO_APPS_IDP_ISSUER: webOrigin.optional(),
  MICRO_APPS_PORTAL_URL: webOrigin.default('http://localhost:7007'),
  MICRO_APPS_STATE_DIR: z.string().refine(isAbsolute, {
    message: 'must be an absolute path',
  }),
  MICRO_APPS_PERSONA_PASSWORDS: z
    .string()
    .transform((value, context) => {
      try {
        return JSON.parse(value) as unknown;
      } catch {
        context.addIssue('must be JSON: { "<name>": "<password>" }');
        return z.NEVER;
      }
    })
    .pipe(z.record(z.enum(personaNames), password)),
  MICRO_APPS_SCAN_PASSWORD: password,
  MICRO_APPS_PORTAL_CLIENT_SECRET: secret,
  // It travels as a bearer token, so only characters a header can carry.
  MICRO_APPS_INITIAL_ACCESS_TOKEN: secret.regex(/^[A-Za-z0-9._~+/-]+=*$/),
  MICRO_APPS_IDP_ADMIN_TOKEN: secret,
});

/**
 * Reads the settings from environment variables.
 *
 * @throws StartupError when this runs in production, or when a variable is
 * missing or malformed; the message names every such variable, never a value.
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  if (environment.NODE_ENV === 'production') {
    throw new StartupError(
      'The embedded identity provider is for development and demos only, so it does not start with NODE_ENV=production; connect the portal to your company sign-in (OIDC) instead.',
    );
  }
  const parsed = environmentSchema.safeParse(
    Object.fromEntries(
      Object.entries(environment).filter(([, value]) => value !== ''),
    ),
  );
  if (!parsed.success) {
    const problems = parsed.error.issues
      .map(({ path, message }) => {
        const name = path.join('.');
        return environment[name] ? `${name} (${message})` : `${name} (missing)`;
      })
      .join(', ');
    throw new StartupError(
      `These environment variables are missing or wrong: ${problems}. Start everything with "npm start", which sets them, or set them yourself (see README.md).`,
    );
  }
  const values = parsed.data;
  return {
    port: values.MICRO_APPS_IDP_PORT,
    issuer: values.MICRO_APPS_IDP_ISSUER,
    portalUrl: values.MICRO_APPS_PORTAL_URL,
    databaseFile: join(values.MICRO_APPS_STATE_DIR, 'identity-provider.sqlite'),
    passwords: new Map([
      ...Object.entries(values.MICRO_APPS_PERSONA_PASSWORDS),
      ['scan-member', values.MICRO_APPS_SCAN_PASSWORD],
      ['scan-manager', values.MICRO_APPS_SCAN_PASSWORD],
    ]),
    portalClientSecret: values.MICRO_APPS_PORTAL_CLIENT_SECRET,
    initialAccessToken: values.MICRO_APPS_INITIAL_ACCESS_TOKEN,
    adminToken: values.MICRO_APPS_IDP_ADMIN_TOKEN,
  };
}
