import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  APP,
  HOLE,
  registered,
  sarifOf,
  submit,
  useIssuer,
  usePortals,
} from '../../__testUtils__';

const start = usePortals();
const issuer = useIssuer();
const MB = 1024 * 1024;

const asItIs = (body: string) => body;

async function pipeline() {
  const portal = await start({ microApps: issuer().config });
  await registered(portal);
  return portal.withToken(await issuer().token());
}

const scan = (sarif: object) => ({ kind: 'vulnerability-scan', sarif });

describe('a report that is too large', () => {
  it.each<[string, () => object, string]>([
    [
      '25 runs',
      () => ({
        ...sarifOf(),
        runs: Array(25).fill((sarifOf().runs as object[])[0]),
      }),
      '20 runs',
    ],
    [
      '30,000 results',
      () => sarifOf('Trivy', Array(30_000).fill(HOLE)),
      '25000 results',
    ],
    [
      '1,500 locations',
      () => sarifOf('Trivy', [{ ...HOLE, locations: Array(1_500).fill({}) }]),
      '1000 locations',
    ],
    [
      'brackets in brackets',
      () => ({
        ...sarifOf(),
        properties: JSON.parse(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`),
      }),
      '64 levels',
    ],
  ])('for its %s is refused, with the limit named', async (_, make, limit) => {
    const caller = await pipeline();
    const { status, body } = await submit(caller, scan(make()), {
      packed: true,
    });
    expect([status, body.error.code, body.error.message]).toEqual([
      413,
      'too-large',
      expect.stringContaining(limit),
    ]);
  });

  it('for 11 MB of gzip, or 13 MB without, is refused', async () => {
    const caller = await pipeline();
    const raw = () => caller.raw(`/apps/${APP}/evidence/pipeline`);
    for (const sent of [
      raw()
        .type('application/json')
        .set('content-encoding', 'gzip')
        .serialize(asItIs)
        .send(randomBytes(11 * MB)),
      raw()
        .type('application/json')
        .serialize(asItIs)
        .send(Buffer.alloc(13 * MB, 0x20)),
    ]) {
      const { status, body } = await sent;
      expect([status, body.error.message]).toEqual([
        413,
        expect.stringContaining('10 MB packed with gzip'),
      ]);
    }
  });

  it('for 150 MB after unpacking is refused within 512 MB of memory', async () => {
    const caller = await pipeline();
    const bomb = gzipSync(Buffer.alloc(150 * MB, 0x20));
    expect(bomb.length).toBeLessThan(MB);
    const before = process.memoryUsage().rss;
    const { status, body } = await caller
      .raw(`/apps/${APP}/evidence/pipeline`)
      .type('application/json')
      .set('content-encoding', 'gzip')
      .serialize(asItIs)
      .send(bomb);
    expect([status, body.error.message]).toEqual([
      413,
      'Send at most 40 MB after unpacking',
    ]);
    expect(process.memoryUsage().rss - before).toBeLessThan(512 * MB);
  });

  it('for too many small values is refused before it is parsed', async () => {
    const caller = await pipeline();
    const text = `{"kind":"vulnerability-scan","sarif":{"a":[${'1,'.repeat(
      3_000_001,
    )}1]}}`;
    const { status, body } = await caller
      .raw(`/apps/${APP}/evidence/pipeline`)
      .type('application/json')
      .set('content-encoding', 'gzip')
      .serialize(asItIs)
      .send(gzipSync(text));
    expect([status, body.error.message]).toEqual([
      413,
      'Send a report of at most 3000000 values',
    ]);
  });
});

describe('a body that is no report', () => {
  it.each<[string, Buffer | string, string | undefined]>([
    ['no JSON', '{', undefined],
    ['a list', '[]', undefined],
    ['nothing', '', undefined],
    [
      'XML',
      '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
      undefined,
    ],
    ['no gzip', '{}', 'gzip'],
    ['half of a gzip', gzipSync('{"a":1}').subarray(0, 12), 'gzip'],
    ['another packing', '{}', 'br'],
    ['a field too much', '{"kind":"dynamic-scan","commit":"c"}', undefined],
    ['neither format', '{"kind":"dynamic-scan"}', undefined],
    [
      'both formats',
      '{"kind":"dynamic-scan","sarif":{},"cyclonedx":{}}',
      undefined,
    ],
    [
      'a log of another version',
      '{"kind":"dynamic-scan","sarif":{}}',
      undefined,
    ],
  ])('is refused: %s', async (_, sent, encoding) => {
    const caller = await pipeline();
    const request = caller
      .raw(`/apps/${APP}/evidence/pipeline`)
      .type('application/json');
    if (encoding) request.set('content-encoding', encoding);
    const { status, body } = await request.serialize(asItIs).send(sent);
    expect([status, body.error.code]).toEqual([400, 'invalid-input']);
  });
});

describe('many reports at once', () => {
  it('are taken one after the other, or sent away for a while', async () => {
    const portal = await start({ microApps: issuer().config });
    await registered(portal);
    const callers = await Promise.all(
      Array.from({ length: 20 }, async (_, i) =>
        portal.withToken(await issuer().token({ run_number: String(i + 1) })),
      ),
    );
    const answers = await Promise.all(callers.map(caller => submit(caller)));
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].every(status => [201, 503].includes(status))).toBe(
      true,
    );
    expect(statuses).toContain(201);
    await submit(portal.withToken(await issuer().token())).expect(
      ({ status }) => expect([200, 201]).toContain(status),
    );
  });
});
