import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { HELP } from '../help';
import type { RunNpm } from './scanProject';
import { isSendingCommand, sendingCommand } from './sendingCommand';

const CLEAN = {
  version: '2.1.0',
  runs: [{ tool: { driver: { name: 'Trivy' } }, results: [] }],
};
const KEPT = {
  id: 'e1',
  kind: 'vulnerability-scan',
  outcome: 'pass',
  summary: '0 problems',
  provenance: 'pipeline',
};

let folder: string;
let server: Server;
let url: string;
/** What arrived, and what is answered. */
const arrived: { request: IncomingMessage; body: Buffer }[] = [];
let answer: { status: number; body: object };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'microapp-'));
  arrived.length = 0;
  answer = { status: 201, body: KEPT };
  server = createServer(async (request, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    arrived.push({ request, body: Buffer.concat(chunks) });
    if (answer.status === 302) res.setHeader('location', '/elsewhere');
    res.statusCode = answer.status;
    res.end(JSON.stringify(answer.body));
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  server.close();
  server.closeAllConnections();
});

function write(name: string, content: object | string): string {
  const file = join(folder, name);
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(file, text);
  return file;
}

async function microapp(
  args: readonly string[],
  options: {
    env?: Record<string, string | undefined>;
    npm?: RunNpm;
  } = {},
) {
  let out = '';
  let err = '';
  const code = await sendingCommand(
    args,
    {
      out: text => {
        out += text;
      },
      err: text => {
        err += text;
      },
      now: () => new Date(),
    },
    {
      env: options.env ?? { MICROAPP_TOKEN: 'a.b.c' },
      fetch,
      npm: options.npm,
    },
  );
  return { code, out, err };
}

function submit(file = write('log.sarif', CLEAN), ...more: string[]) {
  return [
    ...['evidence', 'submit', file, '--app', 'where2eat', '--url', url],
    ...['--kind', 'vulnerability-scan', ...more],
  ];
}

describe('microapp evidence submit', () => {
  it('sends a log as the run of a pipeline, packed', async () => {
    const { code, out } = await microapp(submit());
    expect([code, out]).toEqual([
      0,
      'vulnerability-scan: pass, 0 problems (e1)\n',
    ]);
    const [{ request, body }] = arrived;
    expect([request.method, request.url]).toEqual([
      'POST',
      '/api/micro-apps/v1/apps/where2eat/evidence/pipeline',
    ]);
    expect(request.headers).toMatchObject({
      authorization: 'Bearer a.b.c',
      'content-encoding': 'gzip',
    });
    expect(JSON.parse(gunzipSync(body).toString())).toEqual({
      kind: 'vulnerability-scan',
      sarif: CLEAN,
    });
  });

  it('sends a bill of materials as one', async () => {
    const bom = { bomFormat: 'CycloneDX', specVersion: '1.5', components: [] };
    await microapp(submit(write('bom.json', bom)));
    expect(JSON.parse(gunzipSync(arrived[0].body).toString())).toMatchObject({
      cyclonedx: bom,
    });
  });

  it.each<[string, object, string]>([
    [
      'is set aside',
      {
        ...KEPT,
        setAside: { code: 'other-branch', because: 'It is of a side branch' },
      },
      'It does not count. It is of a side branch',
    ],
    ['did not pass', { ...KEPT, outcome: 'fail' }, 'fail'],
    ['is nobody’s word', { ...KEPT, provenance: 'self-reported' }, 'pass'],
  ])('ends with 1 when what it sent %s', async (_, body, words) => {
    answer = { status: 201, body };
    const { code, out } = await microapp(submit());
    expect(code).toBe(1);
    expect(out).toContain(words);
  });

  it('ends with 2 when the portal refuses, and says why', async () => {
    answer = {
      status: 403,
      body: { error: { message: 'Not the repository of the app' } },
    };
    expect(await microapp(submit())).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('403: Not the repository of the app'),
    });
  });

  it('gives its token to no other address', async () => {
    answer = { status: 302, body: {} };
    expect((await microapp(submit())).code).toBe(2);
    expect(arrived).toHaveLength(1);
    const far = submit().map(arg =>
      arg === url ? 'http://portal.example.com' : arg,
    );
    expect(await microapp(far)).toMatchObject({
      code: 2,
      err: expect.stringContaining('https'),
    });
  });

  it('reads the token of a file, or asks GitHub for one of the audience', async () => {
    const file = write('token', 'from.a.file\n');
    const args = submit(undefined, '--token-file', file);
    await microapp(args, { env: {} });
    expect(arrived[0].request.headers.authorization).toBe('Bearer from.a.file');
    arrived.length = 0;
    answer = { status: 200, body: { ...KEPT, value: 'from.git.hub' } };
    await microapp(submit(), {
      env: {
        ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?x=1`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'secret',
      },
    });
    expect(arrived.map(({ request }) => request.url)).toEqual([
      '/token?x=1&audience=micro-apps',
      '/api/micro-apps/v1/apps/where2eat/evidence/pipeline',
    ]);
    expect(arrived[1].request.headers.authorization).toBe(
      'Bearer from.git.hub',
    );
  });

  it.each<[string, () => string[], string]>([
    ['no token', () => submit(), 'no token of a pipeline'],
    ['no file', () => submit('nothing.sarif'), 'no such file'],
    ['no report', () => submit(write('a.json', '{}')), 'neither SARIF'],
    ['no JSON', () => submit(write('a.json', '{')), 'no JSON'],
    ['no app', () => ['evidence', 'submit', 'x', '--url', url], '--app'],
    [
      'no kind',
      () => ['evidence', 'submit', 'x', '--url', url, '--app', 'y'],
      '--kind',
    ],
    ['another word', () => ['evidence', 'send', 'x'], 'evidence submit'],
    ['an unknown option', () => ['scan', '--fast'], '--fast'],
    ['another format', () => ['scan', '--format', 'sarif'], 'format'],
  ])('ends with 2 and sends nothing with %s', async (_, args, words) => {
    const { code, err } = await microapp(args(), { env: {} });
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
    expect(arrived).toEqual([]);
  });
});

describe('microapp scan', () => {
  const npm =
    (audit: object, seen: string[][] = []): RunNpm =>
    ([command], cwd) => {
      seen.push([command, ...readdirSync(cwd).sort()]);
      const listing = { bomFormat: 'CycloneDX', components: [{}, {}] };
      const said = command === 'sbom' ? listing : audit;
      return { stdout: JSON.stringify(said), status: 0 };
    };
  const audited = (vulnerabilities: object) => ({
    auditReportVersion: 2,
    vulnerabilities,
    metadata: { dependencies: { total: 2 } },
  });

  function project() {
    write('package.json', { name: 'x' });
    write('package-lock.json', {});
    write('.npmrc', 'registry=http://fake.example.com/');
    return ['scan', folder, '--output', join(folder, 'out')];
  }

  it('lists what ships and looks for holes, in a copy without the project’s settings', async () => {
    const seen: string[][] = [];
    const { code, out } = await microapp(project(), {
      npm: npm(audited({}), seen),
    });
    expect(code).toBe(0);
    expect(out).toContain('2 components listed');
    expect(seen).toEqual([
      ['sbom', 'package-lock.json', 'package.json'],
      ['audit', 'package-lock.json', 'package.json'],
    ]);
    const log = readFileSync(join(folder, 'out/vulnerability-scan.sarif'));
    expect(JSON.parse(log.toString()).runs[0]).toMatchObject({
      tool: { driver: { name: 'npm audit' } },
      invocations: [{ executionSuccessful: true }],
      results: [],
    });
  });

  it('ends with 1 for a severe hole, and when nobody could tell', async () => {
    const hole = { left: { severity: 'high', range: '<2' } };
    const severe = await microapp(project(), { npm: npm(audited(hole)) });
    expect([severe.code, severe.out]).toEqual([
      1,
      expect.stringContaining('rated high or critical'),
    ]);
    const silent = await microapp(project(), { npm: npm({ error: {} }) });
    expect(silent.code).toBe(1);
    const log = readFileSync(join(folder, 'out/vulnerability-scan.sarif'));
    expect(JSON.parse(log.toString()).runs[0].invocations).toEqual([
      expect.objectContaining({ executionSuccessful: false }),
    ]);
  });

  it('says the same as JSON', async () => {
    const args = [...project(), '--format', 'json'];
    const { out } = await microapp(args, { npm: npm(audited({})) });
    expect(JSON.parse(out)).toMatchObject([
      { kind: 'component-scan', outcome: 'listed' },
      { kind: 'vulnerability-scan', outcome: 'pass' },
    ]);
  });

  it('writes no bill of materials that npm could not make', async () => {
    const { code } = await microapp(project(), {
      npm: () => ({ stdout: '', status: 1 }),
    });
    expect(code).toBe(1);
    expect(existsSync(join(folder, 'out/component-scan.cdx.json'))).toBe(false);
  });

  it('ends with 2 without a lock file', async () => {
    expect(await microapp(['scan', folder])).toMatchObject({
      code: 2,
      err: expect.stringContaining('package-lock.json'),
    });
  });
});

describe('microapp --help', () => {
  it('names both commands and every option of theirs', () => {
    for (const words of [
      ...['microapp scan', 'microapp evidence submit', '--output', '--app'],
      ...['--kind', '--url', '--audience', '--token-file'],
    ]) {
      expect(HELP).toContain(words);
    }
    expect(isSendingCommand(['check', 'scan'])).toBe(false);
  });
});
