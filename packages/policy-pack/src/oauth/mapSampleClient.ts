import { DEFAULT_POLICY_SETTINGS } from '../settings/defaultSettings';

/** The OAuth client JSON that requirements R4 shows. @public */
export interface SampleClient {
  readonly client_name: string;
  readonly owner: string;
  readonly scopes: readonly string[];
  /** Seconds. */
  readonly token_lifetime: number;
}

/**
 * Maps the sample client of requirements R4 to RFC 7591 metadata. RFC 7591 has
 * no word for a token lifetime, so that the value is checked and carried apart.
 *
 * @param input - parsed JSON, not trusted
 * @param longest - longest life of an access token in seconds
 * @returns metadata to register, and the token lifetime in seconds
 * @throws Error with a sentence when a field is missing, malformed or too wide
 * @public
 */
export function mapSampleClient(
  input: unknown,
  longest: number = DEFAULT_POLICY_SETTINGS.rules['oauth-token-lifetime']
    .maxSeconds,
): {
  metadata: {
    client_name: string;
    contacts: readonly string[];
    scope: string;
    token_endpoint_auth_method: 'private_key_jwt';
    grant_types: readonly string[];
    response_types: readonly string[];
  };
  tokenLifetimeSeconds: number;
} {
  const { client_name, owner, scopes, token_lifetime } = readSample(
    input,
    longest,
  );
  return {
    metadata: {
      client_name,
      contacts: [owner],
      scope: [...new Set(['openid', ...scopes])].join(' '),
      token_endpoint_auth_method: 'private_key_jwt',
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
    tokenLifetimeSeconds: token_lifetime,
  };
}

function readSample(input: unknown, longest: number): SampleClient {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new Error('The OAuth client must be a JSON object.');
  }
  const fields = input as Record<string, unknown>;
  const known = ['client_name', 'owner', 'scopes', 'token_lifetime'];
  const unknown = Object.keys(fields).filter(name => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `Remove the fields that are not known: ${unknown.join(', ')}.`,
    );
  }
  const { scopes, token_lifetime: lifetime } = fields;
  if (!Array.isArray(scopes) || scopes.length === 0 || !scopes.every(isScope)) {
    throw new Error(
      'Give "scopes" as a list of exact scope names, without wildcards.',
    );
  }
  if (
    typeof lifetime !== 'number' ||
    !Number.isInteger(lifetime) ||
    lifetime < 1 ||
    lifetime > longest
  ) {
    throw new Error(
      `Give "token_lifetime" in whole seconds, from 1 to ${longest}.`,
    );
  }
  return {
    client_name: text(fields.client_name, 'client_name'),
    owner: text(fields.owner, 'owner'),
    scopes,
    token_lifetime: lifetime,
  };
}

function text(value: unknown, field: string): string {
  if (typeof value !== 'string' || value.trim() === '') {
    throw new Error(`Give "${field}" as text that is not empty.`);
  }
  return value.trim();
}

/** The characters of a scope token in RFC 6749, less the wildcard. */
function isScope(value: unknown): value is string {
  return typeof value === 'string' && /^[\w:./-]+$/.test(value);
}
