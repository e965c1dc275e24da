const PROOFS = 'micro_apps_automatic_proofs';
const LOOKS = 'micro_apps_automatic_looks';
const ITEMS = 'micro_apps_fleet_items';

/**
 * What the portal holds by itself: for which failed proof an app was held or its
 * owner warned, once each, and what the last look at all running apps found.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable(PROOFS, table => {
    table.string('app_id', 63).notNullable();
    table.string('control_id', 100).notNullable();
    // warn or hold.
    table.string('step', 10).notNullable();
    // When the failed result came in; only a newer one counts anew.
    table.string('proof_at', 30).notNullable();
    table.string('at', 30).notNullable();
    // The run that holds it.
    table.string('run_id', 64);
    table.primary(['app_id', 'control_id', 'step', 'proof_at']);
    table.index(['step', 'at', 'app_id'], 'micro_apps_automatic_proofs_at');
  });
  // One line; whoever starts a run locks it.
  await knex.schema.createTable(LOOKS, table => {
    table.string('id', 10).primary();
    table.string('looked_at', 30);
    // JSON: of each control, how many apps it would hold.
    table.text('counts');
    // The last run that would have held too many, and when that was told.
    table.string('refused_at', 30);
    table.text('refused');
    // Digest of what it would have held; NULL when it is within the limit again.
    table.string('refused_set', 64);
  });
  await knex.schema.alterTable(ITEMS, table => {
    // JSON: controls that it is to be held for; NULL: somebody's emergency stop.
    table.text('control_ids');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable(ITEMS, table => {
    table.dropColumn('control_ids');
  });
  await knex.schema.dropTable(LOOKS);
  await knex.schema.dropTable(PROOFS);
};
