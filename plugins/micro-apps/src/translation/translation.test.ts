import { readdirSync, readFileSync } from 'fs';
import { resolve } from 'path';
import { messages } from './messages';

type Group = { readonly [key: string]: string | Group };

function flat(group: Group, before = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(group).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[`${before}${key}`, value]]
        : Object.entries(flat(value, `${before}${key}.`)),
    ),
  );
}

const TEXTS = flat(messages);
const GROUPS = Object.keys(messages).join('|');
const ROOT = resolve(__dirname, '..');

/** Every key in the sources; a part that is computed is a star. */
function keysInUse(): readonly string[] {
  const literal = new RegExp(`['"\`]((?:${GROUPS})\\.[^'"\`\\s]+)['"\`]`, 'g');
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter(
      path =>
        /\.tsx?$/.test(path) && !/\.test\.|testing|translation/.test(path),
    )
    .flatMap(path => [
      ...readFileSync(resolve(ROOT, path), 'utf8').matchAll(literal),
    ])
    .map(([, key]) => key.replace(/\$\{[^}]*\}/g, '*'));
}

function matches(key: string, pattern: string) {
  const parts = pattern.split('*').map(part => part.replace(/\./g, '\\.'));
  return new RegExp(`^${parts.join('[^.]+')}$`).test(key);
}

describe('Texts', () => {
  const inUse = [...new Set(keysInUse())];

  it.each(inUse)('%s exists', pattern => {
    expect(
      Object.keys(TEXTS).filter(key => matches(key, pattern)),
    ).not.toHaveLength(0);
  });

  it('are all used', () => {
    const unused = Object.keys(TEXTS).filter(
      key => !inUse.some(pattern => matches(key, pattern)),
    );
    expect(unused).toEqual([]);
  });

  it('blame nobody', () => {
    const blaming = /violation|non-compliant|denied|forbidden|illegal/i;
    expect(Object.values(TEXTS).filter(text => blaming.test(text))).toEqual([]);
  });
});
