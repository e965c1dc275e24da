import { createHmac } from 'node:crypto';
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  SignJWT,
} from 'jose';
import {
  audited,
  AUDIENCE,
  ISSUER,
  MAYA,
  registered,
  submit,
  useIssuer,
  usePortals,
  type Issuer,
  type Portal,
} from '../../__testUtils__';

const start = usePortals();
const issuer = useIssuer();

async function stored({ knex }: Portal) {
  return await knex('micro_apps_evidence');
}

const encode = (part: object) =>
  Buffer.from(JSON.stringify(part)).toString('base64url');

function payloadOf(token: string) {
  return JSON.parse(
    Buffer.from(token.split('.')[1], 'base64url').toString('utf8'),
  );
}

const now = () => Math.floor(Date.now() / 1000);

/** A token that somebody made who has no key of the issuer. */
const FORGED: Readonly<Record<string, (from: Issuer) => Promise<string>>> = {
  'no signature': async from => {
    const payload = payloadOf(await from.token());
    return `${encode({ alg: 'none', kid: 'k1' })}.${encode(payload)}.`;
  },
  'an algorithm of secrets over the public key': async from => {
    const text = `${encode({ alg: 'HS256', kid: 'k1' })}.${encode(
      payloadOf(await from.token()),
    )}`;
    const key = await importJWK({
      ...from.publicJwk,
      kty: 'RSA',
      alg: 'RS256',
    });
    if (key instanceof Uint8Array) throw new Error('No public key');
    const secret = await exportSPKI(key);
    const signature = createHmac('sha256', secret).update(text);
    return `${text}.${signature.digest('base64url')}`;
  },
  'the id of a key that is not there': from => from.token({}, { kid: 'k2' }),
  'no id of a key': async from => {
    const payload = payloadOf(await from.token());
    return await new SignJWT(payload)
      .setProtectedHeader({ alg: 'RS256' })
      .sign(from.key);
  },
  'a key of its own in the header': async from => {
    const own = await generateKeyPair('RS256');
    return await new SignJWT(payloadOf(await from.token()))
      .setProtectedHeader({
        alg: 'RS256',
        kid: 'k1',
        jwk: await exportJWK(own.publicKey),
      })
      .sign(own.privateKey);
  },
  'the issuer’s key once more in the header': from =>
    from.token({}, { jwk: { ...from.publicJwk, kty: 'RSA' } }),
  'the signature of another key': async from => {
    const own = await generateKeyPair('RS256');
    return await new SignJWT(payloadOf(await from.token()))
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .sign(own.privateKey);
  },
  'an end in the past': from =>
    from.token({ iat: now() - 400, exp: now() - 61 }),
  'no end': async from => {
    const { exp: _, ...payload } = payloadOf(await from.token());
    return await new SignJWT(payload)
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .sign(from.key);
  },
  'a beginning in the future': from => from.token({ nbf: now() + 120 }),
  'a date of issue in the future': from => from.token({ iat: now() + 120 }),
  'an age of thirty days and a far end': from =>
    from.token({ iat: now() - 30 * 86_400, exp: now() + 86_400 }),
  'another issuer': from => from.token({ iss: 'https://evil.example.com' }),
  'an issuer with a slash more': from => from.token({ iss: `${ISSUER}/` }),
  'another audience': from => from.token({ aud: 'somebody-else' }),
  'no audience': from => from.token({ aud: undefined }),
  'no repository': from => from.token({ repository: undefined }),
  'a repository that is no text': from =>
    from.token({ repository: ['acme/where2eat'] }),
  'a commit that is none': from => from.token({ sha: 'main' }),
  'no number of the run': from => from.token({ run_number: undefined }),
  'no event': from => from.token({ event_name: undefined }),
};

describe('a token of a pipeline', () => {
  it('is believed when the issuer signed it for this portal just now', async () => {
    const portal = await start({ microApps: issuer().config });
    await registered(portal);
    const several = await issuer().token({ aud: ['x', AUDIENCE] });
    await submit(portal.withToken(await issuer().token())).expect(201);
    await submit(portal.withToken(several)).expect(200);
    const late = await issuer().token({ exp: now() - 30, jti: 'late' });
    await submit(portal.withToken(late)).expect(200);
  });

  it.each(Object.keys(FORGED))('is refused with %s', async name => {
    const portal = await start({ microApps: issuer().config });
    await registered(portal);
    const token = await FORGED[name](issuer());
    const { status, body } = await submit(portal.withToken(token));
    expect([status, body.error?.code]).toEqual([401, 'not-authenticated']);
    expect(await stored(portal)).toEqual([]);
    expect((await audited(portal)).at(-1)).toBe('evidence.refused');
    await submit(portal.withToken(await issuer().token())).expect(201);
  });

  it('is not needed, and of no use, where it is a Backstage token', async () => {
    const portal = await start({ microApps: issuer().config });
    await registered(portal);
    for (const caller of [portal.as(MAYA), portal.withToken(undefined)]) {
      await submit(caller).expect(401);
    }
    const { status } = await portal
      .withToken(await issuer().token())
      .get('/apps');
    expect(status).toBe(401);
  });

  it('is refused where no pipeline is configured', async () => {
    const portal = await start();
    await registered(portal);
    await submit(portal.withToken(await issuer().token())).expect(401);
  });

  it('is never believed while the keys cannot be fetched', async () => {
    const portal = await start({ microApps: issuer().config });
    await registered(portal);
    const token = await issuer().token();
    await issuer().goAway();
    const { status, body } = await submit(portal.withToken(token));
    expect([status, body.error.code]).toEqual([503, 'busy']);
    expect(await stored(portal)).toEqual([]);
  });

  it('is checked with keys that were fetched before, for at most ten minutes', async () => {
    const portal = await start({ microApps: issuer().config });
    await registered(portal);
    await submit(portal.withToken(await issuer().token())).expect(201);
    await submit(portal.withToken(await issuer().token())).expect(200);
    expect(issuer().asked()).toBe(1);
    await issuer().goAway();
    await submit(portal.withToken(await issuer().token())).expect(200);
    const later = Date.now() + 11 * 60_000;
    const spy = jest.spyOn(Date, 'now').mockReturnValue(later);
    const token = await issuer().token();
    await submit(portal.withToken(token)).expect(503);
    spy.mockRestore();
  });

  it('that is refused a thousand times fills no log', async () => {
    const portal = await start({ microApps: issuer().config });
    await registered(portal);
    const caller = portal.withToken(await issuer().token({ aud: 'x' }));
    for (let i = 0; i < 20; i += 1) await submit(caller).expect(401);
    const entries = await audited(portal);
    expect(entries.filter(action => action === 'evidence.refused')).toEqual([
      'evidence.refused',
    ]);
  });
});
