import { posix } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { readArchive } from './readArchive';
import { verifyBundle, type VerificationKey } from './verifyBundle';

export const DECISION_ENTRYPOINT = 'microapp/suite/decision';
const MAX_REVISION = 200;

/** What a bundle brings, checked but not yet run. */
export interface PolicyBundle {
  readonly revision: string;
  readonly wasm: Buffer;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Unpacks and checks a bundle: its signature first when there is a key, then
 * the manifest, the compiled policy and the data.
 * @throws with the reason, in plain words
 */
export async function readBundle(
  packed: Uint8Array,
  key: VerificationKey | undefined,
): Promise<PolicyBundle> {
  const files = await readArchive(packed);
  if (key) await verifyBundle(files, key);
  const manifest = readJson(files.get('.manifest'), '.manifest');
  const { revision, wasm } = manifest;
  if (
    typeof revision !== 'string' ||
    revision === '' ||
    revision.length > MAX_REVISION
  ) {
    throw new Error(
      'The bundle names no revision. Build it with `opa build --revision`',
    );
  }
  const module = moduleOf(wasm);
  const compiled = module === undefined ? undefined : files.get(module);
  if (!compiled) {
    throw new Error(
      `The bundle holds no compiled ${DECISION_ENTRYPOINT}. Build it with \`opa build --target wasm --entrypoint ${DECISION_ENTRYPOINT}\``,
    );
  }
  return { revision, wasm: compiled, data: readData(files) };
}

/** File of the module that has the suite's decision as an entrypoint. */
function moduleOf(resolvers: unknown): string | undefined {
  for (const each of Array.isArray(resolvers) ? (resolvers as unknown[]) : []) {
    const { entrypoint, module } = (each ?? {}) as Record<string, unknown>;
    if (entrypoint === DECISION_ENTRYPOINT && typeof module === 'string') {
      return module.replace(/^\/+/, '');
    }
  }
  return undefined;
}

/** All data documents, each below its folder's name. */
function readData(files: ReadonlyMap<string, Buffer>): Record<string, unknown> {
  const data = fresh();
  for (const [name, content] of files) {
    const file = posix.basename(name);
    if (file !== 'data.json' && !/^data\.ya?ml$/.test(file)) continue;
    const document =
      file === 'data.json' ? readJson(content, name) : readYaml(content, name);
    let place = data;
    const folder = posix.dirname(name);
    for (const part of folder === '.' ? [] : folder.split('/')) {
      const next = place[part] ?? fresh();
      if (!isFields(next)) {
        throw new Error(`The bundle's ${name} lies below a plain value`);
      }
      place[part] = next;
      place = next;
    }
    for (const [key, value] of Object.entries(document)) {
      if (place[key] !== undefined) {
        throw new Error(`The bundle defines ${key} twice, in ${name}, too`);
      }
      place[key] = value;
    }
  }
  return data;
}

/** Without a prototype, so that no name means anything by itself. */
function fresh(): Record<string, unknown> {
  return Object.create(null);
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readJson(content: Buffer | undefined, name: string) {
  return fieldsOf(name, () => JSON.parse(content?.toString('utf8') ?? ''));
}

function readYaml(content: Buffer, name: string) {
  return fieldsOf(name, () =>
    parseYaml(content.toString('utf8'), { maxAliasCount: 0 }),
  );
}

function fieldsOf(name: string, parse: () => unknown) {
  let value: unknown;
  try {
    value = parse();
  } catch {
    value = undefined;
  }
  if (!isFields(value)) throw new Error(`The bundle's ${name} cannot be read`);
  return value;
}
