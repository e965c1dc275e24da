/**
 * The policy pack of Micro Apps: what an organisation reviews and imports.
 *
 * @packageDocumentation
 */
export * from './approvedComponents';
export * from './components';
export * from './engine/createEmbeddedPolicy';
export * from './engine/readGateDecision';
export * from './matchComponents';
export * from './npmAudit';
export * from './oauth/mapSampleClient';
export * from './scanSarif';
export * from './settings/defaultSettings';
export * from './settings/readPolicySettings';
export * from './settings/resolvePolicySettings';
export * from './settings/settings';
export { weakeningsOf } from './settings/weakenings';
export type { Weakening } from './settings/weakenings';
export type { SettingsProblem } from './settings/validateSettings';
