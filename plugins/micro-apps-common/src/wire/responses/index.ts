export { wireShapes } from './named';
export * from './apps';
export * from './audit';
export * from './error';
export * from './evidence';
export * from './model';
export * from './policy';
export * from './requests';
export * from './runtime';
