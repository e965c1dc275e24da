import type { RequestListener } from 'node:http';
import {
  aQuestion,
  describePolicyEngine,
  type PolicyFault,
} from '@micro-apps/plugin-micro-apps-node/testing';
import { readShippedPolicy } from '@micro-apps/policy-pack/node';
import { findOpa, startOpaServer } from '@micro-apps/policy-pack/testing';
import { allowedUrl } from '../http/allowedUrl';
import {
  readPolicySettings,
  shownSettings,
} from '../settings/readPolicySettings';
import { serve } from '../testing';
import { createServerEngine } from './createServerEngine';

/** The machine that runs tests is busy; the real server gets more time. */
const PATIENT = 5_000;
const SOUND = {
  gate: 'register',
  allowed: true,
  violations: [],
  obligations: [],
};

const json =
  (body: unknown, status = 200): RequestListener =>
  (_req, res) => {
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(JSON.stringify(body));
  };

const FAULTS: Readonly<Record<PolicyFault, RequestListener>> = {
  hangs: () => undefined,
  ends: req => req.socket.destroy(),
  fails: json({ code: 'internal_error', result: SOUND }, 500),
  'answers nothing': json({}),
  'answers an empty object': json({ result: {} }),
  'answers a text': json({ result: 'allowed' }),
  'answers twice': json({ result: [SOUND, SOUND] }),
  'answers another gate': json({ result: { ...SOUND, gate: 'retire' } }),
  'answers with reasons that are no texts': json({
    result: { ...SOUND, violations: [{ code: 1, because: 2 }] },
  }),
  'answers without end': (_req, res) => {
    res.writeHead(200, { 'content-type': 'application/json' });
    const chunk = ' '.repeat(64 * 1024);
    const more = () => {
      while (!res.destroyed && res.write(chunk));
    };
    res.on('drain', more);
    more();
  },
};

const opa = findOpa();
if (!opa) {
  process.stderr.write(
    '\n*** OPA was not found, so the engine is NOT checked over a real server. ***\n',
  );
}

describePolicyEngine({
  name: 'An OPA server',
  start: opa
    ? async () => {
        const server = await startOpaServer({
          opa,
          bundles: [readShippedPolicy().bundlePath],
        });
        const engine = createServerEngine({
          url: new URL(server.url),
          timeoutMs: PATIENT,
          readSettings: settings => ({
            ...shownSettings(settings as Parameters<typeof shownSettings>[0]),
            weakenings: [],
          }),
        });
        return { engine, stop: server.stop };
      }
    : undefined,
  async startFaulty(fault) {
    const server = await serve(FAULTS[fault]);
    return { engine: createServerEngine(server), stop: server.stop };
  },
});

describe('The engine over a server that misbehaves', () => {
  it('follows no redirect, which would carry the token away', async () => {
    const asked: string[] = [];
    const other = await serve((req, res) => {
      asked.push(String(req.headers.authorization));
      json({ result: SOUND })(req, res);
    });
    const server = await serve((_req, res) => {
      res.writeHead(307, { location: other.url.href });
      res.end();
    });
    const engine = createServerEngine({ url: server.url, token: 't-secret' });
    await expect(engine.decide(aQuestion())).rejects.toThrow('307');
    expect(asked).toEqual([]);
    await server.stop();
    await other.stop();
  });

  it('sends the token to the server and nowhere into its words', async () => {
    const headers: unknown[] = [];
    const server = await serve((req, res) => {
      headers.push(req.headers.authorization);
      json({ result: SOUND }, 401)(req, res);
    });
    const engine = createServerEngine({ url: server.url, token: 't-secret' });
    const failed = await engine.decide(aQuestion()).catch(String);
    expect(headers).toEqual(['Bearer t-secret']);
    expect(failed).toContain('401');
    const { problem } = await engine.describe();
    expect(`${failed}${JSON.stringify(problem)}`).not.toContain('t-secret');
    await server.stop();
  });

  it('gives up on an answer that trickles in', async () => {
    const server = await serve((_req, res) => {
      res.writeHead(200);
      const timer = setInterval(() => res.write(' '), 20);
      res.on('close', () => clearInterval(timer));
    });
    const engine = createServerEngine({ url: server.url });
    await expect(engine.decide(aQuestion())).rejects.toThrow('too slow');
    await server.stop();
  });

  it.each<[string, unknown, string]>([
    [
      'are looser than shipped without a reason',
      { rules: { 'unknown-integrations': { mode: 'observe' } } },
      'looser than the shipped enforce; say why in acknowledgeWeakening',
    ],
    ['are none', { rules: 'none' }, 'cannot be used'],
  ])(
    'opens no gate while the settings of the server %s',
    async (_, settings, why) => {
      let kept = settings;
      const server = await serve((req, res) => {
        const result = req.url?.includes('settings') ? kept : SOUND;
        json({ result, provenance: {} })(req, res);
      });
      const engineWith = (acknowledgement?: string) =>
        createServerEngine({
          url: server.url,
          timeoutMs: PATIENT,
          readSettings: values =>
            readPolicySettings(
              [{ values, placeOf: path => path }],
              acknowledgement,
            ),
        });
      const engine = engineWith();
      await expect(engine.decide(aQuestion())).rejects.toThrow(why);
      expect((await engine.describe()).problem?.because).toContain(why);
      kept = {};
      await expect(engine.decide(aQuestion())).resolves.toMatchObject({
        decision: { allowed: true },
      });
      expect((await engine.describe()).problem).toBeUndefined();
      await server.stop();
    },
  );

  it('takes looser settings of the server with the reason that is given', async () => {
    const looser = { rules: { 'unknown-integrations': { mode: 'observe' } } };
    const server = await serve((req, res) => {
      const result = req.url?.includes('settings') ? looser : SOUND;
      json({ result, provenance: {} })(req, res);
    });
    const engine = createServerEngine({
      url: server.url,
      timeoutMs: PATIENT,
      readSettings: values =>
        readPolicySettings(
          [{ values, placeOf: path => path }],
          'Agreed with the security team',
        ),
    });
    await engine.decide(aQuestion());
    expect((await engine.describe()).weakenings).toHaveLength(1);
    await server.stop();
  });

  it('keeps its problem until an answer comes again', async () => {
    let status = 503;
    const server = await serve((req, res) =>
      json({ result: SOUND, provenance: {} }, status)(req, res),
    );
    const engine = createServerEngine({ url: server.url, timeoutMs: PATIENT });
    await expect(engine.decide(aQuestion())).rejects.toThrow('503');
    expect((await engine.describe()).problem?.because).toContain('503');
    status = 200;
    const { revision } = await engine.decide(aQuestion());
    expect(revision).toBe('unversioned');
    expect((await engine.describe()).problem).toBeUndefined();
    await server.stop();
  });

  it('names the bundles that a server has loaded', async () => {
    const server = await serve(
      json({
        result: SOUND,
        provenance: {
          bundles: { suite: { revision: '7' }, own: { revision: '3' } },
        },
      }),
    );
    const engine = createServerEngine({ url: server.url, timeoutMs: PATIENT });
    expect((await engine.decide(aQuestion())).revision).toBe('own@3, suite@7');
    await server.stop();
  });
});

describe('allowedUrl', () => {
  it.each([
    'https://opa.example.com/base',
    'http://localhost:8181',
    'http://127.0.0.1:8181',
    'http://[::1]:8181',
  ])('takes %s', text => {
    expect(allowedUrl(text, 'it').href).toContain(text);
  });

  it.each([
    'http://opa.example.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'ftp://localhost',
    'https://name:word@opa.example.com',
    'file:///etc/passwd',
    'opa',
  ])('refuses %s', text => {
    expect(() => allowedUrl(text, 'it')).toThrow('it has to be');
  });
});
