const APPS = 'micro_apps_apps';
const PAGE = 500;
const INDEXES = [
  // Everything that is counted app by app, so that the long texts are not read.
  [
    APPS,
    'micro_apps_counted',
    [
      'id',
      'standing',
      'band',
      'effective_class',
      'business_unit',
      'owner',
      'envelope_hash',
      'retention_days',
      'data_categories',
    ],
  ],
  [
    'micro_apps_requests',
    'micro_apps_requests_first_yes',
    ['kind', 'band', 'state', 'app_id', 'decided_at'],
  ],
  // A stretch of apps at once, with nothing else to read.
  [
    'micro_apps_app_uses',
    'micro_apps_app_uses_stretch',
    ['kind', 'app_id', 'name'],
  ],
  [
    'micro_apps_resources',
    'micro_apps_resources_stretch',
    ['kind', 'state', 'app_id'],
  ],
  ['micro_apps_incidents', 'micro_apps_incidents_closed', ['closed_at']],
];
const EVIDENCE = 'micro_apps_evidence';
const NEWEST = 'micro_apps_evidence_newest';

/**
 * What numbers are made of, in columns that are narrow and indexed; the numbers
 * as they were counted last; and the board of the first 90 days.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable(APPS, table => {
    table.integer('retention_days');
    // Names of categories with commas between; empty: no personal data.
    table.string('data_categories', 300);
  });
  await eachApp(knex, async ({ id, registration }) => {
    const { retentionDays, dataTypes } = JSON.parse(registration);
    await knex(APPS)
      .where({ id })
      .update({
        retention_days: Number.isInteger(retentionDays) ? retentionDays : null,
        data_categories: categoriesOf(dataTypes),
      });
  });
  for (const [name, index, columns] of INDEXES) {
    await knex.schema.alterTable(name, table => table.index(columns, index));
  }
  await knex.schema.alterTable(EVIDENCE, table => {
    table.index(
      [
        'app_id',
        'kind',
        'received_at',
        'provenance',
        'outcome',
        'envelope_hash',
        'expires_at',
        // Always empty here; with it the table itself is not read.
        'set_aside',
      ],
      NEWEST,
      { predicate: knex.whereNull('set_aside') },
    );
  });
  await knex.schema.createTable('micro_apps_counts', table => {
    table.integer('id').primary();
    table.string('counted_at', 30).notNullable();
    // The last audit entry when counting began: no newer one, nothing changed.
    table.bigInteger('audit_seq').notNullable();
    table.integer('took_ms').notNullable();
    table.text('counts').notNullable();
  });
  await knex.schema.createTable('micro_apps_rollout', table => {
    table.integer('id').primary();
    table.string('starts_at', 30).notNullable();
    table.text('set_by').notNullable();
    table.string('set_at', 30).notNullable();
  });
  await knex.schema.createTable('micro_apps_rollout_ticks', table => {
    table.string('step', 40).primary();
    table.text('note').notNullable();
    table.text('ticked_by').notNullable();
    table.string('ticked_at', 30).notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const name of ['rollout_ticks', 'rollout', 'counts']) {
    await knex.schema.dropTable(`micro_apps_${name}`);
  }
  await knex.schema.alterTable(EVIDENCE, table => table.dropIndex([], NEWEST));
  for (const [name, index] of INDEXES) {
    await knex.schema.alterTable(name, table => table.dropIndex([], index));
  }
  await knex.schema.alterTable(APPS, table => {
    table.dropColumns('retention_days', 'data_categories');
  });
};

/** As the registry writes it at the next change. */
function categoriesOf(dataTypes) {
  const names = (Array.isArray(dataTypes) ? dataTypes : [])
    .map(entry => String(entry && entry.category))
    .filter(name => /^[a-z-]{1,40}$/.test(name) && name !== 'none');
  return [...new Set(names)].sort().join(',').slice(0, 300);
}

/** Does something with every app, a page at a time. */
async function eachApp(knex, work) {
  let after = '';
  for (;;) {
    const rows = await knex(APPS)
      .select('id', 'registration')
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE);
    if (rows.length === 0) return;
    for (const row of rows) await work(row);
    after = rows[rows.length - 1].id;
  }
}
