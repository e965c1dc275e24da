import { readFileSync } from 'node:fs';
import { isCollection, isNode, LineCounter, parseDocument } from 'yaml';
import type { SettingsPart } from './readPolicySettings';

/**
 * Reads an organisation's settings from a YAML or JSON file.
 * @throws with file and line when it cannot be read
 */
export function readSettingsFile(file: string): SettingsPart {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Error(`microApps.policy.settingsFile: ${file} cannot be read`);
  }
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, uniqueKeys: true });
  const [error] = document.errors;
  if (error) {
    const { line } = lineCounter.linePos(error.pos[0]);
    throw new Error(`${file}:${line}: ${error.message.split('\n')[0]}`);
  }
  return {
    // Aliases could make a small file a huge document.
    values: document.toJS({ maxAliasCount: 0 }) ?? {},
    placeOf(path) {
      const offset = offsetOf(document, path.split('.'));
      const { line } = lineCounter.linePos(offset);
      return `${file}:${line}: ${path}`;
    },
  };
}

/** Where the deepest part of a path that is in the file begins. */
function offsetOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly string[],
): number {
  for (let length = path.length; length > 0; length -= 1) {
    const names = path.slice(0, length);
    const parent: unknown =
      length === 1
        ? document.contents
        : document.getIn(names.slice(0, -1), true);
    const last = names.at(-1);
    if (!isCollection(parent)) continue;
    for (const [index, item] of parent.items.entries()) {
      if (isNode(item)) {
        if (String(index) === last) return item.range?.[0] ?? 0;
        continue;
      }
      const { key } = item as { key?: unknown };
      if (isNode(key) && String(key.toJSON()) === last) {
        return key.range?.[0] ?? 0;
      }
    }
  }
  return 0;
}
