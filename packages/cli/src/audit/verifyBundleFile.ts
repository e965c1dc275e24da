import {
  readAuditRow,
  verifyBundle,
  type AuditRow,
  type ChainHead,
  type ChainLink,
} from '@micro-apps/governance-core';
import { problem, type Read } from '../input/problem';
import { readLines } from '../input/readLines';
import { readHead } from './readHeads';
import { sha256, type Verdict } from './verifyExport';

const NO_BUNDLE = 'This is no evidence bundle';

/** Checks a bundle of `GET /v1/apps/:id/bundle`. */
export function verifyBundleFile(
  file: string,
  { known }: { known: readonly ChainHead[] },
): Read<Verdict> {
  const value = readJson(file);
  if (!value.ok) return value;
  const bundle: Record<string, unknown> = Object(value.value);
  const { format, appId, exportedAt, records, entries, links } = bundle;
  const head = readHead(bundle.head);
  if (
    format !== 'micro-apps-bundle-1' ||
    typeof appId !== 'string' ||
    typeof exportedAt !== 'string' ||
    !head ||
    !isFields(records) ||
    !Array.isArray(entries) ||
    !Array.isArray(links) ||
    !links.every(isLink)
  ) {
    return problem(NO_BUNDLE, { file });
  }
  const rows: AuditRow[] = [];
  for (const [index, entry] of entries.entries()) {
    const row = readAuditRow(entry);
    if (!row) {
      const { seq = index + 1 }: { seq?: number } = Object(entry);
      const because = `Entry ${seq} was changed.`;
      return { ok: true, value: { broken: { kind: 'edit', seq, because } } };
    }
    rows.push(row);
  }
  const checked = verifyBundle(
    {
      format,
      appId,
      exportedAt,
      head,
      records,
      entries: rows,
      links,
    },
    { sha256, known },
  );
  const unreached = 'report' in checked ? checked.report.unreached ?? [] : [];
  return unreached.length > 0
    ? problem(
        `The bundle does not lead to entry ${unreached[0]}, whose head was given. Export it again with known=${unreached[0]}`,
        { file },
      )
    : { ok: true, value: checked };
}

function readJson(file: string): Read<unknown> {
  const read = readLines(file);
  if (!read.ok) return read;
  try {
    return { ok: true, value: JSON.parse([...read.value].join('\n')) };
  } catch {
    return problem(NO_BUNDLE, { file });
  }
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLink(value: unknown): value is ChainLink {
  const { seq, prevHash, skipHash, textDigest }: Record<string, unknown> =
    Object(value);
  return (
    Number.isSafeInteger(seq) &&
    [prevHash, skipHash, textDigest].every(each => typeof each === 'string')
  );
}
