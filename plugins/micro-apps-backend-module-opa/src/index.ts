/**
 * Policy engines for Micro Apps.
 *
 * @packageDocumentation
 */
export {};
