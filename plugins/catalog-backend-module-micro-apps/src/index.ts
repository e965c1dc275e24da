/**
 * Micro apps as catalog entities.
 *
 * @packageDocumentation
 */
export { catalogModuleMicroApps as default } from './module';
