import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { idToken, newKey } from './idToken.ts';
import type { Fault } from './idToken.ts';

/** Somebody who can sign in at the double. */
export type Person = { sub: string; name: string; roles?: unknown };

/** A company sign-in service with a people API, on a port of this machine. */
export type SignInService = {
  issuer: string;
  peopleApiUrl: string;
  clientId: string;
  /** Private key that the app signs in with. */
  clientKey: string;
  /** Who the next sign-in is. */
  person: Person;
  fault: Fault;
  /** True while it hangs up on everybody. */
  isDown: boolean;
  /** What the people API knows; `undefined` makes it answer 503. */
  people: { id: string; displayName: string }[] | undefined;
  /** Parameters of every authorization request. */
  readonly asked: URLSearchParams[];
  readonly revoked: string[];
  /** Access tokens that were handed out. */
  readonly issued: string[];
  stop(): Promise<void>;
};

const decode = (text = ''): Record<string, unknown> =>
  JSON.parse(Buffer.from(text, 'base64url').toString());

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

type Grant = { asked: URLSearchParams; person: Person };

/** Starts the double: real codes, real PKCE, ID tokens with real signatures. */
export async function startSignInService(): Promise<SignInService> {
  const key = newKey();
  const client = newKey();
  const grants = new Map<string, Grant>();
  const server = createServer((request, response) => {
    answer(request, response).catch(error => response.destroy(error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const issuer = `http://127.0.0.1:${port}`;
  const service: SignInService = {
    issuer,
    peopleApiUrl: `${issuer}/people`,
    clientId: 'client-1',
    clientKey: JSON.stringify({
      ...client.privateKey.export({ format: 'jwk' }),
      kid: 'client-key',
      alg: 'ES256',
    }),
    person: { sub: 'sub-alex', name: 'Alex Example', roles: ['member'] },
    fault: 'none',
    isDown: false,
    people: [],
    asked: [],
    revoked: [],
    issued: [],
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  function isClient(form: URLSearchParams): boolean {
    const assertion = form.get('client_assertion') ?? '';
    const [head, claims, signature = ''] = assertion.split('.');
    const { iss, sub } = decode(claims);
    return (
      iss === service.clientId &&
      sub === service.clientId &&
      verify(
        'sha256',
        Buffer.from(`${head}.${claims}`),
        {
          key: createPublicKey(
            client.publicKey.export({ format: 'pem', type: 'spki' }),
          ),
          dsaEncoding: 'ieee-p1363',
        },
        Buffer.from(signature, 'base64url'),
      )
    );
  }

  function redeem(form: URLSearchParams): Grant | undefined {
    const code = form.get('code') ?? '';
    const grant = grants.get(code);
    grants.delete(code);
    const verifier = form.get('code_verifier') ?? '';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const isRight =
      grant?.asked.get('code_challenge_method') === 'S256' &&
      grant.asked.get('code_challenge') === challenge &&
      grant.asked.get('redirect_uri') === form.get('redirect_uri');
    return isRight ? grant : undefined;
  }

  function tokens({ asked, person }: Grant) {
    const now = Math.floor(Date.now() / 1_000);
    const accessToken = `access-${randomUUID()}`;
    service.issued.push(accessToken);
    const claims = {
      iss: issuer,
      aud: service.clientId,
      iat: now,
      exp: now + 300,
      nonce: asked.get('nonce'),
      email: 'somebody@mail.example',
      ...person,
    };
    return {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 1_800,
      id_token: idToken({ claims, fault: service.fault, key }),
    };
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (service.isDown) throw new Error('The service is down.');
    const url = new URL(request.url ?? '/', issuer);
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return send(response, 200, {
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
          revocation_endpoint: `${issuer}/revoke`,
          jwks_uri: `${issuer}/jwks`,
          id_token_signing_alg_values_supported: ['ES256'],
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
        });
      case '/jwks': {
        const jwk = key.publicKey.export({ format: 'jwk' });
        const facts = { kid: 'key-1', alg: 'ES256', use: 'sig' };
        return send(response, 200, { keys: [{ ...jwk, ...facts }] });
      }
      case '/auth': {
        const asked = url.searchParams;
        service.asked.push(asked);
        const code = randomUUID();
        grants.set(code, { asked, person: service.person });
        const back = new URL(asked.get('redirect_uri') ?? issuer);
        back.searchParams.set('code', code);
        back.searchParams.set('state', asked.get('state') ?? '');
        response.writeHead(303, { location: back.href });
        response.end();
        return undefined;
      }
      case '/token': {
        const form = await bodyOf(request);
        if (!isClient(form)) {
          return send(response, 401, { error: 'invalid_client' });
        }
        const grant = redeem(form);
        return grant
          ? send(response, 200, tokens(grant))
          : send(response, 400, { error: 'invalid_grant' });
      }
      case '/revoke': {
        const form = await bodyOf(request);
        service.revoked.push(form.get('token') ?? '');
        return send(response, 200, {});
      }
      case '/people': {
        const token = request.headers.authorization?.slice('Bearer '.length);
        if (!service.issued.includes(token ?? '')) {
          return send(response, 401, { error: 'invalid_token' });
        }
        return service.people === undefined
          ? send(response, 503, {})
          : send(response, 200, { items: service.people });
      }
      default:
        return send(response, 404, {});
    }
  }

  return service;
}
