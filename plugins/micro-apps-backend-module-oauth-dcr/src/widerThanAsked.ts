import { isRecord } from './request';

/**
 * What a registration answer grants beyond the request (RFC 7591 lets a server
 * change metadata). A field that is missing takes its default in the RFC.
 *
 * @returns names of the fields that are wider; empty when the answer is fine
 */
export function widerThanAsked(
  asked: {
    scope: string;
    redirect_uris: readonly string[];
    grant_types: readonly string[];
    response_types: readonly string[];
    token_endpoint_auth_method: string;
    software_id: string;
    jwks: unknown;
  },
  answer: unknown,
): readonly string[] {
  if (!isRecord(answer)) return ['answer'];
  const wider: string[] = [];
  const lists: [string, unknown, readonly string[]][] = [
    ['scope', words(answer.scope), words(asked.scope) ?? []],
    ['redirect_uris', answer.redirect_uris, asked.redirect_uris],
    ['grant_types', answer.grant_types, asked.grant_types],
    ['response_types', answer.response_types, asked.response_types],
  ];
  for (const [name, given, allowed] of lists) {
    if (
      !Array.isArray(given) ||
      given.some(item => !allowed.includes(String(item)))
    ) {
      wider.push(name);
    }
  }
  if (answer.token_endpoint_auth_method !== asked.token_endpoint_auth_method) {
    wider.push('token_endpoint_auth_method');
  }
  if (answer.software_id !== asked.software_id) wider.push('software_id');
  if (answer.client_secret !== undefined) wider.push('client_secret');
  if (answer.jwks_uri !== undefined) wider.push('jwks_uri');
  return wider;
}

function words(value: unknown): string[] | undefined {
  return typeof value === 'string'
    ? value.split(' ').filter(Boolean)
    : undefined;
}
