import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Registration } from '@micro-apps/governance-core';
import {
  aRegistration,
  SOME_INTEGRATIONS,
} from '@micro-apps/governance-core/testing';
import { stringify } from 'yaml';
import { version } from '../package.json';
import { main } from './main';

const EXAMPLES = join(__dirname, '../../../examples');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'microapp-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file and gives back its path. */
function write(name: string, content: string | object): string {
  const file = join(folder, name);
  writeFileSync(
    file,
    typeof content === 'string' ? content : stringify(content),
  );
  return file;
}

/** A registration file over the small integration catalog. */
function fileOf(changes: Partial<Registration> = {}, more: object = {}) {
  return write('app.yaml', {
    registration: aRegistration(changes),
    integrations: SOME_INTEGRATIONS,
    ...more,
  });
}

function microapp(...args: string[]) {
  let out = '';
  let err = '';
  const code = main(args, {
    out: text => {
      out += text;
    },
    err: text => {
      err += text;
    },
    now: () => new Date('2026-11-24T10:00:00.000Z'),
  });
  return { code, out, err: err.replaceAll(`${folder}/`, '') };
}

const met = [
  'company-sign-in',
  'approved-components',
  'known-vulnerabilities',
  'declared-integrations',
  'dynamic-security-scan',
  'security-headers',
  'redacted-logs',
  'privacy-notice',
].map(controlId => ({ controlId, state: 'satisfied' }));

describe('microapp assess', () => {
  it('says class, score and controls of the example', () => {
    const { code, out } = microapp(
      'assess',
      join(EXAMPLES, 'registrations/where2eat.yaml'),
      '--integrations',
      join(EXAMPLES, 'integrations.yaml'),
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^Where2Eat: 2 of 10, Low risk, internal data\n/);
    expect(out).not.toContain('Not in the integration catalog');
  });

  it('says which scopes the catalog does not hold', () => {
    const file = fileOf({ scopes: ['nobody-knows:it'] });
    expect(microapp('assess', file).out).toContain(
      'Not in the integration catalog that was given: nobody-knows:it.',
    );
  });

  it('gives the same as JSON', () => {
    const { out } = microapp('assess', fileOf(), '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({
      name: 'Where2Eat',
      effectiveClass: { effective: 'internal' },
      score: { score: 2, band: 'low' },
      envelopeHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });
});

describe('microapp check', () => {
  it('opens the gate for a low-risk app whose controls are met', () => {
    const { code, out } = microapp('check', fileOf({}, { findings: met }));
    expect(out).toContain('The gate "promote" is open.');
    expect(code).toBe(0);
  });

  it('keeps it closed while the file says nothing of the controls', () => {
    const { code, out } = microapp('check', fileOf());
    expect(code).toBe(1);
    expect(out).toContain('stays closed for 8 reasons');
    expect(out).toContain('Dynamic security scan: The file says nothing of it');
  });

  it('takes no word of a file on what the registration itself says', () => {
    const file = fileOf(
      { scopes: ['nobody-knows:it'] },
      {
        findings: [
          ...met,
          { controlId: 'least-privilege-scopes', state: 'satisfied' },
        ],
      },
    );
    const { decision } = JSON.parse(
      microapp('check', file, '--format', 'json').out,
    );
    expect(decision.violations).toContainEqual(
      expect.objectContaining({ controlId: 'least-privilege-scopes' }),
    );
  });

  it('does not know of an approval unless the file says so', () => {
    const high = { scopes: ['patients:read'] };
    expect(microapp('check', fileOf(high)).out).toContain(
      'It is not known whether it was approved',
    );
    expect(
      microapp('check', fileOf(high, { approval: 'approved' })).out,
    ).not.toContain('approved\n');
  });

  it('takes evidence as the portal lists it, bound to the commit', () => {
    const commit = 'c'.repeat(40);
    const evidence = [
      {
        id: 'e1',
        kind: 'header-scan',
        provenance: 'portal-runner',
        tool: { name: 'portal checks' },
        outcome: 'pass',
        summary: 'All headers are there',
        problems: [],
        commit,
        receivedAt: '2026-11-24T09:00:00.000Z',
      },
    ];
    const controls = (given: object) =>
      JSON.parse(
        microapp('check', fileOf({}, given), '--format', 'json').out,
      ).decision.violations.map(
        ({ controlId }: { controlId?: string }) => controlId,
      );
    expect(controls({ evidence, commit })).not.toContain('security-headers');
    expect(controls({ evidence, commit: 'd'.repeat(40) })).toContain(
      'security-headers',
    );
  });

  it('asks the company rules, at the line of what they name', () => {
    const file = fileOf(
      {},
      {
        findings: met,
        resources: [{ resource: 'storage_bucket', props: { public: true } }],
      },
    );
    const { code, out } = microapp('check', file);
    expect(code).toBe(1);
    expect(out).toMatch(
      /app\.yaml:\d+: Public buckets are not allowed for micro apps/,
    );
  });

  it('checks another gate when asked', () => {
    const { code, out } = microapp('check', fileOf(), '--gate', 'register');
    expect(out).toContain('The gate "register" is open.');
    expect(code).toBe(0);
  });

  it('registers nothing that the integration catalog does not hold', () => {
    const file = fileOf({ scopes: ['nobody-knows:it'] });
    const { code, out } = microapp('check', file, '--gate', 'register');
    expect(code).toBe(1);
    expect(out).toMatch(
      /app\.yaml:\d+: nobody-knows:it is not in the integration catalog/,
    );
  });

  it('judges by the numbers of an organisation', () => {
    const file = fileOf({}, { findings: met });
    const settings = write('settings.yaml', {
      rules: { 'retention-window': { maxDays: 30 } },
    });
    const { code, out } = microapp('check', file, '--settings', settings);
    expect(code).toBe(1);
    expect(out).toContain('Data may be kept for 1 to 30 whole days');
  });

  it('wants a reason for a looser number, and repeats it', () => {
    const looser = { rules: { 'oauth-token-lifetime': { maxSeconds: 7200 } } };
    const file = fileOf({}, { findings: met });
    const settings = write('settings.yaml', looser);
    const refused = microapp('check', file, '--settings', settings);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(
      /^settings\.yaml:3: rules\.oauth-token-lifetime\.maxSeconds: .*acknowledgeWeakening\n$/,
    );
    write('settings.yaml', {
      ...looser,
      acknowledgeWeakening: 'Agreed until the migration ends',
    });
    expect(microapp('check', file, '--settings', settings).out).toContain(
      'Agreed until the migration ends',
    );
  });
});

describe('microapp explain', () => {
  it('says what lowers the score and how to meet each control', () => {
    const { code, out } = microapp(
      'explain',
      fileOf({ scopes: ['crm:write'] }),
    );
    expect(code).toBe(0);
    expect(out).toMatch(/crm:write.*→/);
    expect(out).toContain(
      '? Dynamic security scan (dynamic-security-scan, R5)',
    );
    expect(out).toContain('Run the checks while the sandbox is running.');
    expect(out).toContain('✓ Only the access it needs');
  });
});

describe('input that is not sound', () => {
  it.each([
    ['no file', [], 'microapp: Name the registration file\n'],
    ['two files', ['a', 'b'], /one too many\n$/],
    ['a gate that nobody knows', ['a', '--gate', 'x'], /There is no gate x/],
    ['a format that nobody knows', ['a', '--format', 'x'], /no format x/],
    ['an option that nobody knows', ['a', '--nothing'], /Unknown option/],
  ])('ends with 2 and one sentence for %s', (_, args, message) => {
    const { code, err, out } = microapp('check', ...args);
    expect(code).toBe(2);
    expect(err).toEqual(expect.stringMatching(message));
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(out).toBe('');
  });

  it.each([
    ['nothing', '', 'app.yaml: The file is empty'],
    ['no YAML', 'a: [b', /^app\.yaml:1: This is neither YAML nor JSON: /],
    ['a key twice', 'a: 1\na: 2\n', /^app\.yaml:2: This is neither/],
    ['a list', '- 1\n', /^app\.yaml:1: /],
    ['two documents', 'a: 1\n---\na: 2\n', /more than one document$/],
    ['a bomb', bomb(), /^app\.yaml: The file refers to itself too often$/],
    [
      'too much',
      'a'.repeat(1_000_001),
      'app.yaml: The file is larger than 1 MB',
    ],
    ['too deep', '['.repeat(20_000), /^app\.yaml(:1)?: /],
  ])('says what is wrong with a file of %s', (_, text, message) => {
    const { code, err } = microapp('assess', write('app.yaml', text));
    expect(code).toBe(2);
    expect(err.split('\n')[0]).toEqual(expect.stringMatching(message));
  });

  it('names the line of every field that is wrong', () => {
    const file = write(
      'app.yaml',
      stringify({
        registration: { ...aRegistration({ retentionDays: 0 }), surprise: 1 },
        approval: 'perhaps',
      }),
    );
    expect(microapp('assess', file).err.trim().split('\n')).toEqual([
      'app.yaml:21: registration.retentionDays: Give how many days data is kept as a whole number from 1 to 3650',
      'app.yaml:23: registration: Remove what is not known here: surprise',
      'app.yaml:24: approval: Use one of: unknown, not-needed, missing, open, approved, rejected, changes-requested, void',
    ]);
  });

  it('reads JSON with its lines, too', () => {
    const text = JSON.stringify({ registration: { name: 7 } }, undefined, '\t');
    const { err } = microapp('assess', write('app.json', text));
    expect(err).toContain('app.json:3: registration.name: Fill in the name');
    expect(err).toContain(
      'app.json:2: registration.owner: Choose the owner from the list',
    );
  });

  it.each([
    ['no such file', 'nothing.yaml', /There is no such file/],
    ['a folder', '.', /This is a folder/],
  ])('says so for %s', (_, name, message) => {
    const { code, err } = microapp('explain', join(folder, name));
    expect([code, err]).toEqual([2, expect.stringMatching(message)]);
  });

  it('says what is wrong with a catalog of integrations', () => {
    const catalog = write(
      'catalog.yaml',
      'apiVersion: v1\nkind: API\nmetadata:\n  name: a\n  annotations:\n    micro-apps.dev/minimum-class: secret\n---\nkind: API\n',
    );
    const { code, err } = microapp(
      'check',
      fileOf(),
      '--integrations',
      catalog,
    );
    expect(code).toBe(2);
    expect(err.trim().split('\n')).toEqual([
      'catalog.yaml:6: Use one of: public, internal, confidential, regulated',
      'catalog.yaml:8: This is no catalog entity: it needs apiVersion, kind and metadata.name',
    ]);
  });

  it('says what is wrong with rules of one’s own', () => {
    const wasm = write('policy.wasm', 'no wasm');
    const { code, err } = microapp('check', fileOf(), '--wasm', wasm);
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/^policy\.wasm: These are no rules/),
    ]);
  });
});

it('helps and says its version', () => {
  expect(microapp('--version')).toEqual({
    code: 0,
    out: `${version}\n`,
    err: '',
  });
  expect(microapp('check', '--help').out).toContain('microapp policy test');
  expect(microapp()).toMatchObject({ code: 2, out: '' });
  expect(microapp('deploy').err).toContain('There is no command deploy');
});

/** Aliases of aliases, which would grow to a billion entries. */
function bomb(): string {
  const levels = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 9; level += 1) {
    const [name, before] = [level, level - 1].map(n => 'abcdefghi'[n]);
    levels.push(
      `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`,
    );
  }
  return `${levels.join('\n')}\n`;
}
