import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from './main';

const ROOT = join(__dirname, '../../..');

/** Lines of the pages that start with `microapp`. */
function commandsIn(page: string): readonly string[] {
  return readFileSync(join(ROOT, page), 'utf8')
    .split('\n')
    .map(line => line.replace(/^ *(?:run: |\$ )?/, ''))
    .filter(line =>
      /^microapp (assess|check|explain|policy|audit) [^|]*$/.test(line),
    );
}

describe.each([
  'packages/cli/README.md',
  'docs/how-to/ci.md',
  'docs/how-to/audit.md',
])('%s', page => {
  const commands = commandsIn(page);

  it('shows commands', () => {
    expect(commands.length).toBeGreaterThan(1);
  });

  it.each(commands)('runs %s', command => {
    const [, ...args] = command
      .replace(/ > \S+$/, '')
      .split(' ')
      .map(word => word.replace(/^examples\//, `${ROOT}/examples/`));
    const errors: string[] = [];
    const code = main(args, {
      out: () => undefined,
      err: text => errors.push(text),
      now: () => new Date('2026-11-24T10:00:00.000Z'),
    });
    expect(errors).toEqual([]);
    expect([0, 1]).toContain(code);
  });
});
