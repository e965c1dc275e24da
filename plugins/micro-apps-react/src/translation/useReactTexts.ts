import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { microAppsReactTranslationRef } from './microAppsReactTranslationRef';

/** The texts of the shared widgets in the reader's language. */
export function useReactTexts() {
  return useTranslationRef(microAppsReactTranslationRef).t;
}
