/**
 * Micro Apps in the portal: pages, the Risk tab, cards and form fields.
 *
 * @packageDocumentation
 */
export { microAppsPlugin as default } from './plugin';
export { microAppsTranslationRef } from './translation/microAppsTranslationRef';
