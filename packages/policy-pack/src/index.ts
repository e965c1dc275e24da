/**
 * The policy pack of Micro Apps: what an organisation reviews and imports.
 *
 * @packageDocumentation
 */
export * from './approvedComponents';
export * from './components';
export * from './matchComponents';
