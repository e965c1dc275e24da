// Mutation testing of what decides: risk, approvals, exceptions, decisions.
// `npm run test:mutation` starts it in packages/governance-core.
const folders = (process.env.MUTATE ?? 'risk,approvals,exceptions,decisions')
  .split(',')
  .filter(Boolean);

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  jest: { projectType: 'custom', configFile: 'jest.mutation.config.js' },
  coverageAnalysis: 'perTest',
  mutate: [
    ...folders.map(folder => `src/${folder}/**/*.ts`),
    '!src/**/*.test.ts',
    // Numbers are data; a policy review looks at them, not a test.
    '!src/risk/defaultRiskModel.ts',
  ],
  ignorePatterns: ['dist', 'dist-types', 'coverage'],
  concurrency: 1,
  thresholds: { high: 95, low: 85, break: 85 },
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: '../../.cache/mutation/report.json' },
  // Not incremental: a new test of a constant would not be seen.
  tempDirName: '.stryker-tmp',
  timeoutMS: 30_000,
  tsconfigFile: 'none',
  disableTypeChecks: false,
};
