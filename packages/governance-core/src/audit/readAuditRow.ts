import type {
  AuditFacts,
  AuditRow,
  AuditWho,
  AuditWords,
  SealedPart,
} from './auditRow';

type Fields = Readonly<Record<string, unknown>>;

const FACTS = ['format', 'seq', 'at', 'onBehalf', 'action', 'appId'].concat(
  'details',
  'prevHash',
  'hash',
);
const PLAIN = new Set([
  ...FACTS,
  'actor',
  'actorSubject',
  'erased',
  'withheld',
]);
const SEALED = new Set([
  ...FACTS,
  'person',
  'appPrev',
  'skipHash',
  'who',
  'words',
]);
const PART = new Set(['commitment', 'salt', 'value', 'erased']);

/**
 * Reads an entry from JSON that anybody may have written.
 *
 * @returns `undefined` unless it has exactly the fields of an entry: a field
 *   that no hash covers is a change, too
 * @public
 */
export function readAuditRow(value: unknown): AuditRow | undefined {
  if (!isFields(value)) return undefined;
  const facts = readFacts(value);
  if (!facts) return undefined;
  if (value.format === 1) return readPlain(value, facts);
  return value.format === 2 ? readSealed(value, facts) : undefined;
}

function readFacts(value: Fields): AuditFacts | undefined {
  const { seq, at, onBehalf, action, appId, details, prevHash, hash } = value;
  return isSeq(seq) &&
    isText(at) &&
    isText(action) &&
    isText(prevHash) &&
    isText(hash) &&
    isTextOrNone(onBehalf) &&
    isTextOrNone(appId) &&
    isFields(details)
    ? { seq, at, onBehalf, action, appId, details, prevHash, hash }
    : undefined;
}

function readPlain(value: Fields, facts: AuditFacts): AuditRow | undefined {
  const { actor, actorSubject, erased, withheld } = value;
  return only(value, PLAIN) &&
    isText(actor) &&
    isTextOrNone(actorSubject) &&
    isSeqOrNone(erased) &&
    (withheld === undefined || withheld === true)
    ? { ...facts, format: 1, actor, actorSubject, erased, withheld }
    : undefined;
}

function readSealed(value: Fields, facts: AuditFacts): AuditRow | undefined {
  const { person, appPrev, skipHash } = value;
  const who = readPart(value.who, isWho);
  const words = readPart(value.words, isWords);
  return only(value, SEALED) &&
    isText(person) &&
    isTextOrNone(appPrev) &&
    isText(skipHash) &&
    who &&
    words
    ? { ...facts, format: 2, person, appPrev, skipHash, who, words }
    : undefined;
}

function readPart<T>(
  part: unknown,
  isValue: (value: unknown) => value is T,
): SealedPart<T> | undefined {
  if (!isFields(part) || !only(part, PART)) return undefined;
  const { commitment, salt, value, erased } = part;
  return isText(commitment) &&
    isTextOrNone(salt) &&
    isSeqOrNone(erased) &&
    (value === undefined || isValue(value))
    ? { commitment, salt, value, erased }
    : undefined;
}

function only(value: Fields, names: ReadonlySet<string>): boolean {
  return Object.keys(value).every(name => names.has(name));
}

function isWho(value: unknown): value is AuditWho {
  return isFields(value) && isText(value.ref) && isTextOrNone(value.subject);
}

function isWords(value: unknown): value is AuditWords {
  return isFields(value) && isText(value.summary);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrNone(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function isSeq(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}

function isSeqOrNone(value: unknown): value is number | undefined {
  return value === undefined || isSeq(value);
}
