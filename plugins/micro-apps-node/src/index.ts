/**
 * Ports and extension points for adapters of Micro Apps.
 *
 * @packageDocumentation
 */
export * from './ports/RepositoryPort';
export * from './ports/OAuthClientPort';
export * from './ports/DeploymentPort';
export * from './ports/ScanRunnerPort';
export * from './ports/PolicyEnginePort';
export * from './extensions';
export * from './policy/readGateDecision';
export * from './directory/transitiveGroups';
export * from './processes/microAppProcess';
export * from './processes/npmRegistry';
export * from './processes/ownUser';
export * from './permissions/microAppResource';
export * from './permissions/microAppRules';
