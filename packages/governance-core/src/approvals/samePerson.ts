import { confusableSkeleton } from '../names/names';
import { foldText } from '../names/normaliseText';
import type { Person } from './approval';

/**
 * One spelling of an entity reference: NFKC, lower case, with the kind and
 * the namespace `default` added where they are left out.
 *
 * @returns `kind:namespace/name`, or `''` for an empty reference
 * @public
 */
export function normaliseRef(ref: string, defaultKind = 'user'): string {
  const text = foldText(ref);
  const colon = text.indexOf(':');
  const kind = colon > 0 ? text.slice(0, colon).trim() : foldText(defaultKind);
  const rest = text.slice(colon + 1).trim();
  const slash = rest.indexOf('/');
  const namespace = slash > 0 ? rest.slice(0, slash).trim() : 'default';
  const name = rest.slice(slash + 1).trim();
  return name === '' ? '' : `${kind}:${namespace}/${name}`;
}

function nameOf(ref: string): string {
  return ref.slice(ref.indexOf('/') + 1);
}

function emailsOf(person: Person): readonly string[] {
  const name = nameOf(normaliseRef(person.ref));
  return [foldText(person.email), name.includes('@') ? name : ''].filter(
    email => email !== '',
  );
}

/** Nothing but plain letters, digits and signs. */
const PLAIN_NAME = /^[\x20-\x7e]*$/;

/**
 * Whether two records mean one person: the same subject, the same reference
 * under any spelling, or the same e-mail address. References that look alike
 * count as one person, too, where a subject is missing, and where letters
 * beyond plain ones make the likeness.
 * When in doubt, the same. Source: architecture "Approvers", reliability A5.
 * @public
 */
export function samePerson(a: Person, b: Person): boolean {
  const [subjectA, subjectB] = [foldText(a.subject), foldText(b.subject)];
  if (subjectA !== '' && subjectA === subjectB) return true;
  const [refA, refB] = [normaliseRef(a.ref), normaliseRef(b.ref)];
  if (refA !== '' && refA === refB) return true;
  const emails = emailsOf(b);
  if (emailsOf(a).some(email => emails.includes(email))) return true;
  const [nameA, nameB] = [nameOf(refA), nameOf(refB)];
  const plain = PLAIN_NAME.test(nameA) && PLAIN_NAME.test(nameB);
  if (subjectA !== '' && subjectB !== '' && plain) return false;
  const look = confusableSkeleton(nameA);
  return look !== '' && look === confusableSkeleton(nameB);
}
