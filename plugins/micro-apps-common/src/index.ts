/**
 * What the faces of Micro Apps say to each other: schemas of everything that
 * crosses the wire, the API client, permissions, annotations, event topics.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './events';
export * from './integrationOf';
export * from './permissions';
export * from './registrationOfEntity';
export * from './wire/registration';
export * from './wire/apps';
export * from './wire/artefacts';
export * from './wire/audit';
export * from './wire/catalog';
export * from './wire/containment';
export * from './wire/deliveries';
export * from './wire/evidence';
export * from './wire/exceptions';
export * from './wire/fleet';
export * from './wire/imports';
export * from './wire/incidents';
export * from './wire/model';
export * from './wire/numbers';
export * from './wire/policy';
export * from './wire/proposals';
export * from './wire/requests';
export * from './wire/retention';
export * from './wire/reviews';
export * from './wire/runtime';
export * from './wire/status';
export * from './wire/succession';
export * from './wire/vendors';
export * from './wire/versions';
export * from './wire/responses';
export * from './client/MicroAppsClient';
export * from './client/MicroAppsError';
