// The arrows of docs/architecture.md, enforced.
const BACKEND = '^plugins/micro-apps-backend/src';
const CAPABILITIES =
  'approvals|containment|deployments|evidence|exceptions|incidents|notices|provisioning|retention|retirement|reviews|rollout|ruleModes|scans|succession|vendors|webhooks';
const SHARED =
  'audit|credentials|directory|gates|integrations|kernel|policy|registry|separation';
const TEST = '\\.test\\.[jt]sx?$|/testing/|/__testUtils__/|/src/tests/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'core-imports-nothing',
      comment: 'The domain is pure: same function in browser, backend and CI.',
      severity: 'error',
      from: { path: '^packages/governance-core/src', pathNot: TEST },
      to: { pathNot: '^packages/governance-core/src' },
    },
    {
      name: 'common-sees-only-the-core',
      severity: 'error',
      from: { path: '^plugins/micro-apps-common/src' },
      to: {
        path: '^(packages|plugins)/',
        pathNot: '^(plugins/micro-apps-common|packages/governance-core)/',
      },
    },
    {
      name: 'node-sees-only-common-and-core',
      severity: 'error',
      from: { path: '^plugins/micro-apps-node/src' },
      to: {
        path: '^(packages|plugins)/',
        pathNot:
          '^(plugins/micro-apps-(node|common)|packages/governance-core)/',
      },
    },
    {
      name: 'frontend-never-sees-the-backend',
      severity: 'error',
      from: { path: '^plugins/micro-apps(-react)?/src' },
      to: {
        path: '^plugins/.*-(backend|node)|^packages/(backend|policy-pack)',
      },
    },
    {
      name: 'a-module-never-sees-a-plugin-backend',
      severity: 'error',
      from: { path: '^plugins/.*-module-' },
      to: { path: '^plugins/micro-apps-backend/' },
    },
    {
      name: 'capabilities-never-import-each-other',
      comment: 'Only flows, views and the composition root see several.',
      severity: 'error',
      from: { path: `${BACKEND}/(${CAPABILITIES})/`, pathNot: TEST },
      to: {
        path: `${BACKEND}/(${CAPABILITIES}|flows|views)/`,
        // Handing evidence in is what every scan does.
        pathNot: `${BACKEND}/($1/|evidence/recordEvidence\\.ts$)`,
      },
    },
    {
      name: 'what-capabilities-share-sees-none-of-them',
      severity: 'error',
      from: { path: `${BACKEND}/(${SHARED})/`, pathNot: TEST },
      to: { path: `${BACKEND}/(${CAPABILITIES}|flows|views)/` },
    },
    {
      name: 'knex-in-stores-only',
      severity: 'error',
      from: {
        path: '^plugins/.*/src',
        pathNot: `${TEST}|/Database[^/]*\\.ts$|${BACKEND}/kernel/`,
      },
      to: { path: 'node_modules/knex/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-production-code-imports-tests',
      severity: 'error',
      from: { path: '^(packages|plugins)/[^/]+/src', pathNot: TEST },
      to: { path: '\\.test\\.[jt]sx?$|/testing/|/__testUtils__/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|dist-types|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
