import type { Integration } from '@micro-apps/governance-core';
import { z } from 'zod';
import type { Problem, Read } from './problem';
import {
  registrationFileSchema,
  type RegistrationFile,
} from './registrationFile';
import { readSource, type Source } from './source';

/** A registration file, sound, with the place of everything in it. */
export interface GivenFile {
  readonly source: Source;
  readonly file: Omit<RegistrationFile, 'integrations'>;
  /** Of the file itself; `undefined` when it names none. */
  readonly integrations?: readonly Integration[];
}

/** Reads and checks a registration file. */
export function readRegistrationFile(file: string): Read<GivenFile> {
  const source = readSource(file);
  return source.ok ? checkRegistrationFile(source.value) : source;
}

/** Checks what a file holds. */
export function checkRegistrationFile(source: Source): Read<GivenFile> {
  const parsed = registrationFileSchema.safeParse(source.data, {
    error: plainMessage,
  });
  if (!parsed.success) {
    return { ok: false, problems: problemsOf(source, parsed.error.issues) };
  }
  const { integrations, ...file } = parsed.data;
  return {
    ok: true,
    value: {
      source,
      file,
      integrations: integrations?.map(given => ({
        ...given,
        title: given.title ?? given.name,
      })),
    },
  };
}

/** One problem for each field, at its line, in the order of the file. */
export function problemsOf(
  source: Source,
  issues: readonly z.core.$ZodIssue[],
): readonly Problem[] {
  const byField = new Map<string, Problem & { readonly line: number }>();
  for (const issue of issues) {
    const path =
      issue.code === 'unrecognized_keys'
        ? [...issue.path, issue.keys[0]]
        : issue.path;
    const name = issue.path.map(String).join('.');
    const key = path.map(String).join('.');
    // Shape and meaning of a field may both be wrong; the first one will do.
    if (byField.has(key)) continue;
    byField.set(key, {
      file: source.file,
      ...source.place(path),
      message: name ? `${name}: ${issue.message}` : issue.message,
    });
  }
  return [...byField.values()].sort((a, b) => a.line - b.line);
}

const WORDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  string: 'some text',
};

/** Words for what no schema has words for. */
function plainMessage(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_type') {
    return issue.input === undefined
      ? 'This field is missing'
      : `Write ${WORDS[issue.expected] ?? issue.expected} here`;
  }
  if (issue.code === 'invalid_value') {
    return `Use one of: ${issue.values.join(', ')}`;
  }
  return 'This value is not understood';
}
