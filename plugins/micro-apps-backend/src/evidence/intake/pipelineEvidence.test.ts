import type { JWTPayload } from 'jose';
import {
  APP,
  audited,
  detail,
  HOLE,
  IVAN,
  MAYA,
  registered,
  REPOSITORY,
  sarifOf,
  submit,
  useIssuer,
  usePortals,
  withCode,
  type Portal,
} from '../../__testUtils__';

const start = usePortals();
const issuer = useIssuer();

/** An app with code, and a pipeline that ran for the newest commit. */
async function withPipeline() {
  const portal = await start({ microApps: issuer().config });
  await registered(portal);
  const sha = await withCode(portal);
  return {
    portal,
    sha,
    async send(
      claims: JWTPayload = {},
      body: object = { kind: 'vulnerability-scan', sarif: sarifOf() },
      options: { app?: string; token?: string } = {},
    ) {
      const token = options.token ?? (await issuer().token({ sha, ...claims }));
      return await submit(portal.withToken(token), body, options);
    },
  };
}

async function verdict(portal: Portal, id = 'known-vulnerabilities') {
  const { findings } = await detail(portal);
  const found = findings.find(({ controlId }) => controlId === id);
  return [found?.state, found?.code];
}

const MET = ['satisfied', 'met'];
const ASIDE = ['unknown', 'set-aside'];

function of(kind: string, sarif: object) {
  return { kind, sarif };
}

const failing = of('vulnerability-scan', sarifOf('Trivy', [HOLE]));

describe('the result of a checked workflow', () => {
  it('meets its control, names its run, and can be read with its words', async () => {
    const { portal, sha, send } = await withPipeline();
    const { status, body } = await send();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'vulnerability-scan',
      provenance: 'pipeline',
      outcome: 'pass',
      commit: sha,
      tool: { name: 'Trivy' },
      pipeline: { repository: REPOSITORY, runNumber: 10, runAttempt: 1 },
    });
    expect(body).not.toHaveProperty('setAside');
    expect(body).not.toHaveProperty('sarif');
    expect(await verdict(portal)).toEqual(MET);
    const read = await portal
      .as(MAYA)
      .get(`/apps/${APP}/evidence/${body.id}`)
      .expect(200);
    expect(read.body.sarif).toEqual(sarifOf());
    expect((await audited(portal)).at(-1)).toBe('evidence.received');
  });

  it('keeps the gate shut when it found something', async () => {
    const { portal, send } = await withPipeline();
    expect((await send({}, failing)).status).toBe(201);
    expect(await verdict(portal)).toEqual(['not-satisfied', 'scan-failed']);
  });

  it('is for one app: another app’s is refused, with or without a registration', async () => {
    const { portal, send } = await withPipeline();
    await registered(portal, { name: 'Another app' });
    const token = await issuer().token();
    expect((await send({}, undefined, { token })).status).toBe(201);
    for (const app of ['another-app', 'nobody-knows-it']) {
      const { status, body } = await send({}, undefined, { token, app });
      expect([status, body.error.code]).toEqual([403, 'not-allowed']);
    }
    const own = { repository: 'acme/another-app' };
    expect((await send(own)).status).toBe(403);
    const there = { app: 'another-app' };
    expect((await send(own, undefined, there)).status).toBe(201);
    expect((await audited(portal)).at(-1)).toBe('evidence.received');
    expect(await audited(portal)).toContain('evidence.refused');
    const nobody = { app: 'nothing' };
    const none = await send({ repository: 'acme/nothing' }, undefined, nobody);
    expect(none.status).toBe(404);
  });

  it('is refused for two apps of one repository with one token', async () => {
    const { config } = issuer();
    const [setting]: object[] = JSON.parse(JSON.stringify(config.pipelines));
    const repositories = [APP, 'another-app'].map(appId => ({
      appId,
      repository: REPOSITORY,
    }));
    const portal = await start({
      microApps: { pipelines: [{ ...setting, repositories }] },
    });
    await registered(portal);
    await registered(portal, { name: 'Another app' });
    const caller = portal.withToken(await issuer().token());
    await submit(caller).expect(201);
    await submit(caller, undefined, { app: 'another-app' }).expect(403);
  });

  it('sent twice is stored once, whatever the token, and packed or not', async () => {
    const { portal, sha, send } = await withPipeline();
    const token = await issuer().token({ sha });
    const first = await send({}, undefined, { token });
    const again = await send({}, undefined, { token });
    const anew = await send();
    const packed = await submit(
      portal.withToken(await issuer().token({ sha })),
      undefined,
      { packed: true },
    );
    expect([first, again, anew, packed].map(({ status }) => status)).toEqual([
      201, 200, 200, 200,
    ]);
    const ids = [first, again, anew, packed].map(({ body }) => body.id);
    expect(new Set(ids).size).toBe(1);
    expect(await portal.knex('micro_apps_evidence')).toHaveLength(1);
  });

  it('cannot be followed by another result with the same token', async () => {
    const { portal, sha, send } = await withPipeline();
    const token = await issuer().token({ sha });
    await send({}, failing, { token });
    const { status } = await send({}, undefined, { token });
    expect(status).toBe(409);
    expect(await verdict(portal)).toEqual(['not-satisfied', 'scan-failed']);
    const other = of('dynamic-scan', sarifOf('ZAP'));
    expect((await send({}, other, { token })).status).toBe(201);
  });

  it('is refused when the tool ran days ago', async () => {
    const { portal, send } = await withPipeline();
    const endTimeUtc = new Date(Date.now() - 30 * 86_400_000).toISOString();
    const old = {
      ...sarifOf(),
      runs: [
        {
          tool: { driver: { name: 'Trivy' } },
          invocations: [{ executionSuccessful: true, endTimeUtc }],
          results: [],
        },
      ],
    };
    const { status, body } = await send({}, of('vulnerability-scan', old));
    expect([status, body.error.message]).toEqual([
      400,
      expect.stringContaining('more than a day old'),
    ]);
    expect(await portal.knex('micro_apps_evidence')).toEqual([]);
  });

  it('is refused once the app is retired', async () => {
    const { portal, send } = await withPipeline();
    await portal.knex('micro_apps_apps').update({ standing: 'retired' });
    expect((await send()).status).toBe(409);
  });
});

describe('a result that is not of what ships', () => {
  it.each<[string, JWTPayload, string]>([
    ['another branch', { ref: 'refs/heads/side' }, 'other-branch'],
    ['a tag', { ref: 'refs/tags/v1' }, 'other-branch'],
    ['a fork', { repository: 'mallory/where2eat' }, 'other-repository'],
    [
      'a pull request',
      { event_name: 'pull_request', ref: 'refs/pull/7/merge' },
      'proposed-change',
    ],
    [
      'the head of a pull request, called a push',
      { head_ref: 'side' },
      'proposed-change',
    ],
    [
      'a pull request that runs as the base',
      { event_name: 'pull_request_target' },
      'proposed-change',
    ],
  ])(
    'but of %s is kept unbound and does not count',
    async (_, claims, code) => {
      const { portal, send } = await withPipeline();
      const { status, body } = await send(claims);
      expect([status, body.provenance, body.setAside.code]).toEqual([
        201,
        'pipeline',
        code,
      ]);
      expect(body).not.toHaveProperty('commit');
      expect(await verdict(portal)).toEqual(ASIDE);
      await send();
      expect(await verdict(portal)).toEqual(MET);
    },
  );

  it('but of another commit does not count', async () => {
    const { portal, send } = await withPipeline();
    expect((await send({ sha: 'd'.repeat(40) })).status).toBe(201);
    expect(await verdict(portal)).toEqual(['unknown', 'other-commit']);
  });

  it('and of a stranger’s repository is not kept at all', async () => {
    const { portal, send } = await withPipeline();
    const { status } = await send({ repository: 'stranger/where2eat' });
    expect(status).toBe(403);
    expect(await portal.knex('micro_apps_evidence')).toEqual([]);
  });

  it.each([
    `${REPOSITORY}/.github/workflows/scan.yml@refs/heads/main`,
    'acme/ci/.github/workflows/scan.yml@refs/heads/mine',
    'acme/ci/.github/workflows/other.yml@refs/tags/v1',
  ])('and of the workflow %s is the maker’s own word', async workflow => {
    const { portal, send } = await withPipeline();
    const { body } = await send({ job_workflow_ref: workflow });
    expect([body.provenance, body.setAside.code]).toEqual([
      'self-reported',
      'workflow-not-listed',
    ]);
    expect(await verdict(portal)).toEqual(ASIDE);
  });

  it('pushes out nothing that counts', async () => {
    const { portal, send } = await withPipeline();
    await send();
    for (const claims of [{ ref: 'refs/heads/side' }, { head_ref: 'side' }]) {
      await send({ ...claims, run_number: '99' }, failing);
    }
    expect(await verdict(portal)).toEqual(MET);
  });
});

describe('what a result says', () => {
  const clean = sarifOf();
  const [run] = clean.runs as object[];

  it.each<[string, object]>([
    ['no runs', { ...clean, runs: [] }],
    ['no results', { ...clean, runs: [{ ...run, results: undefined }] }],
    [
      'a failed invocation',
      {
        ...clean,
        runs: [{ ...run, invocations: [{ executionSuccessful: false }] }],
      },
    ],
    [
      'a tool that crashed',
      {
        ...clean,
        runs: [
          {
            ...run,
            invocations: [
              {
                executionSuccessful: true,
                toolExecutionNotifications: [
                  { level: 'error', message: { text: 'Crashed' } },
                ],
              },
            ],
          },
        ],
      },
    ],
  ])('is no pass with %s', async (_, sarif) => {
    const { portal, send } = await withPipeline();
    const { status } = await send({}, of('vulnerability-scan', sarif));
    expect(status).toBe(201);
    expect((await verdict(portal))[0]).toBe('unknown');
  });

  it('is refused with results that are null', async () => {
    const { send } = await withPipeline();
    const sarif = { ...clean, runs: [{ ...run, results: null }] };
    const { status, body } = await send({}, of('vulnerability-scan', sarif));
    expect([status, body.error.message]).toEqual([
      400,
      expect.stringContaining('/runs/0/results'),
    ]);
  });

  it.each<[string, object]>([
    [
      'all of it suppressed in the source',
      { ...HOLE, suppressions: [{ kind: 'inSource' }] },
    ],
    [
      'a level of none and a severity of 9.8',
      { ...HOLE, level: 'none', properties: { 'security-severity': '9.8' } },
    ],
    [
      'a severity that is no number',
      { ...HOLE, level: 'note', properties: { 'security-severity': 'NaN' } },
    ],
  ])('is open with %s', async (_, result) => {
    const { portal, send } = await withPipeline();
    await send({}, of('vulnerability-scan', sarifOf('Trivy', [result])));
    expect((await verdict(portal))[0]).toBe('not-satisfied');
  });

  it('proves one thing: by the tool, and not by what it is called', async () => {
    const { portal, send } = await withPipeline();
    for (const sarif of [
      sarifOf('Trivy'),
      sarifOf('My own scanner'),
      { ...clean, runs: [...(sarifOf('ZAP').runs as object[]), run] },
    ]) {
      const { body } = await send({}, of('dynamic-scan', sarif));
      expect(body.setAside.code).toBe('tool-not-listed');
    }
    expect(await verdict(portal, 'dynamic-security-scan')).toEqual(ASIDE);
    const note = [{ ...HOLE, level: 'note' }];
    await send({}, of('dynamic-scan', sarifOf('ZAP', note)));
    expect(await verdict(portal, 'dynamic-security-scan')).toEqual(MET);
    const renamed = of('vulnerability-scan', sarifOf('Trivy', note));
    expect((await send({}, renamed)).body.setAside.code).toBe('same-results');
    expect(await verdict(portal)).toEqual(ASIDE);
  });

  it('is ordered by the run and not by its arrival', async () => {
    const { portal, send } = await withPipeline();
    await send({ run_number: '12' }, failing);
    const { body } = await send({ run_number: '11' });
    expect(body.setAside.code).toBe('older-run');
    const same = await send({ run_number: '12', run_id: '1001' });
    expect(same.body.setAside.code).toBe('older-run');
    expect((await verdict(portal))[0]).toBe('not-satisfied');
    await send({ run_number: '12', run_attempt: '2' });
    expect(await verdict(portal)).toEqual(MET);
    await send({ run_number: '100' }, failing);
    await send({ run_number: '99' });
    expect((await verdict(portal))[0]).toBe('not-satisfied');
  });

  it('is text: addresses in it are stored as they are and nothing is fetched', async () => {
    const { portal, send } = await withPipeline();
    const before = issuer().asked();
    const own = JSON.parse(JSON.stringify(issuer().config)).pipelines[0]
      .jwksUri;
    const places = [
      '../../../etc/passwd',
      'file:///etc/passwd',
      `${'javascript'}:alert(1)`,
      '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      own,
    ];
    const { status, body } = await send(
      {},
      of('vulnerability-scan', {
        $schema: own,
        version: '2.1.0',
        runs: [
          {
            ...run,
            originalUriBaseIds: { ROOT: { uri: own } },
            externalPropertyFileReferences: {
              results: [{ location: { uri: own } }],
            },
            results: places.map(uri => ({
              ...HOLE,
              level: 'note',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri, uriBaseId: 'ROOT' },
                  },
                },
              ],
            })),
          },
        ],
      }),
    );
    expect(status).toBe(201);
    expect(
      body.problems.map(({ location }: { location: string }) => location),
    ).toEqual(places);
    // The keys of the issuer, once.
    expect(issuer().asked()).toBe(before + 1);
    await portal.as(IVAN).get(`/apps/${APP}/evidence`).expect(200);
  });
});
