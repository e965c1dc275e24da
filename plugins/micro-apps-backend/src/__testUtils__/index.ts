export * from './company';
export * from './portal';
export * from './steps';
export * from './exceptionSteps';
export * from './databases';
export * from './pipelines';
export * from './pipelineSteps';
export * from './incidentSteps';
