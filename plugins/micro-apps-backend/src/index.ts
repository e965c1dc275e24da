/**
 * The registry of Micro Apps.
 *
 * @packageDocumentation
 */
export { microAppsPlugin as default } from './plugin';
