import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '@backstage/types';
import {
  exportJWK,
  generateKeyPair,
  SignJWT,
  type JWTPayload,
  type KeyLike,
} from 'jose';
import type { Caller } from './portal';

/** As the steps register it. */
const APP = 'where2eat';

export const ISSUER = 'https://ci.example.com';
export const AUDIENCE = 'micro-apps';
export const REPOSITORY = 'acme/where2eat';
export const WORKFLOW = 'acme/ci/.github/workflows/scan.yml@refs/tags/v1';
export const SECRETS = ['n'.repeat(32), 'o'.repeat(32)];

/** An issuer of tokens with its keys, on this machine's loopback. */
export interface Issuer {
  /** What goes under `microApps` of the configuration. */
  readonly config: JsonObject;
  readonly key: KeyLike;
  readonly publicJwk: Record<string, unknown>;
  /** How often the keys were asked for. */
  asked(): number;
  /** A token of the pipeline; claims and header can be changed. */
  token(
    claims?: JWTPayload,
    header?: { alg?: string; kid?: string; [name: string]: unknown },
  ): Promise<string>;
  /** Nobody answers at the address of the keys any more. */
  goAway(): Promise<void>;
}

/** Starts an issuer for each test of a file. */
export function useIssuer(): () => Issuer {
  let issuer: Issuer;
  beforeEach(async () => {
    issuer = await startIssuer();
  });
  afterEach(() => issuer.goAway());
  return () => issuer;
}

/** Starts an issuer; it has to be stopped. */
export async function startIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const publicJwk = { ...(await exportJWK(publicKey)), kid: 'k1' };
  let count = 0;
  let tokens = 0;
  const server = createServer((_, res) => {
    count += 1;
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify({ keys: [{ ...publicJwk, use: 'sig' }] }));
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    config: configOf(port),
    key: privateKey,
    publicJwk,
    asked: () => count,
    async token(claims = {}, header = {}) {
      tokens += 1;
      const now = Math.floor(Date.now() / 1000);
      const payload: JWTPayload = {
        ...claimsOf(tokens),
        iss: ISSUER,
        aud: AUDIENCE,
        iat: now,
        exp: now + 300,
        ...claims,
      };
      return await new SignJWT(payload)
        .setProtectedHeader({ alg: 'RS256', kid: 'k1', ...header })
        .sign(privateKey);
    },
    async goAway() {
      await new Promise(done => {
        server.close(done);
        server.closeAllConnections();
      });
    },
  };
}

function configOf(port: number): JsonObject {
  return {
    pipelines: [
      {
        issuer: ISSUER,
        jwksUri: `http://127.0.0.1:${port}/jwks`,
        audience: AUDIENCE,
        repositories: [
          {
            appId: APP,
            repository: REPOSITORY,
            forks: ['mallory/where2eat'],
          },
          { repository: 'acme/{appId}' },
        ],
        workflows: [WORKFLOW],
      },
    ],
    scanners: { secrets: [...SECRETS] },
  };
}

/** What a code host says of a run on the branch that ships. */
function claimsOf(id: number): JWTPayload {
  return {
    jti: `token-${id}`,
    sub: `repo:${REPOSITORY}:ref:refs/heads/main`,
    repository: REPOSITORY,
    sha: 'c'.repeat(40),
    ref: 'refs/heads/main',
    event_name: 'push',
    job_workflow_ref: WORKFLOW,
    workflow_ref: `${REPOSITORY}/.github/workflows/ci.yml@refs/heads/main`,
    run_id: '1000',
    run_number: '10',
    run_attempt: '1',
  };
}

/** A log that says that a tool ran to its end and found these. */
export function sarifOf(
  name = 'Trivy',
  results: readonly object[] = [],
): Record<string, unknown> {
  return {
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name } },
        invocations: [{ executionSuccessful: true }],
        results,
      },
    ],
  };
}

/** A bill of materials that lists one component. */
export function sbomOf(): Record<string, unknown> {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: {
      tools: { components: [{ type: 'application', name: 'cyclonedx-npm' }] },
    },
    components: [
      {
        type: 'library',
        name: 'a-package',
        version: '1.0.0',
        purl: 'pkg:npm/a-package@1.0.0',
      },
    ],
  };
}

/** One severe result. */
export const HOLE = {
  ruleId: 'CVE-2026-1',
  level: 'error',
  message: { text: 'An old package' },
};

/** Sends a report as a pipeline does. */
export function submit(
  caller: Caller,
  body: object = { kind: 'vulnerability-scan', sarif: sarifOf() },
  { app = APP, packed = false } = {},
) {
  const text = JSON.stringify(body);
  const sent = caller
    .raw(`/apps/${app}/evidence/pipeline`)
    .type('application/json');
  return packed
    ? sent
        .set('content-encoding', 'gzip')
        .serialize(given => given)
        .send(gzipSync(text))
    : sent.send(text);
}
