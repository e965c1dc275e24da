const RETIREMENTS = 'micro_apps_retirements';

/**
 * The end of an app: who ended it and why, whether its access has ended, and
 * when its data goes. It stays on record.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable(RETIREMENTS, table => {
    table.string('id', 64).primary();
    table.string('app_id', 63).notNullable();
    // How the app stood before.
    table.string('retired_from', 20).notNullable();
    table.text('reason').notNullable();
    table.text('retired_by').notNullable();
    table.text('retired_by_subject');
    table.string('retired_at', 30).notNullable();
    // From then on nothing of it is kept any more, unless it is held.
    table.string('dispose_at', 30).notNullable();
    // Since when nothing runs and nobody signs in; NULL: being taken back.
    table.string('access_ended_at', 30);
    table.text('problem');
    table.string('disposed_at', 30);
    table.unique(['app_id'], { indexName: 'micro_apps_retirements_app' });
    table.index(['access_ended_at', 'app_id'], 'micro_apps_retirements_access');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable(RETIREMENTS);
};
