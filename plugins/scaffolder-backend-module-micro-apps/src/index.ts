/**
 * Template actions that register and provision micro apps.
 *
 * @packageDocumentation
 */
export { scaffolderModuleMicroApps as default } from './module';
