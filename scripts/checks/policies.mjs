import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  findTool,
  OPA_VERSION,
  versionOf,
} from '../../packages/policy-pack/scripts/lib/opa.mjs';
import {
  compile,
  digestOf,
  PACK,
  REGO_FOLDERS,
  sources,
} from '../../packages/policy-pack/scripts/lib/pack.mjs';
import { countStatus, NONE, sumCounts } from '../lib/counts.mjs';
import { run } from '../lib/run.mjs';
import { say } from '../lib/say.mjs';

/** Lines of Rego that tests have to reach, in percent. */
const COVERAGE = '95';
const SETTINGS = 'microapp.settings:data/settings.json';
/** Rules and their tests; the samples in Rego v0 are another dialect. */
const REGO = [...REGO_FOLDERS, 'testing'].map(folder => `rego/${folder}`);

/**
 * Checks the rules in Rego: that what is compiled is of these sources, always;
 * and with OPA and Regal, where they are on the PATH or in `.cache/opa`:
 * formatting, strictness, tests with coverage, lint, a build from the sources.
 */
export async function checkPolicies({ env }) {
  const revision = readRevision();
  const counts = [
    verdict(
      'compiled policies are of these sources',
      revision.sources === digestOf(sources()) ||
        'Run node packages/policy-pack/scripts/build-policy.mjs',
    ),
  ];

  const opa = findTool('opa', env.PATH);
  const withOpa = opa
    ? [
        [
          'rules are formatted by opa fmt',
          ['fmt', '--list', '--fail', ...REGO],
        ],
        ['rules pass opa check --strict', ['check', '--strict', ...REGO]],
        ['tests of rules pass', ['test', ...REGO, SETTINGS]],
        [
          `tests reach ${COVERAGE} % of the rules`,
          ['test', '--coverage', '--threshold', COVERAGE, ...REGO, SETTINGS],
        ],
      ]
    : [];
  for (const [title, args] of withOpa) {
    counts.push(await tool({ title, command: opa, args, env }));
  }
  if (opa && versionOf(opa) === revision.opaVersion) {
    counts.push(
      verdict('a build from the sources gives the same bytes', rebuilt(opa)),
    );
  } else {
    counts.push(
      skipped(
        opa ? 1 : 5,
        `OPA ${OPA_VERSION} was not found: the rules were NOT ${
          opa ? 'built again' : 'formatted, checked, tested and built again'
        }. Run node scripts/ensure-opa.mjs first`,
      ),
    );
  }

  const regal = findTool('regal', env.PATH);
  counts.push(
    regal
      ? await tool({
          title: 'Regal has no findings',
          command: regal,
          args: ['lint', ...REGO],
          env,
        })
      : skipped(1, 'Regal was not found: the rules were NOT linted'),
  );
  return sumCounts(counts);
}

function readRevision() {
  return JSON.parse(
    readFileSync(join(PACK, 'compiled', 'revision.json'), 'utf8'),
  );
}

/** OPA gives the same bytes for the same sources; see compile(). */
function rebuilt(opa) {
  const built = compile({
    opa,
    opaVersion: versionOf(opa),
    files: sources(),
  });
  const different = Object.entries(built)
    .filter(
      ([name, content]) =>
        !content.equals(readFileSync(join(PACK, 'compiled', name))),
    )
    .map(([name]) => name);
  return different.length === 0 || `Different: ${different.join(', ')}`;
}

async function tool({ title, command, args, env }) {
  const { status, text } = await run(command, args, { cwd: PACK, env });
  return verdict(title, status === 0 || text);
}

function verdict(title, outcome) {
  const passed = outcome === true;
  say(`  ${passed ? 'ok' : 'not ok'} - ${title}`);
  if (!passed) say(String(outcome));
  return countStatus(passed ? 0 : 1);
}

function skipped(count, because) {
  say(`  *** SKIPPED: ${because}. ***`);
  return { ...NONE, skipped: count };
}
