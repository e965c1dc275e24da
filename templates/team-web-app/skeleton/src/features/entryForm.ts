import { z } from 'zod';
import type { Context } from '../context.ts';
import { displayText, html } from '../html.ts';
import type { Html } from '../html.ts';
import { consentField } from './consentField.ts';
import { RATINGS } from './entryItem.ts';

const MOST_TITLE = 80;
const MOST_NOTE = 500;
const CHOOSE = 'Choose how much you like it.';

const entrySchema = z.object({
  title: z
    .string('Give the entry a title.')
    .transform(text => displayText(text, MOST_TITLE + 1))
    .pipe(
      z
        .string()
        .min(1, 'Give the entry a title.')
        .max(MOST_TITLE, 'The title may have 80 characters at most.'),
    ),
  note: z
    .string('The note has to be text.')
    .default('')
    .transform(text => displayText(text, MOST_NOTE + 1))
    .pipe(
      z.string().max(MOST_NOTE, 'The note may have 500 characters at most.'),
    ),
  rating: z.coerce.number(CHOOSE).int(CHOOSE).min(1, CHOOSE).max(5, CHOOSE),
});

/** An entry as it was typed, checked. */
export type TypedEntry = z.infer<typeof entrySchema>;

/** The checked form, or one sentence about what to change. */
export function readEntryForm(
  form: unknown,
): { entry: TypedEntry } | { problem: string } {
  const result = entrySchema.safeParse(form ?? {});
  return result.success
    ? { entry: result.data }
    : { problem: result.error.issues[0]?.message ?? 'Please check the form.' };
}

const typedSchema = z.object({
  title: z.string().catch(''),
  note: z.string().catch(''),
  rating: z.string().catch(''),
});

/** The form; what was typed stays in it when something was wrong. */
export function entryForm(
  context: Context,
  options: { subject: string; problem?: string; form?: unknown },
): Html {
  const { subject, problem, form } = options;
  const typed = typedSchema.parse(form ?? {});
  return html`<form class="card" id="add" method="post" action="/entries">
    <h2>Add an entry</h2>
    ${problem !== undefined &&
    html`<p class="problem" role="alert">${problem}</p>`}
    <label for="title">Title</label>
    <input
      id="title"
      name="title"
      type="text"
      required
      maxlength="${MOST_TITLE}"
      autocomplete="off"
      value="${typed.title}"
    />
    <label for="note">Note <span class="hint">(optional)</span></label>
    <textarea id="note" name="note" rows="3" maxlength="${MOST_NOTE}">
${typed.note}</textarea
    >
    <fieldset>
      <legend>How much do you like it?</legend>
      ${RATINGS.map((text, index) => {
        const value = String(index + 1);
        return html`<div class="choice">
          <input
            type="radio"
            id="rating-${value}"
            name="rating"
            value="${value}"
            required
            ${typed.rating === value && 'checked'}
          />
          <label for="rating-${value}">${value} – ${text}</label>
        </div>`;
      })}
    </fieldset>
    ${consentField(context, subject)}
    <button type="submit">Add</button>
  </form>`;
}
