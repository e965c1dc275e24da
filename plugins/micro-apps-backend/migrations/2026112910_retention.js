const KEPT = 'micro_apps_kept_things';
const LOOKS = 'micro_apps_retention_looks';
const RUNS = 'micro_apps_disposal_runs';
const DISPOSALS = 'micro_apps_disposals';
const LEGAL_HOLDS = 'micro_apps_legal_holds';

/**
 * What apps keep, since when the portal knows of it, and what became of it.
 * A date that an app or its owner wrote is nowhere here.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable(KEPT, table => {
    table.string('app_id', 63).notNullable();
    table.string('environment', 63).notNullable();
    table.string('name', 500).notNullable();
    // data or test-data.
    table.string('kind', 10).notNullable();
    table.string('digest', 100).notNullable();
    // When the portal first saw it, or, of data, what it holds now.
    table.string('received_at', 30).notNullable();
    table.primary(['app_id', 'environment', 'name']);
    // The age of the oldest test data of the apps on a page.
    table.index(
      ['app_id', 'kind', 'received_at'],
      'micro_apps_kept_things_oldest',
    );
  });
  // One row an app that may keep something: when to look at it next.
  await knex.schema.createTable(LOOKS, table => {
    table.string('app_id', 63).primary();
    table.string('due_at', 30).notNullable();
    table.string('looked_at', 30);
    // Due, and too many for one run: how many, until somebody confirms them.
    table.integer('waiting_count');
    // Due, and held: how many, and why, as it was last written down.
    table.integer('held_count');
    table.string('held_for', 20);
    // When it was last proved that the rule is kept.
    table.string('proved_at', 30);
    table.text('problem');
    table.index(['due_at', 'app_id'], 'micro_apps_retention_looks_due');
  });
  await knex.schema.createTable(RUNS, table => {
    table.string('id', 64).primary();
    table.string('app_id', 63).notNullable();
    // rule, confirmed or retired.
    table.string('cause', 10).notNullable();
    // delete or archive.
    table.string('how', 10).notNullable();
    table.integer('retention_days').notNullable();
    table.integer('total').notNullable();
    table.integer('due').notNullable();
    table.text('started_by').notNullable();
    table.text('started_by_subject');
    table.string('started_at', 30).notNullable();
    table.string('finished_at', 30);
    // The app while its run is not finished, NULL afterwards: one at a time.
    table.string('open_key', 63);
    table.unique(['open_key'], { indexName: 'micro_apps_disposal_runs_open' });
    table.index(['app_id', 'started_at', 'id'], 'micro_apps_disposal_runs_app');
  });
  await knex.schema.createTable(DISPOSALS, table => {
    table.string('run_id', 64).notNullable();
    table.integer('position').notNullable();
    table.string('app_id', 63).notNullable();
    table.string('environment', 63).notNullable();
    table.string('name', 500).notNullable();
    table.string('kind', 10).notNullable();
    table.string('received_at', 30).notNullable();
    // waiting, done or held.
    table.string('state', 10).notNullable();
    table.string('held_for', 20);
    table.string('done_at', 30);
    table.primary(['run_id', 'position']);
    table.index(['run_id', 'state', 'position'], 'micro_apps_disposals_state');
    table.index(['app_id', 'run_id'], 'micro_apps_disposals_app');
  });
  await knex.schema.createTable(LEGAL_HOLDS, table => {
    table.string('id', 64).primary();
    table.string('app_id', 63).notNullable();
    table.text('reason').notNullable();
    table.text('set_by').notNullable();
    table.text('set_by_subject');
    table.string('set_at', 30).notNullable();
    table.text('lift_reason');
    table.text('lifted_by');
    table.text('lifted_by_subject');
    table.string('lifted_at', 30);
    // The app while it holds, NULL afterwards: one at a time.
    table.string('open_key', 63);
    table.unique(['open_key'], { indexName: 'micro_apps_legal_holds_open' });
    table.index(['app_id', 'set_at', 'id'], 'micro_apps_legal_holds_app');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const name of [LEGAL_HOLDS, DISPOSALS, RUNS, LOOKS, KEPT]) {
    await knex.schema.dropTable(name);
  }
};
