import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { parse as parseYaml } from 'yaml';

const HASHES: Readonly<Record<string, string>> = {
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
  'SHA-512-256': 'sha512-256',
};
const STRUCTURED = new Set(['.manifest', 'data.json', 'data.yaml', 'data.yml']);

/** A number as it was written, so that `1.50` keeps its text. */
class WrittenNumber {
  constructor(readonly text: string) {}
}

/**
 * The hash that OPA's bundle signatures hold for a file: of its bytes, and for
 * data and manifest of the document with its keys in order. Weak hashes are not
 * known. Source: OPA, "Bundles", signature format.
 *
 * @returns hexadecimal text, `undefined` for an unknown algorithm
 */
export function fileHash(options: {
  name: string;
  content: Buffer;
  algorithm: string;
}): string | undefined {
  const { name, content, algorithm } = options;
  if (!Object.hasOwn(HASHES, algorithm)) return undefined;
  const structured = STRUCTURED.has(posix.basename(name));
  return createHash(HASHES[algorithm])
    .update(structured ? canonicalText(name, content) : content)
    .digest('hex');
}

function canonicalText(name: string, content: Buffer): string {
  const text = content.toString('utf8');
  if (/\.ya?ml$/.test(name)) return textOf(parseYaml(text));
  // The third argument is newer than the types know.
  const keepNumbers: (
    this: unknown,
    key: string,
    value: unknown,
    context?: { source?: string },
  ) => unknown = (_key, value, context) =>
    typeof value === 'number' && context?.source !== undefined
      ? new WrittenNumber(context.source)
      : value;
  return textOf(JSON.parse(text, keepNumbers));
}

function textOf(value: unknown): string {
  if (value instanceof WrittenNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .map(([key, each]) => ({ key: Buffer.from(key), name: key, each }))
      .sort((a, b) => Buffer.compare(a.key, b.key))
      .map(({ name, each }) => `${quoted(name)}:${textOf(each)}`);
    return `{${fields.join(',')}}`;
  }
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** Go writes these two line separators as escapes. */
function quoted(text: string): string {
  return JSON.stringify(text)
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
