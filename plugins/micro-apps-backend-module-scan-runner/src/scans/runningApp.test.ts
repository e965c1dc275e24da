import type { IncomingMessage } from 'node:http';
import type { DeclaredRoute } from '../app/declaredRoutes';
import { Visitor } from '../app/Visitor';
import { createWorkspace, type Workspace } from '../checkout/Workspace';
import { startAppServer, type PageAnswer } from '../testing/appServer';
import { accessProbe, type ProbeTarget } from './accessProbe';
import { dynamicScan } from './dynamicScan';
import { headerScan } from './headerScan';

const routes: readonly DeclaredRoute[] = [
  { method: 'GET', path: '/', access: 'public' },
  { method: 'GET', path: '/list', access: 'signed-in' },
  { method: 'POST', path: '/list', access: 'signed-in' },
  { method: 'GET', path: '/manage', access: 'role:manager' },
];
const strict = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
};
const escape = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;');

/** An app that does everything right, unless a test says otherwise. */
function goodApp(
  changes: {
    open?: boolean;
    acceptForged?: boolean;
    anyRole?: boolean;
    raw?: boolean;
    breaks?: boolean;
    redirects?: boolean;
    headers?: Record<string, string>;
  } = {},
) {
  let stored = '';
  return (request: IncomingMessage, body: string): PageAnswer => {
    const headers = changes.headers ?? strict;
    const url = new URL(request.url ?? '/', 'http://app');
    const session = /session=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
    const forged = request.headers.authorization !== undefined;
    const role =
      session === 'manager' || session === 'member' ? session : undefined;
    if (url.pathname === '/sign-in') {
      return {
        status: 204,
        headers: {
          'set-cookie': `session=${url.searchParams.get(
            'as',
          )}; HttpOnly; SameSite=Lax; Path=/`,
        },
      };
    }
    if (url.pathname === '/') return { headers, body: 'Welcome' };
    const allowed =
      changes.open || role !== undefined || (changes.acceptForged && forged);
    if (!allowed) return { status: 401, headers };
    if (changes.breaks && url.search !== '') return { status: 500, headers };
    const next = url.searchParams.get('next');
    if (changes.redirects && next?.startsWith('https:')) {
      return { status: 302, headers: { ...headers, location: next } };
    }
    if (url.pathname === '/manage' && role !== 'manager' && !changes.anyRole) {
      return { status: 403, headers };
    }
    if (request.method === 'POST') {
      stored = new URLSearchParams(body).get('title') ?? stored;
      return { status: 303, headers: { ...headers, location: '/list' } };
    }
    const shown = changes.raw ? stored : escape(stored);
    return {
      headers,
      body: `<form method="post" action="/list"><input name="title" type="text"></form>${shown}`,
    };
  };
}

let workspace: Workspace;
const running: { stop: () => Promise<void> }[] = [];
beforeAll(async () => {
  workspace = await createWorkspace();
});
afterAll(() => workspace.remove());
afterEach(async () => {
  for (const app of running.splice(0)) await app.stop();
});

async function targetOf(
  answer: ReturnType<typeof goodApp>,
  signedIn = true,
): Promise<ProbeTarget> {
  const app = await startAppServer(answer);
  running.push(app);
  const visitors = [];
  for (const role of signedIn ? ['member', 'manager'] : []) {
    const visitor = new Visitor();
    await visitor.ask(new URL(`/sign-in?as=${role}`, app.origin));
    const roles = role === 'manager' ? ['member', 'manager'] : ['member'];
    visitors.push({ visitor, roles });
  }
  return { origin: app.origin, routes, visitors };
}

/** Without a PATH there is no wapiti, so that the test is the same everywhere. */
async function attack(target: ProbeTarget, up = true) {
  const path = process.env.PATH;
  process.env.PATH = '/nowhere';
  try {
    return await dynamicScan({ target, workspace, running: () => up });
  } finally {
    process.env.PATH = path;
  }
}

describe('accessProbe', () => {
  it('passes an app whose sign-in and roles hold', async () => {
    const found = await accessProbe(await targetOf(goodApp()));
    expect(found).toMatchObject({ outcome: 'pass', problems: [] });
  });

  it.each([
    ['without a session', { open: true }],
    ['with a forged token', { acceptForged: true }],
    ['in the wrong role', { anyRole: true }],
  ])('fails an app that answers %s', async (_, changes) => {
    const found = await accessProbe(await targetOf(goodApp(changes)));
    expect(found.outcome).toBe('fail');
    expect(found.problems.map(({ code }) => code)).toContain('access/open');
  });

  it('knows nothing when nobody could sign in', async () => {
    const found = await accessProbe(await targetOf(goodApp(), false));
    expect(found.outcome).toBe('unknown');
  });
});

describe('dynamicScan', () => {
  it('passes an app that withstands', async () => {
    expect(await attack(await targetOf(goodApp()))).toMatchObject({
      outcome: 'pass',
      problems: [],
    });
  });

  it.each([
    ['shows stored markup raw', { raw: true }, 'dynamic/stored-markup'],
    ['breaks on unusual input', { breaks: true }, 'dynamic/server-error'],
    ['redirects anywhere', { redirects: true }, 'dynamic/open-redirect'],
  ])('fails an app that %s', async (_, changes, code) => {
    const found = await attack(await targetOf(goodApp(changes)));
    expect(found.outcome).toBe('fail');
    expect(found.problems.map(problem => problem.code)).toContain(code);
  });

  it('fails an app that ends while it is attacked', async () => {
    const found = await attack(await targetOf(goodApp()), false);
    expect(found.outcome).toBe('fail');
  });

  it('knows nothing when it reaches no page behind sign-in', async () => {
    const target = await targetOf(goodApp(), false);
    const stranger = { visitor: new Visitor(), roles: [] };
    const found = await attack({ ...target, visitors: [stranger] });
    expect(found.outcome).toBe('unknown');
  });
});

describe('headerScan', () => {
  it('passes an app with every header', async () => {
    const found = await headerScan(await targetOf(goodApp()), workspace);
    expect(found).toMatchObject({ outcome: 'pass', problems: [] });
  });

  it.each(['content-security-policy', 'x-content-type-options'])(
    'fails an app without %s',
    async name => {
      const headers = Object.fromEntries(
        Object.entries(strict).filter(([key]) => key !== name),
      );
      const found = await headerScan(
        await targetOf(goodApp({ headers })),
        workspace,
      );
      expect(found.outcome).toBe('fail');
    },
  );

  it('fails a cookie that scripts can read', async () => {
    const target = await targetOf(goodApp());
    const visitor = new Visitor();
    const weak = await startAppServer(() => ({
      status: 204,
      headers: { 'set-cookie': 'weak=1; Path=/' },
    }));
    running.push(weak);
    await visitor.ask(
      new URL(
        `http://${new URL(target.origin).hostname}:${
          new URL(weak.origin).port
        }/`,
      ),
    );
    const found = await headerScan(
      { ...target, visitors: [...target.visitors, { visitor, roles: [] }] },
      workspace,
    );
    expect(found.problems.map(({ code }) => code)).toContain('header/cookie');
  });

  it('knows nothing of an app that does not answer', async () => {
    const target = await targetOf(goodApp());
    for (const app of running.splice(0)) await app.stop();
    expect((await headerScan(target, workspace)).outcome).toBe('unknown');
  });
});
