import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Log, ReportingDescriptor, Result } from 'sarif';
import { version } from '../../package.json';
import type { Entry, Report } from './report';

const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * A report as SARIF 2.1.0, which code hosts show at the line: one result for
 * each entry, one rule for each control or policy rule, with its help.
 */
export function sarifLog({ file, entries, exitCode }: Report): Log {
  const rules = [...new Map(entries.map(entry => [entry.ruleId, entry]))];
  const index = new Map(rules.map(([id], position) => [id, position]));
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'microapp',
            semanticVersion: version,
            informationUri:
              'https://github.com/micro-apps/backstage-micro-apps',
            rules: rules.map(([, entry]) => ruleOf(entry)),
          },
        },
        invocations: [{ executionSuccessful: true, exitCode }],
        columnKind: 'utf16CodeUnits',
        results: entries.map(entry => ({
          ...resultOf(entry, uriOf(file)),
          ruleIndex: index.get(entry.ruleId),
        })),
      },
    ],
  };
}

function ruleOf({ ruleId, title, level, next }: Entry): ReportingDescriptor {
  const help = next ?? title;
  return {
    id: ruleId,
    shortDescription: { text: title },
    help: { text: help, markdown: help },
    defaultConfiguration: { level },
  };
}

function resultOf(entry: Entry, uri: string): Result {
  const { ruleId, level, message, next, place } = entry;
  return {
    ruleId,
    level,
    message: { text: next ? `${message}. ${next}` : message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri },
          region: { startLine: place.line, startColumn: place.column },
        },
      },
    ],
  };
}

/** A relative path stays relative, so that it fits any checkout. */
function uriOf(file: string): string {
  return isAbsolute(file)
    ? pathToFileURL(file).href
    : file.split(sep).map(encodeURIComponent).join('/');
}
