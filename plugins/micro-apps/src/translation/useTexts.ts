import {
  translationApiRef,
  useTranslationRef,
  type TranslationRef,
} from '@backstage/core-plugin-api/alpha';
import type { ApiHolder } from '@backstage/core-plugin-api';
import type { ReactElement, ReactNode } from 'react';
import type { messages } from './messages';
import { microAppsTranslationRef } from './microAppsTranslationRef';

type KeyOf<Messages> = {
  [Key in keyof Messages & string]: Messages[Key] extends string
    ? Key
    : `${Key}.${KeyOf<Messages[Key]>}`;
}[keyof Messages & string];

/** `screen.part.text`, as the messages are grouped. */
export type TextKey = KeyOf<typeof messages>;

/** A text by its key, with its values filled in. */
export type Texts = (
  key: TextKey,
  values?: Readonly<Record<string, string>>,
) => string;

/** A text with links, names or times inside. */
export type RichTexts = (
  key: TextKey,
  values: Readonly<Record<string, string | ReactElement>>,
) => ReactNode;

// Seen as plain text by key: the exact type of every message and its values
// takes the type checker minutes. The keys are checked by `TextKey`.
const plainRef: TranslationRef<
  string,
  Record<string, string>
> = microAppsTranslationRef;

/** The texts of this plugin in the reader's language. */
export function useTexts(): Texts {
  const { t } = useTranslationRef(plainRef);
  return (key, values) => String(values ? t(key, values) : t(key));
}

/** The same for texts that hold more than words. */
export function useRichTexts(): RichTexts {
  const { t } = useTranslationRef(plainRef);
  return (key, values) => t(key, values);
}

/**
 * The texts for code that is no component, such as the check of a field. The
 * field itself waits for its texts, so they are there when it is checked.
 */
export function textsFrom(apis: ApiHolder): Texts {
  const found = apis.get(translationApiRef)?.getTranslation(plainRef);
  return (key, values) => {
    if (!found?.ready) return key;
    return String(values ? found.t(key, values) : found.t(key));
  };
}
