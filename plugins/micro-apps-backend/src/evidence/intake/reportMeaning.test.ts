import {
  APP,
  HOLE,
  IVAN,
  sarifOf,
  startPipeline,
  useIssuer,
  usePortals,
  verdictOn,
  withEvidence,
} from '../../__testUtils__';

const start = usePortals();
const issuer = useIssuer();
const withPipeline = () => startPipeline(start, issuer());

const MET = ['satisfied', 'met'];
const ASIDE = ['unknown', 'set-aside'];

function of(kind: string, sarif: object) {
  return { kind, sarif };
}

const failing = of('vulnerability-scan', sarifOf('Trivy', [HOLE]));

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
    expect((await verdictOn(portal))[0]).toBe('unknown');
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
    expect((await verdictOn(portal))[0]).toBe('not-satisfied');
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
    expect(await verdictOn(portal, 'dynamic-security-scan')).toEqual(ASIDE);
    const note = [{ ...HOLE, level: 'note' }];
    await send({}, of('dynamic-scan', sarifOf('ZAP', note)));
    expect(await verdictOn(portal, 'dynamic-security-scan')).toEqual(MET);
    const renamed = of('vulnerability-scan', sarifOf('Trivy', note));
    expect((await send({}, renamed)).body.setAside.code).toBe('same-results');
    expect(await verdictOn(portal)).toEqual(ASIDE);
  });

  it('is ordered by the run and not by its arrival', async () => {
    const { portal, send } = await withPipeline();
    await send({ run_number: '12' }, failing);
    const { body } = await send({ run_number: '11' });
    expect(body.setAside.code).toBe('older-run');
    const same = await send({ run_number: '12', run_id: '1001' });
    expect(same.body.setAside.code).toBe('older-run');
    expect((await verdictOn(portal))[0]).toBe('not-satisfied');
    await send({ run_number: '12', run_attempt: '2' });
    expect(await verdictOn(portal)).toEqual(MET);
    await send({ run_number: '100' }, failing);
    await send({ run_number: '99' });
    expect((await verdictOn(portal))[0]).toBe('not-satisfied');
  });

  it('is not buried by what another workflow, or the portal, says of the same commit', async () => {
    const nightly = {
      workflow_ref:
        'acme/where2eat/.github/workflows/nightly.yml@refs/heads/main',
      run_number: '3',
    };
    for (const order of ['fail first', 'pass first']) {
      const { portal, sha, send } = await withPipeline();
      const steps = [
        () => send({}, failing),
        () => send(nightly),
        () =>
          withEvidence(portal, { commit: sha, without: ['component-scan'] }),
      ];
      for (const step of order === 'fail first' ? steps : steps.reverse()) {
        await step();
      }
      expect([order, ...(await verdictOn(portal))]).toEqual([
        ...[order, 'not-satisfied', 'scan-failed'],
      ]);
      // Only the workflow that found it says that it is mended.
      const again = await send({ run_number: '11' });
      expect([again.status, again.body.setAside]).toEqual([201, undefined]);
      expect(await verdictOn(portal)).toEqual(MET);
    }
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
