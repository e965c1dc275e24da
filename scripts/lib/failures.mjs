/** Lines of a failure that are shown again; the whole stands where it failed. */
const SHOWN = 14;
/** How Jest, `node --test`, the checks and the stories begin what failed. */
const TITLES = [
  /^ {2}● .+ › /,
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
    if (!isTitle(line) || found.has(line.trim())) return;
    const behind = lines.slice(at + 1, at + SHOWN);
    const next = behind.findIndex(isTitle);
    const shown = next < 0 ? behind : behind.slice(0, next);
    found.set(line.trim(), [line, ...shown].join('\n').trimEnd());
  });
  return [...found.values()];
}

function isTitle(line) {
  return TITLES.some(title => title.test(line));
}
