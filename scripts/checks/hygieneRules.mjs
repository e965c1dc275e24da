/** The only package registry that a committed file may name. */
const REGISTRY = 'registry.npmjs.org';

const TEST = /\.test\.[cm]?[jt]sx?$|\/testing\/|\/tests\//;
const CODE = /\.[cm]?[jt]sx?$/;
const LOCK = /(^|\/)(yarn\.lock|package-lock\.json|npm-shrinkwrap\.json)$/;
const PACKAGE_SETTINGS = /(^|\/)\.(npmrc|yarnrc|yarnrc\.yml)$/;
/** Holds the words that it looks for. */
const OWN = /^scripts\/checks\/hygiene/;
/** Tools write to the terminal; product code writes to a logger. */
const SPEAKS = /^(scripts|e2e|\.ci)\//;

/**
 * What no review should have to look for. Each rule names the files that it
 * reads and what may not stand in them.
 */
export const RULES = [
  {
    name: 'lock files name no package mirror',
    reads: file => LOCK.test(file),
    offences: text =>
      [...text.matchAll(/https?:\/\/([^/"'\s]+)\/\S*?\.tgz/g)]
        .filter(([, host]) => host !== REGISTRY)
        .map(([address]) => address),
  },
  {
    name: 'package settings name no registry and no password',
    reads: file => PACKAGE_SETTINGS.test(file),
    offences: text =>
      linesWith(text, /registry|_auth|npmAuthToken|_password|https?:\/\//i),
  },
  {
    name: 'no lint rule and no type check is switched off',
    reads: file => CODE.test(file) && !OWN.test(file),
    offences: text =>
      linesWith(
        text,
        /eslint-disable|@ts-(ignore|nocheck|expect-error)|\bas any\b|: any\b|<any>/,
      ),
  },
  {
    name: 'no test is skipped, left for later or run alone',
    reads: file => TEST.test(file) && !OWN.test(file),
    offences: text =>
      linesWith(
        text,
        /\b(it|test|describe)\.(skip|only|todo)\b|\bx(it|test|describe)\(|\bf(it|describe)\(/,
      ),
  },
  {
    name: 'nothing is left for later',
    reads: file => CODE.test(file) && !OWN.test(file),
    offences: text => linesWith(text, /\b(TODO|FIXME|HACK|XXX)\b/),
  },
  {
    name: 'product code writes to a logger, not to the console',
    reads: file =>
      CODE.test(file) &&
      !TEST.test(file) &&
      !OWN.test(file) &&
      !SPEAKS.test(file),
    offences: text =>
      linesWith(text, /\bconsole\.(log|error|warn|info|debug)\(/),
  },
];

/**
 * Applies the rules to files.
 * @returns one entry for each rule, with where it is broken
 */
export function checkHygiene(files) {
  return RULES.map(({ name, reads, offences }) => ({
    name,
    broken: files
      .filter(({ path }) => reads(path))
      .flatMap(({ path, text }) =>
        offences(text).map(offence => `${path}: ${offence.slice(0, 120)}`),
      ),
  }));
}

function linesWith(text, pattern) {
  return text
    .split('\n')
    .filter(line => pattern.test(line) && !/^\s*#/.test(line))
    .map(line => line.trim());
}
