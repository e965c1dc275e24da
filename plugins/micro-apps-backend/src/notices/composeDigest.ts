import type { NoticeRow } from './DatabaseNotices';

const SHOWN = 12;

/**
 * One message out of everything that waited, like by like. A single one stays
 * as it is.
 */
export function composeDigest(
  rows: readonly Pick<NoticeRow, 'kind' | 'title' | 'body' | 'link'>[],
): { readonly title: string; readonly text: string; readonly link: string } {
  const [first] = rows;
  if (rows.length === 1) {
    return { title: first.title, text: first.body, link: first.link };
  }
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const sorted = kinds.flatMap(kind => rows.filter(row => row.kind === kind));
  const lines = sorted.slice(0, SHOWN).map(({ title }) => `• ${title}`);
  if (sorted.length > SHOWN) lines.push(`and ${sorted.length - SHOWN} more`);
  const links = new Set(rows.map(({ link }) => link));
  return {
    title: `${rows.length} things happened to micro apps you have to do with`,
    text: lines.join('\n'),
    link: links.size === 1 ? first.link : '/micro-apps',
  };
}
