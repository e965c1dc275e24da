export * from './failpoints';
export * from './fakePorts';
export * from './stack';
export * from './steps';
export * from './companyRules';
