/**
 * The portal's own scan runner for Micro Apps.
 *
 * @packageDocumentation
 */
export { microAppsModuleScanRunner as default } from './module';
