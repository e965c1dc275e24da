import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { REGISTRATION_FIELDS } from '@micro-apps/governance-core';
import {
  MAX_IMPORT_ROWS,
  registrationOfEntity,
} from '@micro-apps/plugin-micro-apps-common';
import { parse } from 'yaml';

const page = (name: string) =>
  readFileSync(resolve(__dirname, '../../../../../docs/how-to', name), 'utf8');

describe('the pages about registering', () => {
  it('show a file that says everything', () => {
    const [, yaml] =
      /```yaml\n([\s\S]*?)```/.exec(page('repositories.md')) ?? [];
    const read = registrationOfEntity(parse(yaml ?? ''));
    expect(read).toMatchObject({ missing: [], unclear: [] });
    expect(Object.keys(read.stated).sort()).toEqual(
      [...REGISTRATION_FIELDS].sort(),
    );
  });

  it('name every column and the limit of a file', () => {
    const text = page('importing.md');
    for (const field of REGISTRATION_FIELDS)
      expect(text).toContain(`\`${field}\``);
    expect(text).toContain(`${MAX_IMPORT_ROWS.toLocaleString('en')} rows`);
  });
});
