/**
 * The shipped permission policy of Micro Apps.
 *
 * @packageDocumentation
 */
export { permissionModuleMicroApps as default } from './module';
export { MicroAppsPermissionPolicy } from './MicroAppsPermissionPolicy';
