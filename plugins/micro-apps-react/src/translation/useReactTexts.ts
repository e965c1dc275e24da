import {
  useTranslationRef,
  type TranslationRef,
} from '@backstage/core-plugin-api/alpha';
import { microAppsReactTranslationRef } from './microAppsReactTranslationRef';

/** A text by its key, with its values filled in. */
export type Texts = (
  key: string,
  values?: Readonly<Record<string, string>>,
) => string;

// Seen as plain text by key: the exact type of every message and its values
// takes the type checker minutes.
const plainRef: TranslationRef<
  string,
  Record<string, string>
> = microAppsReactTranslationRef;

/** The texts of the shared widgets in the reader's language. */
export function useReactTexts(): Texts {
  const { t } = useTranslationRef(plainRef);
  return (key, values) => String(values ? t(key, values) : t(key));
}
