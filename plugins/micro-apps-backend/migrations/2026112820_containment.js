const HOLDS = 'micro_apps_holds';
const RUNS = 'micro_apps_fleet_runs';
const ITEMS = 'micro_apps_fleet_items';
const DEPLOYMENTS = 'micro_apps_deployments';

/**
 * Every time that an app was held: how, why, by whom, and how it ended. One
 * that is replaced by a stricter one ends, too, so that a release always names
 * the hold that somebody looked at.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable(HOLDS, table => {
    table.string('id', 64).primary();
    table.string('app_id', 63).notNullable();
    // restricted, quarantined or suspended.
    table.string('standing', 20).notNullable();
    // How the app stood before anybody held it.
    table.string('held_from', 20).notNullable();
    table.text('reason').notNullable();
    // JSON: ids of the controls that it is held for; empty: all of the gate.
    table.text('control_ids').notNullable();
    table.text('imposed_by').notNullable();
    table.text('imposed_by_subject');
    table.string('imposed_at', 30).notNullable();
    // The sandbox ran this commit; it is put in place again.
    table.string('sandbox_commit', 64);
    // Nothing runs any more and nobody signs in; NULL: still being taken back.
    table.string('confirmed_at', 30);
    table.text('problem');
    table.string('ended_at', 30);
    table.text('ended_by');
    table.text('ended_by_subject');
    table.string('ended', 20);
    table.text('end_reason');
    // The app while it is held so, NULL afterwards: one at a time.
    table.string('open_key', 63);
    table.unique(['open_key'], { indexName: 'micro_apps_holds_open' });
    table.index(['app_id', 'imposed_at', 'id'], 'micro_apps_holds_app');
    table.index(
      ['standing', 'ended_at', 'imposed_at', 'id'],
      'micro_apps_holds_standing',
    );
  });
  // One emergency stop of many apps, or the undoing of one.
  await knex.schema.createTable(RUNS, table => {
    table.string('id', 64).primary();
    table.string('kind', 10).notNullable();
    table.string('action', 20).notNullable();
    // JSON: vendor, scope, owner, unit.
    table.text('filter').notNullable();
    table.text('reason').notNullable();
    table.text('started_by').notNullable();
    table.text('started_by_subject');
    // JSON: a stop goes on while the directory of people is away.
    table.text('started_groups').notNullable();
    table.integer('automatic').notNullable().defaultTo(0);
    table.string('undo_of', 64);
    table.string('started_at', 30).notNullable();
    table.string('finished_at', 30);
    table.index(['started_at', 'id'], 'micro_apps_fleet_runs_at');
  });
  await knex.schema.createTable(ITEMS, table => {
    table.string('run_id', 64).notNullable();
    table.string('app_id', 63).notNullable();
    // waiting, done, skipped or failed.
    table.string('state', 10).notNullable();
    table.text('because');
    // The hold that the run began; of an undo, the one to end.
    table.string('hold_id', 64);
    // The milder hold of somebody else that it took the place of.
    table.string('replaced_hold_id', 64);
    table.string('done_at', 30);
    table.primary(['run_id', 'app_id']);
    table.index(['run_id', 'state', 'app_id'], 'micro_apps_fleet_items_state');
  });
  await knex.schema.alterTable(DEPLOYMENTS, table => {
    // The hold that stopped it; its release puts it in place again.
    table.string('hold_id', 64);
    table.index(['hold_id'], 'micro_apps_deployments_held');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable(DEPLOYMENTS, table => {
    table.dropIndex(['hold_id'], 'micro_apps_deployments_held');
  });
  await knex.schema.alterTable(DEPLOYMENTS, table => {
    table.dropColumn('hold_id');
  });
  for (const name of [ITEMS, RUNS, HOLDS]) await knex.schema.dropTable(name);
};
