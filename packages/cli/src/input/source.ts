import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
} from 'yaml';
import { readText } from '../io';
import { problem, type Read } from './problem';

/** Where something is written, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One document of a file, with the place of everything in it. */
export interface Source {
  readonly file: string;
  readonly data: unknown;
  /** The place of a field, or of the nearest thing around it. */
  place(path: readonly PropertyKey[]): Place;
}

/** A chain of references that grows beyond this is an attack. */
const MAX_ALIASES = 20;

/** Reads the documents of a YAML or JSON file; JSON is YAML, too. */
export function readSources(file: string): Read<readonly Source[]> {
  const given = readText(file);
  if (!given.ok) return problem(given.because, { file });
  return parseSources(file, given.text);
}

/** Reads a file that has to hold exactly one document. */
export function readSource(file: string): Read<Source> {
  const sources = readSources(file);
  if (!sources.ok) return sources;
  const [source, second] = sources.value;
  if (!source) return problem('The file is empty', { file });
  if (second) {
    const { line } = second.place([]);
    return problem('The file holds more than one document', { file, line });
  }
  return { ok: true, value: source };
}

/** Parses text that came from `file`. */
export function parseSources(
  file: string,
  text: string,
): Read<readonly Source[]> {
  const lineCounter = new LineCounter();
  let documents: Document[];
  try {
    const parsed = parseAllDocuments(text, {
      lineCounter,
      prettyErrors: false,
      uniqueKeys: true,
    });
    documents = Array.isArray(parsed) ? [...parsed] : [];
  } catch {
    return problem('The file is nested too deeply', { file });
  }
  const [error] = documents.flatMap(({ errors }) => errors);
  if (error) {
    // What follows the first one mostly follows from it.
    const { line, col: column } = lineCounter.linePos(error.pos[0]);
    const message = `This is neither YAML nor JSON: ${error.message}`;
    return problem(message, { file, line, column });
  }
  const sources: Source[] = [];
  for (const document of documents) {
    let data: unknown;
    try {
      data = document.toJS({ maxAliasCount: MAX_ALIASES });
    } catch {
      return problem('The file refers to itself too often', { file });
    }
    if (data === null || data === undefined) continue;
    sources.push({
      file,
      data,
      place: path => placeOf({ document, path, lineCounter }),
    });
  }
  return { ok: true, value: sources };
}

function placeOf(options: {
  document: Document;
  path: readonly PropertyKey[];
  lineCounter: LineCounter;
}): Place {
  const { document, path, lineCounter } = options;
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        ({ key }) => isScalar(key) && String(key.value) === String(step),
      );
      if (!pair) break;
      offset = offsetOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (item === undefined) break;
      offset = offsetOf(item) ?? offset;
      node = item;
    } else {
      break;
    }
  }
  const { line, col } = lineCounter.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function offsetOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) {
    return undefined;
  }
  return Array.isArray(node.range) ? Number(node.range[0]) : undefined;
}
