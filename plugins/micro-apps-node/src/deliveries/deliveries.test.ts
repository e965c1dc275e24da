import { signDelivery } from './signDelivery';
import { verifyDelivery } from './verifyDelivery';

const NOW = new Date('2026-11-25T12:00:00.400Z');
const OLD = 'o'.repeat(32);
const NEW = 'n'.repeat(32);
const BODY = Buffer.from('{"text":"Grüße \u0000"}');

type Headers = Record<string, string | string[] | undefined>;

function signed(secrets: readonly string[] = [OLD], at = NOW): Headers {
  return { ...signDelivery({ body: BODY, id: 'd-1', secrets, at }) };
}

function verified(
  headers: Headers,
  { body = BODY, secrets = [OLD], now = NOW } = {},
) {
  const verdict = verifyDelivery({ headers, body, secrets, now });
  return verdict.ok ? verdict.id : verdict.code;
}

function later(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1000);
}

describe('a signed delivery', () => {
  it('is taken with its id, its time and how long to remember it', () => {
    const verdict = verifyDelivery({
      headers: signed(),
      body: BODY,
      secrets: [OLD],
      now: later(30),
    });
    expect(verdict).toEqual({
      ok: true,
      id: 'd-1',
      signedAt: new Date('2026-11-25T12:00:00.000Z'),
      keepUntil: new Date('2026-11-25T12:10:00.000Z'),
    });
  });

  it('is refused when one byte of the body, the id or the time is another', () => {
    const altered = Buffer.from(BODY);
    altered[3] = altered[3] === 0x41 ? 0x42 : 0x41;
    expect(verified(signed(), { body: altered })).toBe('wrong-signature');
    expect(verified({ ...signed(), 'micro-apps-delivery': 'd-2' })).toBe(
      'wrong-signature',
    );
    const next = String(Math.floor(NOW.getTime() / 1000) + 1);
    expect(verified({ ...signed(), 'micro-apps-timestamp': next })).toBe(
      'wrong-signature',
    );
  });

  it.each([
    [299, 'd-1'],
    [302, 'too-old-or-early'],
    [-299, 'd-1'],
    [-302, 'too-old-or-early'],
    [Number.NaN, 'too-old-or-early'],
  ])('looked at %s seconds later is %s', (seconds, expected) => {
    expect(verified(signed(), { now: later(seconds) })).toBe(expected);
  });

  it('is taken under the old and the new secret while they change over', () => {
    expect(verified(signed([OLD]), { secrets: [NEW, OLD] })).toBe('d-1');
    expect(verified(signed([NEW]), { secrets: [NEW, OLD] })).toBe('d-1');
    expect(verified(signed([NEW, OLD]), { secrets: [OLD] })).toBe('d-1');
    expect(verified(signed([NEW, OLD]), { secrets: [NEW] })).toBe('d-1');
    expect(verified(signed([OLD]), { secrets: [NEW] })).toBe('wrong-signature');
  });

  it.each<[string, Headers]>([
    ['no signature', { 'micro-apps-signature': undefined }],
    ['no id', { 'micro-apps-delivery': undefined }],
    ['two ids', { 'micro-apps-delivery': ['d-1', 'd-1'] }],
    ['an id with a space', { 'micro-apps-delivery': 'd 1' }],
    ['an id with a dot', { 'micro-apps-delivery': 'd.1' }],
    ['no time', { 'micro-apps-timestamp': '' }],
    ['a time in milliseconds', { 'micro-apps-timestamp': '1795608000000' }],
    ['a time with a sign', { 'micro-apps-timestamp': '+179560800' }],
  ])('is incomplete with %s', (_, headers) => {
    expect(verified({ ...signed(), ...headers })).toBe('incomplete');
  });

  it.each(['', 'v1=', 'v1=zz', `v2=${'0'.repeat(64)}`, `v1=${'0'.repeat(64)}`])(
    'is refused with the signature "%s"',
    signature => {
      expect(verified({ ...signed(), 'micro-apps-signature': signature })).toBe(
        'wrong-signature',
      );
    },
  );

  it('needs one or two secrets that nobody guesses, on both sides', () => {
    for (const secrets of [[], ['short'], [OLD, NEW, 'x'.repeat(32)], ['']]) {
      expect(() => signed(secrets)).toThrow(/secret/);
      expect(() => verified(signed(), { secrets })).toThrow(/secret/);
    }
    expect(() =>
      signDelivery({ body: BODY, id: 'a b', secrets: [OLD], at: NOW }),
    ).toThrow(/id of a delivery/);
  });
});
