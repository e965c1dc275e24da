import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { version } from '../package.json';

const BIN = join(__dirname, '../bin/microapp');
const EXAMPLE = join(
  __dirname,
  '../../../examples/registrations/where2eat.yaml',
);

/** Starts the program as a shell would. */
function start(...args: string[]) {
  const { NODE_ENV: _, NODE_OPTIONS: __, ...env } = process.env;
  return spawnSync(process.execPath, [BIN, ...args], {
    encoding: 'utf8',
    env,
  });
}

it('runs from the source of the workspace', () => {
  expect(start('--version')).toMatchObject({
    status: 0,
    stdout: `${version}\n`,
  });
}, 30_000);

it('ends with 1 for a closed gate and writes one JSON value', () => {
  const { status, stdout } = start('check', EXAMPLE, '--format', 'json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ decision: { allowed: false } });
}, 30_000);

it('ends with 2 for bad input and writes nothing to its output', () => {
  expect(start('check', 'nothing.yaml')).toMatchObject({
    status: 2,
    stdout: '',
    stderr: 'nothing.yaml: There is no such file\n',
  });
}, 30_000);
