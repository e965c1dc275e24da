/**
 * Builders, cases and a real OPA server for tests of every package; never for
 * production.
 *
 * @packageDocumentation
 */
export * from './policyInputs';
