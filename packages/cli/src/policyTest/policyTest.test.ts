import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPolicyInput } from '@micro-apps/policy-pack/testing';
import { main } from '../main';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'microapp-pack-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, input: unknown, expected: unknown) {
  const path = join(folder, 'cases', name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'input.json'), JSON.stringify(input));
  writeFileSync(join(path, 'expected.json'), JSON.stringify(expected));
}

function policyTest(...args: string[]) {
  const lines: string[] = [];
  const code = main(['policy', 'test', ...args], {
    out: text => lines.push(...text.trim().split('\n')),
    err: text => lines.push(text.trim().replace(folder, 'pack')),
    now: () => new Date(0),
  });
  return { code, lines };
}

const bucket = (open: boolean) =>
  aPolicyInput({
    resources: [{ resource: 'storage_bucket', props: { public: open } }],
  });

it('counts the cases that passed and failed, and says in what', () => {
  write('promote/ng.public-bucket', bucket(true), { allowed: false });
  write('promote/ok.private-bucket', bucket(false), {
    allowed: true,
    violations: [],
  });
  write('promote/ok.wrong', bucket(true), {});
  write('register/ng.malformed', { version: 1 }, { gate: 'unknown' });
  write('register/ng.other', aPolicyInput({ gate: 'register' }), {
    violations: [{ code: 'x', because: 'y' }],
  });
  const { code, lines } = policyTest(folder);
  expect(code).toBe(2);
  expect(lines).toEqual([
    'pack/cases/register/ng.malformed/expected.json: This is no decision',
  ]);
  rmSync(join(folder, 'cases/register/ng.malformed'), { recursive: true });
  const counted = policyTest(folder);
  expect(counted.code).toBe(1);
  expect(counted.lines).toEqual([
    '✗ promote/ok.wrong: the gate is closed (company-rule), and it has to open',
    '✗ register/ng.other: the gate is open, and it has to stay closed',
    '✗ register/ng.other: violations are [], not [{"code":"x","because":"y"}]',
    expect.stringMatching(/^Company rules /),
    '2 passed, 2 failed',
  ]);
});

it('lets a case expect a malformed input to be refused', () => {
  write(
    'promote/ng.other-version',
    { ...aPolicyInput(), version: 2 },
    { allowed: false },
  );
  expect(policyTest(folder)).toMatchObject({ code: 0 });
});

it('finds no case where there is none', () => {
  expect(policyTest(folder)).toEqual({
    code: 2,
    lines: ['pack/cases: There is no such folder'],
  });
  mkdirSync(join(folder, 'cases/promote/sideways'), { recursive: true });
  expect(policyTest(folder).lines).toEqual([
    'pack/cases/promote/sideways: Name the case ok.<what> or ng.<what>',
  ]);
});
