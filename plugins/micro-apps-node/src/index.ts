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
export * from './ports/DispositionPort';
export * from './extensions';
export * from './policy/readGateDecision';
export * from './directory/transitiveGroups';
export {
  DELIVERY_ID_HEADER,
  DELIVERY_SIGNATURE_HEADER,
  DELIVERY_TIMESTAMP_HEADER,
} from './deliveries/signature';
export * from './deliveries/signDelivery';
export * from './deliveries/verifyDelivery';
export * from './processes/microAppProcess';
export * from './processes/npmRegistry';
export * from './processes/ownUser';
export * from './permissions/microAppResource';
export * from './permissions/microAppRules';
