/**
 * Local git repositories and running copies for Micro Apps.
 *
 * @packageDocumentation
 */
export { microAppsModuleSandboxLocal as default } from './module';
export { createLocalRepository } from './repository/createLocalRepository';
export { createLocalDeployment } from './deployment/createLocalDeployment';
export { createLocalDisposition } from './deployment/createLocalDisposition';
export { isolation, type IsolationFact } from './deployment/isolation';
