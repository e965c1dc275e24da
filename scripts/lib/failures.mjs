/** Lines of a failure that are shown again; the whole stands where it failed. */
const SHOWN = 14;
/** What Jest writes between failures. */
const BETWEEN = /^(PASS|FAIL|Summary of all|Test Suites:) /;
/** How Jest, `node --test`, the checks and the stories begin what failed. */
const TITLES = [
  /^ {2}● (.+ › |Test suite failed to run)/,
  /^\s*✖ (?!failing tests)/,
  /^\s*not ok \d+ - /,
  /^\s*✕ /,
];

/**
 * What failed in the printed output of a check, each once, with the lines
 * behind its title that say why.
 * @param text - what was printed
 * @returns blocks of lines, in their order
 */
export function readFailures(text) {
  const lines = text.split('\n');
  const found = new Map();
  lines.forEach((line, at) => {
    if (!isTitle(line)) return;
    const behind = lines.slice(at + 1, at + SHOWN);
    const next = behind.findIndex(each => isTitle(each) || BETWEEN.test(each));
    const shown = next < 0 ? behind : behind.slice(0, next);
    // Jest tells each again at its end; suites that do not load share a title.
    const why = shown.find(each => each.trim() !== '');
    found.set(`${line.trim()} ${why}`, [line, ...shown].join('\n').trimEnd());
  });
  return [...found.values()];
}

function isTitle(line) {
  return TITLES.some(title => title.test(line));
}
