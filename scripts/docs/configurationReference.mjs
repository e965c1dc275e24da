// `npm run docs:configuration`: writes docs/reference/configuration.md from the
// schemas of the packages, so that the page and what a start accepts are one.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runMain, say } from '../lib/say.mjs';
import { findToolchain } from '../lib/toolchain.mjs';
import { ensureInstalled, root } from '../lib/workspace.mjs';

export const PAGE = join(root, 'docs/reference/configuration.md');

const HEAD = `# Configuration

Every setting of Micro Apps in \`app-config.yaml\`, package by package. It is written from the schemas by which a start checks the
configuration: \`npm run docs:configuration\`. Nothing has to be set for a portal on one's own machine; what a
production needs is in [Operate the registry](../how-to/operations.md#what-a-start-refuses).

A setting that is marked _secret_ belongs into an environment variable or a file of secrets (\`\${NAME}\`), never into the
repository. \`[ ]\` stands for each item of a list, \`<…>\` for a name of your own.
`;

/** Schemas of our own packages, by name; the order does not depend on the machine. */
export async function ownSchemas() {
  const { loadConfigSchema } = await import('@backstage/config-loader');
  const schema = await loadConfigSchema({
    dependencies: [],
    packagePaths: globSync('{packages,plugins}/*/package.json', { cwd: root })
      .filter(path => readPackage(path).configSchema)
      .map(path => join(root, path)),
  });
  return schema
    .serialize()
    .schemas.filter(({ packageName }) => packageName.includes('micro-apps'))
    .sort((a, b) => (a.packageName < b.packageName ? -1 : 1));
}

const readPackage = path => JSON.parse(readFileSync(join(root, path), 'utf8'));

/**
 * The whole page.
 * @param schemas Name and JSON schema of each package.
 * @returns Markdown.
 */
export function pageOf(schemas) {
  const parts = schemas.map(({ packageName, value }) =>
    [
      `## \`${packageName}\``,
      '',
      '| setting | type | what it does |',
      '| ------- | ---- | ------------ |',
      ...rowsOf(value, '').map(cells => `| ${cells.join(' | ')} |`),
    ].join('\n'),
  );
  return `${[HEAD, ...parts].join('\n\n')}\n`;
}

/** The page as it is committed: laid out as every other file. */
export async function freshPage() {
  const { default: prettier } = await import('prettier');
  const options = await prettier.resolveConfig(PAGE);
  return prettier.format(pageOf(await ownSchemas()), {
    ...options,
    filepath: PAGE,
  });
}

/** A row for each setting, and those below it. */
function rowsOf(schema, path) {
  const below = Object.entries(schema.properties ?? {}).flatMap(
    ([name, each]) => {
      const at = path ? `${path}.${name}` : name;
      const isRequired = (schema.required ?? []).includes(name);
      // A branch that says nothing of its own is seen from what it holds.
      const isBare = isBranch(each) && !each.description;
      const own = isBare
        ? []
        : [[`\`${at}\``, typeOf(each), sentenceOf(each, isRequired)]];
      return [...own, ...rowsOf(each, at)];
    },
  );
  const items = schema.items ? rowsOf(schema.items, `${path}[ ]`) : [];
  const named = isBranch(schema.additionalProperties)
    ? rowsOf(schema.additionalProperties, `${path}.<name>`)
    : [];
  return [...below, ...items, ...named];
}

const isBranch = schema => Boolean(schema?.properties);

function typeOf(schema) {
  if (schema.enum) return schema.enum.map(each => `\`${each}\``).join(', ');
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  if (schema.type === 'array') return `list of ${pluralOf(schema.items)}`;
  if (schema.additionalProperties && !schema.properties) {
    const held = schema.additionalProperties;
    return held.type ? `${pluralOf(held)} by name` : 'settings';
  }
  return schema.type === 'object' ? 'settings' : schema.type;
}

function pluralOf(schema) {
  const one = typeOf(schema);
  if (one.startsWith('list ')) return one.replace('list', 'lists');
  return one === 'settings' ? one : `${one}s`;
}

function sentenceOf(schema, isRequired) {
  const isSecret =
    schema.visibility === 'secret' || schema.deepVisibility === 'secret';
  return [
    isRequired ? '_Required._' : '',
    isSecret ? '_Secret._' : '',
    (schema.description ?? '').replace(/\s+/g, ' ').replaceAll('|', '\\|'),
  ]
    .filter(Boolean)
    .join(' ');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    await ensureInstalled(await findToolchain());
    writeFileSync(PAGE, await freshPage());
    say(`Wrote ${PAGE.slice(root.length + 1)}`);
  });
}
