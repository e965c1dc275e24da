/**
 * Contract suites for adapters; never for production.
 *
 * @packageDocumentation
 */
export * from './describePolicyEngine';
