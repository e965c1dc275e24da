import {
  commitmentTo,
  pseudonymOf,
  type AuditRow,
  type SealedPart,
  type Sha256,
} from './auditRow';

/** How much of an entry is there. */
export interface PartsFound {
  /** False: a name or a sentence is not the one that was written. */
  readonly sound: boolean;
  /** Parts that this copy leaves out. */
  readonly withheld: number;
}

/**
 * Compares names and words with their commitments. A part is there and fits,
 * or was erased with its salt, or is left out of a copy; nothing in between.
 */
export function checkParts(row: AuditRow, sha256: Sha256): PartsFound {
  if (row.format === 1) {
    const erased = row.erased !== undefined;
    const gone = erased || row.withheld === true;
    return {
      sound:
        !(erased && row.withheld) &&
        (!gone || (row.actorSubject === undefined && !row.details.summary)) &&
        (!erased || row.actor.startsWith(pseudonymOf(''))),
      withheld: row.withheld ? 1 : 0,
    };
  }
  const found = [row.who, row.words].map(part => checkPart(part, sha256));
  return {
    sound: found.every(each => each !== 'changed'),
    withheld: found.filter(each => each === 'withheld').length,
  };
}

/** Of the first format and without names: its hash can no longer be made. */
export function isEmptied(row: AuditRow): boolean {
  return (
    row.format === 1 && (row.erased !== undefined || row.withheld === true)
  );
}

function checkPart(
  { commitment, salt, value, erased }: SealedPart<unknown>,
  sha256: Sha256,
): 'there' | 'erased' | 'withheld' | 'changed' {
  if (salt === undefined && value === undefined) {
    return erased === undefined ? 'withheld' : 'erased';
  }
  if (salt === undefined || value === undefined || erased !== undefined) {
    return 'changed';
  }
  return commitmentTo(value, salt, sha256) === commitment ? 'there' : 'changed';
}
