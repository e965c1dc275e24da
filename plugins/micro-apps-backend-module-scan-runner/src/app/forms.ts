/** A form of a page, as far as a visitor without scripts can fill it in. */
export interface PageForm {
  readonly method: 'GET' | 'POST';
  readonly action: URL;
  /** Names of fields that take free text. */
  readonly textFields: readonly string[];
  /** What the page filled in itself (tokens against forged requests). */
  readonly given: Readonly<Record<string, string>>;
}

/** Reads every form of a page. */
export function formsOf(html: string, page: URL): readonly PageForm[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(
    ([, head = '', body = '']) => {
      const fields = [...body.matchAll(/<(input|textarea)\b([^>]*)>/gi)].map(
        ([, tag = '', attributes = '']) => ({
          name: attributeOf(attributes, 'name'),
          value: attributeOf(attributes, 'value') ?? '',
          type:
            tag.toLowerCase() === 'textarea'
              ? 'text'
              : (attributeOf(attributes, 'type') ?? 'text').toLowerCase(),
        }),
      );
      const named = (types: readonly string[]) =>
        fields.filter(({ name, type }) => name && types.includes(type));
      return {
        method:
          attributeOf(head, 'method')?.toUpperCase() === 'POST'
            ? 'POST'
            : 'GET',
        action: new URL(attributeOf(head, 'action') ?? '', page),
        textFields: named(['text', 'search', 'url', 'email', 'tel']).map(
          ({ name = '' }) => name,
        ),
        given: Object.fromEntries(
          named(['hidden', 'number', 'date', 'checkbox', 'radio']).map(
            ({ name = '', value }) => [name, value],
          ),
        ),
      };
    },
  );
}

function attributeOf(attributes: string, name: string): string | undefined {
  const match = new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(attributes);
  return match ? decodeEntities(match[1]) : undefined;
}

/** The five entities that HTML writers use for markup. */
export function decodeEntities(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
