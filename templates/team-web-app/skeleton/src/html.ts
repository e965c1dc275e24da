/**
 * HTML that is safe by construction: every value put into an `html` template
 * is escaped, unless it is itself the result of an `html` template.
 */
const BRAND = Symbol('html');

/** A piece of HTML made by the `html` template; nothing else can make one. */
export type Html = { readonly [BRAND]: true; readonly text: string };

type Value = string | number | undefined | false | Html | readonly Html[];

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"'`]/g, character => ESCAPES[character] ?? '');
}

function isHtml(value: Value | Html): value is Html {
  return typeof value === 'object' && BRAND in value;
}

function render(value: Value): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  if (isHtml(value)) return value.text;
  return value.map(part => part.text).join('');
}

/**
 * Makes HTML from a template.
 * In: text, numbers, HTML or lists of HTML; `undefined` and `false` give nothing.
 * Out: HTML in which every text is escaped.
 */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  const text = parts.reduce(
    (sum, part, index) => sum + render(values[index - 1]) + part,
  );
  return { [BRAND]: true, text };
}

// Control characters, and the invisible marks that turn text round or hide it.
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Text made fit to be shown: without control and direction marks, no longer
 * than `limit` characters (an ellipsis shows the cut).
 */
export function displayText(text: string, limit: number): string {
  const clean = text.toWellFormed().replace(UNSEEN, '').trim();
  const characters = [...clean];
  if (characters.length <= limit) return clean;
  return `${characters.slice(0, limit - 1).join('')}…`;
}
