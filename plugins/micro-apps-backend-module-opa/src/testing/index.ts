export * from './emptyModule';
export * from './faultyServer';
export * from './opaBinary';
export * from './shippedSettings';
export * from './makeBundle';
