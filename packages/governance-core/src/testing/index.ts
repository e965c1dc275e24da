/**
 * Builders and arbitraries for tests of every package; never for production.
 *
 * @packageDocumentation
 */
export * from './arbitraries';
export * from './builders';
export * from './auditChain';
export * from './evidenceBundle';
