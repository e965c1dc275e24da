export * from './emptyModule';
export * from './faultyServer';
export * from './shippedSettings';
export * from './makeBundle';
