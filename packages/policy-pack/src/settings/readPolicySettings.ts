import { refuse } from '@micro-apps/governance-core';
import type { Result } from '@micro-apps/governance-core';
import { LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { resolvePolicySettings } from './resolvePolicySettings';
import type { ResolvedPolicySettings } from './resolvePolicySettings';

/**
 * As `resolvePolicySettings`, for the text of a YAML or JSON file: each problem
 * names its line, too.
 *
 * @param file - name of the file for the message
 * @public
 */
export function readPolicySettings(
  text: string,
  file = 'settings',
): Result<ResolvedPolicySettings> {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
  });
  const [error] = document.errors;
  if (error) {
    return refuse(
      'invalid-input',
      `${file}: ${error.message.split('\n')[0] ?? 'cannot be read'}`,
      [{ message: `line ${lines.linePos(error.pos[0]).line}` }],
    );
  }
  let overrides: unknown;
  try {
    // Many aliases within aliases would grow without end.
    overrides = document.toJS({ maxAliasCount: 20 }) ?? {};
  } catch (cause) {
    return refuse('invalid-input', `${file}: ${String(cause)}`);
  }
  const result = resolvePolicySettings(overrides, path =>
    lineOf(document, lines, path),
  );
  return result.ok
    ? result
    : refuse(
        result.refusal.code,
        `${file}: ${result.refusal.because}`,
        result.refusal.details,
      );
}

/** The line of a path, or of the nearest thing around it that is there. */
function lineOf(
  document: Document.Parsed,
  lines: LineCounter,
  path: string,
): number | undefined {
  const names = path === '' ? [] : path.split('.');
  for (let length = names.length; length > 0; length -= 1) {
    const node = document.getIn(names.slice(0, length), true);
    const range =
      typeof node === 'object' && node !== null && 'range' in node
        ? node.range
        : undefined;
    const start: unknown = Array.isArray(range) ? range[0] : undefined;
    if (typeof start === 'number') return lines.linePos(start).line;
  }
  return 1;
}
