/**
 * OAuth clients by dynamic client registration for Micro Apps.
 *
 * @packageDocumentation
 */
export { microAppsModuleOAuthDcr as default } from './module';
export * from './createOAuthClients';
