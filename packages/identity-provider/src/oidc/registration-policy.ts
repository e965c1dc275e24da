import { errors, type ClientMetadata } from 'oidc-provider';
import { z } from 'zod';
import { publicJwkProblem } from './public-jwk.ts';
import { redirectUriProblem } from './redirect-uri.ts';
import { supportedScopes } from './scopes.ts';

/** Metadata of ours that the provider stores beside the standard ones. */
export const microAppMetadata = [
  'software_id',
  'micro_app',
  'micro_app_environment',
] as const;

const address = z
  .string()
  .max(500)
  .superRefine((value, context) => {
    const problem = redirectUriProblem(value);
    if (problem) {
      context.addIssue(`${JSON.stringify(value)} ${problem}`);
    }
  });

const redirectUri = address.superRefine((value, context) => {
  if (URL.parse(value)?.pathname.endsWith('/callback') === false) {
    context.addIssue(`${JSON.stringify(value)} must end with /callback`);
  }
});

const publicJwk = z
  .record(z.string(), z.unknown())
  .superRefine((jwk, context) => {
    const problem = publicJwkProblem(jwk);
    if (problem) {
      context.addIssue(problem);
    }
  });

const scope = z.string().superRefine((value, context) => {
  const scopes = value.split(' ');
  const unknown = scopes.filter(name => !supportedScopes.includes(name));
  if (unknown.length > 0) {
    context.addIssue(
      `unknown scope ${unknown.join(', ')}; known are ${supportedScopes.join(
        ', ',
      )}`,
    );
  }
  if (!scopes.includes('openid')) {
    context.addIssue('must include openid');
  }
});

const clientSchema = z.strictObject({
  client_name: z.string().trim().min(1).max(100).optional(),
  redirect_uris: z.array(redirectUri).min(1).max(10),
  post_logout_redirect_uris: z.array(address).max(10).optional(),
  grant_types: z
    .array(z.enum(['authorization_code', 'refresh_token']))
    .refine(types => types.includes('authorization_code'), {
      message: 'must include authorization_code',
    })
    .default(['authorization_code']),
  response_types: z.tuple([z.literal('code')]).default(['code']),
  token_endpoint_auth_method: z.literal('private_key_jwt'),
  token_endpoint_auth_signing_alg: z
    .enum(['RS256', 'PS256', 'ES256', 'Ed25519', 'EdDSA'])
    .optional(),
  jwks: z.strictObject({ keys: z.array(publicJwk).min(1).max(5) }),
  // Without a scope the provider would allow every scope; least is right here.
  scope: scope.default('openid'),
  software_id: z.string().regex(/^[\x21-\x7e]{1,200}$/),
  micro_app: z.string().regex(/^[a-z0-9-]{1,100}$/),
  micro_app_environment: z.enum(['sandbox', 'beta', 'scan']),
  // Defaults that the provider adds and a read-then-update sends back.
  client_id: z.string(),
  client_id_issued_at: z.number(),
  application_type: z.literal('web').optional(),
  subject_type: z.literal('public').optional(),
  id_token_signed_response_alg: z.literal('RS256').optional(),
  require_auth_time: z.literal(false).optional(),
});

/** What tells one micro app from another never changes after registration. */
const fixedAtRegistration = [
  'software_id',
  'micro_app',
  'micro_app_environment',
] as const;

function describe(error: z.ZodError): string {
  return error.issues
    .map(issue =>
      issue.code === 'unrecognized_keys'
        ? `unknown metadata: ${issue.keys.join(', ')}`
        : `${issue.path.join('.')}: ${issue.message}`,
    )
    .join('; ');
}

/**
 * The rules for registering and updating a micro app's client (RFC 7591 and
 * 7592, stricter): authorization code only, `private_key_jwt` with public keys
 * in the request, exact redirect URIs, known scopes, nothing unknown.
 *
 * Fills in defaults on `properties`.
 *
 * @param options.body - the request as sent, before the provider filled it in
 * @param options.current - the client's stored metadata when this is an update
 * @throws errors.InvalidClientMetadata (400) that lists every problem
 */
export function applyRegistrationPolicy(options: {
  properties: ClientMetadata;
  body: Readonly<Record<string, unknown>>;
  current?: Readonly<Record<string, unknown>>;
}): void {
  const { properties, body, current } = options;
  // The provider drops these from `properties`, which would hide them.
  const secrets = Object.keys(body).filter(name => name.startsWith('client_s'));
  if (secrets.length > 0) {
    throw new errors.InvalidClientMetadata(
      `${secrets.join(
        ', ',
      )}: micro apps have no client secret; use private_key_jwt`,
    );
  }
  const parsed = clientSchema.safeParse(
    Object.fromEntries(
      Object.entries(properties).filter(([, value]) => value !== undefined),
    ),
  );
  if (!parsed.success) {
    throw new errors.InvalidClientMetadata(describe(parsed.error));
  }
  const { micro_app, micro_app_environment, software_id } = parsed.data;
  const expected = `micro-apps:${micro_app}:${micro_app_environment}`;
  if (software_id !== expected) {
    throw new errors.InvalidClientMetadata(
      `software_id: must be ${expected}, as micro_app and micro_app_environment say`,
    );
  }
  const changed = fixedAtRegistration.filter(
    name => current && current[name] !== parsed.data[name],
  );
  if (changed.length > 0) {
    throw new errors.InvalidClientMetadata(
      `${changed.join(', ')} cannot change; register a new client instead`,
    );
  }
  Object.assign(properties, parsed.data);
}
