import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { APPROVED_COMPONENTS } from '@micro-apps/policy-pack';
import {
  APP,
  detail,
  HIGH,
  MAYA,
  registered,
  submit,
  useIssuer,
  usePortals,
  withCode,
  type Portal,
} from '../../__testUtils__';

const start = usePortals();
const issuer = useIssuer();

const GOLDEN_PATH = join(
  __dirname,
  '../../../../../templates/team-web-app/skeleton',
);
const APPROVED = APPROVED_COMPONENTS.components.slice(0, 5);

/** A component as cyclonedx-npm lists it. */
function component({ purl, integrity }: { purl: string; integrity: string }) {
  const path = decodeURIComponent(purl.slice('pkg:npm/'.length));
  const at = path.lastIndexOf('@');
  const [name, version] = [path.slice(0, at), path.slice(at + 1)];
  const [group, bare] = name.includes('/')
    ? name.split('/')
    : [undefined, name];
  const content = Buffer.from(
    integrity.slice('sha512-'.length),
    'base64',
  ).toString('hex');
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group && { group }),
    name: bare,
    version,
    purl,
    externalReferences: [
      {
        type: 'distribution',
        url: `https://registry.npmjs.org/${name}/-/${bare}-${version}.tgz`,
        hashes: [{ alg: 'SHA-512', content }],
      },
    ],
  };
}

function bomOf(
  components: readonly object[] = APPROVED.map(component),
  more: object = {},
) {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      tools: {
        components: [
          { type: 'application', name: 'npm', version: '10.0.0' },
          {
            type: 'library',
            group: '@cyclonedx',
            name: 'cyclonedx-library',
            version: '10.0.0',
          },
          {
            type: 'application',
            group: '@cyclonedx',
            name: 'cyclonedx-npm',
            version: '4.0.0',
          },
        ],
      },
    },
    components,
    ...more,
  };
}

async function withPipeline() {
  const portal = await start({ microApps: issuer().config });
  await registered(portal);
  const sha = await withCode(portal);
  return {
    portal,
    async send(cyclonedx: object, kind = 'component-scan', claims = {}) {
      const token = await issuer().token({ sha, ...claims });
      return await submit(portal.withToken(token), { kind, cyclonedx });
    },
  };
}

async function verdict(portal: Portal, id = 'approved-components') {
  const { findings } = await detail(portal);
  return findings.find(({ controlId }) => controlId === id)?.state;
}

async function listed({ knex }: Portal) {
  return await knex('micro_apps_components').orderBy('purl').pluck('purl');
}

describe('a bill of materials', () => {
  it.each(['1.4', '1.5', '1.6'])(
    'of version %s with approved components meets the control',
    async specVersion => {
      const { portal, send } = await withPipeline();
      const tools = [{ vendor: '@cyclonedx', name: 'cyclonedx-npm' }];
      const { status, body } = await send({
        ...bomOf(),
        specVersion,
        metadata: { tools },
      });
      expect([status, body.outcome, body.setAside]).toEqual([
        201,
        'pass',
        undefined,
      ]);
      expect(await verdict(portal)).toBe('satisfied');
      expect(body.expiresAt).toContain(APPROVED_COMPONENTS.expiresAt);
      const read = await portal
        .as(MAYA)
        .get(`/apps/${APP}/evidence/${body.id}`)
        .expect(200);
      expect(read.body.cyclonedx.specVersion).toBe(specVersion);
      expect(read.body).not.toHaveProperty('sarif');
    },
  );

  it.each<[string, object]>([
    [
      'that nobody approved',
      {
        ...component(APPROVED[0]),
        group: undefined,
        name: 'other',
        purl: 'pkg:npm/other@1.0.0',
        externalReferences: [],
        version: '1.0.0',
      },
    ],
    [
      'with other content',
      {
        ...component(APPROVED[0]),
        externalReferences: [],
        hashes: [{ alg: 'SHA-512', content: 'ab'.repeat(64) }],
      },
    ],
  ])('with a component %s fails', async (_, part) => {
    const { portal, send } = await withPipeline();
    const { body } = await send(bomOf([part]));
    expect(body.outcome).toBe('fail');
    expect(await verdict(portal)).toBe('not-satisfied');
  });

  it.each<[string, object]>([
    [
      'of another kind of package',
      {
        ...component(APPROVED[0]),
        purl: 'pkg:pypi/requests@2.0.0',
        name: 'requests',
        version: '2.0.0',
      },
    ],
    ['without a package URL', { ...component(APPROVED[0]), purl: undefined }],
    ['without a hash', { ...component(APPROVED[0]), externalReferences: [] }],
    [
      'that calls itself something else',
      { ...component(APPROVED[0]), name: 'innocent', group: undefined },
    ],
    [
      'from another place',
      {
        ...component(APPROVED[0]),
        purl: `${APPROVED[0].purl}?vcs_url=git%2Bhttps://evil.example/x.git`,
      },
    ],
  ])('with a component %s cannot be told', async (_, part) => {
    const { send } = await withPipeline();
    const { body } = await send(bomOf([part]));
    expect(body.outcome).toBe('unknown');
  });

  it('that npm itself makes of the golden path meets the control', async () => {
    const { portal, send } = await withPipeline();
    const made = spawnSync(
      'npm',
      [
        ...['sbom', '--sbom-format=cyclonedx', '--package-lock-only'],
        '--omit=dev',
      ],
      { cwd: GOLDEN_PATH, encoding: 'utf8' },
    );
    const { status, body } = await send(JSON.parse(made.stdout));
    expect([status, body.outcome, body.tool.name, body.setAside]).toEqual([
      201,
      'pass',
      'npm/cli',
      undefined,
    ]);
    expect(await verdict(portal)).toBe('satisfied');
    expect((await listed(portal)).length).toBeGreaterThan(50);
  }, 60_000);

  it('finds components inside components, and what has none is no pass', async () => {
    const { send } = await withPipeline();
    const inner = { ...component(APPROVED[1]), purl: undefined };
    const nested = { ...component(APPROVED[0]), components: [inner] };
    expect((await send(bomOf([nested]))).body.outcome).toBe('unknown');
    expect((await send(bomOf([]))).body.outcome).toBe('unknown');
  });

  it('lists its components, the newest of a commit in place of the one before', async () => {
    const { portal, send } = await withPipeline();
    await send(bomOf(APPROVED.slice(0, 2).map(component)));
    expect(await listed(portal)).toEqual(
      APPROVED.slice(0, 2)
        .map(({ purl }) => purl)
        .sort(),
    );
    const next = { run_number: '11' };
    await send(bomOf(APPROVED.slice(1, 4).map(component)), undefined, next);
    expect(await listed(portal)).toEqual(
      APPROVED.slice(1, 4)
        .map(({ purl }) => purl)
        .sort(),
    );
    const aside = { ref: 'refs/heads/side', run_number: '12' };
    await send(bomOf(), undefined, aside);
    expect(await listed(portal)).toHaveLength(3);
  });

  it('says which vulnerabilities are known, and nothing played down counts as closed', async () => {
    const { portal, send } = await withPipeline();
    const trivy = {
      tools: { components: [{ type: 'application', name: 'trivy' }] },
    };
    const bom = (vulnerabilities?: object[]) =>
      bomOf(undefined, { metadata: trivy, vulnerabilities });
    const scan = 'vulnerability-scan';
    const outcome = async (run: number, ...given: Parameters<typeof bom>) => {
      const { status, body } = await send(bom(...given), scan, {
        run_number: run,
      });
      expect([status, body.setAside]).toEqual([201, undefined]);
      return body.outcome;
    };
    expect(await outcome(11)).toBe('unknown');
    expect(await outcome(12, [])).toBe('pass');
    expect(await verdict(portal, 'known-vulnerabilities')).toBe('satisfied');
    const low = { id: 'CVE-1', ratings: [{ severity: 'low' }] };
    expect(await outcome(13, [low])).toBe('pass');
    for (const [run, rating] of [
      { severity: 'critical' },
      { severity: 'none', score: 9.8 },
      { severity: 'unknown' },
      {},
    ].entries()) {
      const hole = {
        id: 'CVE-2',
        ratings: [{ severity: 'low' }, rating],
        analysis: { state: 'not_affected' },
      };
      expect([rating, await outcome(20 + run, [hole])]).toEqual([
        rating,
        'fail',
      ]);
    }
    expect(await outcome(30, [{ id: 'CVE-3' }])).toBe('fail');
  });

  it.each<[string, object, string]>([
    [
      'of one reference for two parts',
      bomOf([
        component(APPROVED[0]),
        { ...component(APPROVED[1]), 'bom-ref': APPROVED[0].purl },
      ]),
      'needs one of its own',
    ],
    ['of another version', { ...bomOf(), specVersion: '1.2' }, '1.4, 1.5, 1.6'],
    ['of another format', { ...bomOf(), bomFormat: 'SPDX' }, 'CycloneDX'],
    [
      'against its schema',
      bomOf([{ ...component(APPROVED[0]), type: 'thing' }]),
      '/components/0/type',
    ],
    [
      'with the same component twice',
      bomOf([
        { type: 'library', name: 'a' },
        { type: 'library', name: 'a' },
      ]),
      'duplicate',
    ],
  ])('%s is refused', async (_, bom, because) => {
    const { send } = await withPipeline();
    const { status, body } = await send(bom);
    expect([status, body.error.message]).toEqual([
      400,
      expect.stringContaining(because),
    ]);
  });

  it('of 2,000 components inside each other is refused, beside each other taken', async () => {
    const { send } = await withPipeline();
    const part = (name: number) => ({ type: 'library', name: `c${name}` });
    let tower: object = part(0);
    for (let i = 1; i < 2_000; i += 1) {
      tower = { ...part(i), components: [tower] };
    }
    expect((await send(bomOf([tower]))).status).toBe(413);
    const row = Array.from({ length: 2_000 }, (_, i) => part(i));
    expect((await send(bomOf(row))).status).toBe(201);
  });

  it('is read as text: addresses in it are not asked', async () => {
    const { send } = await withPipeline();
    const [{ jwksUri: url }] = JSON.parse(
      JSON.stringify(issuer().config.pipelines),
    );
    const { status } = await send(
      bomOf(undefined, {
        $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
        externalReferences: [{ type: 'bom', url }],
      }),
    );
    expect([status, issuer().asked()]).toEqual([201, 1]);
  });

  it('proves nothing but components and vulnerabilities', async () => {
    const { send } = await withPipeline();
    expect((await send(bomOf(), 'dynamic-scan')).status).toBe(400);
    const { body } = await send(bomOf(), 'vulnerability-scan');
    expect(body.setAside.code).toBe('tool-not-listed');
  });

  it('can be handed in by the maker, and then counts for nothing', async () => {
    const portal = await start();
    await registered(portal, HIGH);
    const commit = await withCode(portal);
    const { body } = await portal
      .as(MAYA)
      .post(`/apps/${APP}/evidence`, {
        kind: 'component-scan',
        commit,
        cyclonedx: bomOf(),
      })
      .expect(201);
    expect([body.provenance, body.outcome]).toEqual(['self-reported', 'pass']);
    expect(await verdict(portal)).toBe('unknown');
    expect(await listed(portal)).toEqual([]);
  });
});
