/**
 * Policy engines for Micro Apps: compiled policies in process, an OPA server
 * over REST, or an organisation's own signed bundle.
 *
 * @packageDocumentation
 */
export { microAppsModuleOpa as default } from './module';
