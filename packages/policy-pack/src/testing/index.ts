/**
 * Builders, cases and a real OPA server for tests of every package; never for
 * production.
 *
 * @packageDocumentation
 */
export * from './opaServer';
export * from './policyInputArbitraries';
export * from './policyInputs';
export * from './readCases';
export * from './sameDecision';
