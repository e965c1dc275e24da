// Jest as `backstage-cli package test` configures it, made fit for Stryker: its
// coverage of single tests needs its own environment and the usual module
// loader. Pages about the core are not what mutants are looked for in.
module.exports = async () => {
  const { runtime: _, ...config } = await require('@backstage/cli/config/jest');
  return {
    ...config,
    testEnvironment: 'node',
    testPathIgnorePatterns: ['/node_modules/', '/src/docs/'],
  };
};
