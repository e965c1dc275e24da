const createConfig = require('@backstage/cli/config/eslint-factory');

/** Backstage's lint rules plus this project's own: no any, no `!`, short files, no skipped test. */
module.exports = function eslintPackage(dir) {
  return createConfig(dir, {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'max-lines': [
        'error',
        { max: 400, skipBlankLines: true, skipComments: true },
      ],
      'jest/no-disabled-tests': 'error',
      'jest/no-focused-tests': 'error',
      // supertest's `expect(200)` is an assertion, too.
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect', 'expect*', '**.expect'] },
      ],
      // `test` where a real OPA or PostgreSQL is there (testsWithOpa, testsOnPostgres).
      'jest/no-standalone-expect': [
        'error',
        {
          additionalTestBlockFunctions: [
            'testWithOpa',
            'testWithOpa.each',
            'testOnPostgres',
          ],
        },
      ],
    },
    overrides: [
      {
        // Parts of tests that other tests start or share; no build has them.
        files: ['**/testing/{bench,process}/*.ts', '**/flows/testing/*.ts'],
        rules: {
          '@backstage/no-undeclared-imports': 'off',
          'no-restricted-imports': 'off',
          'no-restricted-syntax': 'off',
        },
      },
      {
        // A contract suite is there to be exported.
        files: ['**/testing/describe*.ts'],
        rules: { 'jest/no-export': 'off' },
      },
      {
        // It reads the sources of the screens, and never runs in a browser.
        files: ['**/translation/*.test.ts'],
        rules: { 'no-restricted-imports': 'off' },
      },
    ],
  });
};
