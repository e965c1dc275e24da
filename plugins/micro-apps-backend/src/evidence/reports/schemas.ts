import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { useBoundedUniqueItems } from './uniqueItems';

/** Versions of CycloneDX that are read. */
export const CYCLONEDX_VERSIONS = ['1.4', '1.5', '1.6'] as const;
export type CycloneDxVersion = (typeof CYCLONEDX_VERSIONS)[number];

type Check = (document: unknown) => string | undefined;

const checks = new Map<string, Check>();

/**
 * What is wrong with a SARIF log by the schema of OASIS, as one sentence;
 * `undefined` when it is sound. The `$schema` of a document is never looked at,
 * and nothing is fetched (reliability C9).
 */
export function sarifSchemaProblem(log: unknown): string | undefined {
  return checkOf('SARIF 2.1.0', ajv => {
    const file = 'schemas/sarif-schema-2.1.0.json';
    return ajv.compile(
      readJson(
        resolvePackagePath('@micro-apps/plugin-micro-apps-backend', file),
      ),
    );
  })(log);
}

/** What is wrong with a bill of materials by its version's schema. */
export function cycloneDxSchemaProblem(
  bom: unknown,
  version: CycloneDxVersion,
): string | undefined {
  return checkOf(`CycloneDX ${version}`, ajv => {
    const folder = join(
      dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json')),
      'res/schema',
    );
    const read = (name: string) =>
      readJson(join(folder, `${name}.SNAPSHOT.schema.json`));
    for (const part of ['spdx', 'jsf-0.82']) {
      ajv.addSchema(
        read(part),
        `http://cyclonedx.org/schema/${part}.SNAPSHOT.schema.json`,
      );
    }
    return ajv.compile(read(`bom-${version}`));
  })(bom);
}

/** Compiles a schema once, when it is first needed. */
function checkOf(name: string, compile: (ajv: Ajv) => ValidateFunction): Check {
  const known = checks.get(name);
  if (known) return known;
  const ajv = new Ajv({
    strict: false,
    logger: false,
    // A pattern of the SARIF schema is none by the stricter rules.
    unicodeRegExp: false,
  });
  // The fast forms: nothing in a report can keep a regular expression busy.
  addFormats(ajv, { mode: 'fast', formats: ['date-time', 'uri'] });
  for (const format of ['uri-reference', 'iri-reference', 'idn-email']) {
    ajv.addFormat(format, text => text.length <= 8_000 && !/\s/.test(text));
  }
  const begin = useBoundedUniqueItems(ajv);
  const validate = compile(ajv);
  const check: Check = document => {
    begin();
    if (validate(document)) return undefined;
    const [problem] = validate.errors ?? [];
    const place = problem?.instancePath.slice(0, 200) || 'its beginning';
    const what =
      problem?.keyword === 'uniqueItems'
        ? 'must NOT have duplicate items'
        : problem?.message ?? 'is something else';
    return `This is not ${name}: at ${place} it ${what}`;
  };
  checks.set(name, check);
  return check;
}

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, 'utf8'));
}
