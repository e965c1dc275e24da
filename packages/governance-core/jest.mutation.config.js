// Only the tests of what is mutated are run: others could only notice more, so
// the score is at least what is measured, in a fraction of the time.
const folders = (process.env.MUTATE ?? 'risk,approvals,exceptions,decisions')
  .split(',')
  .filter(Boolean);

// Jest as `backstage-cli package test` configures it, made fit for Stryker: its
// coverage of single tests needs its own environment and the usual module
// loader. Pages about the core are not what mutants are looked for in.
module.exports = async () => {
  const { runtime: _, ...config } = await require('@backstage/cli/config/jest');
  return {
    ...config,
    testEnvironment: 'node',
    setupFiles: ['<rootDir>/../jest.mutation.setup.js'],
    testMatch: folders.map(folder => `<rootDir>/${folder}/**/*.test.ts`),
    testPathIgnorePatterns: ['/node_modules/', '/src/docs/'],
  };
};
