import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { messages } from './messages';

/** Texts of the pages, the entity tab, the cards and the form. @public */
export const microAppsTranslationRef = createTranslationRef({
  id: 'plugin.micro-apps',
  messages,
});
