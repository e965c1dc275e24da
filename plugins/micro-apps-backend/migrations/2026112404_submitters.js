/**
 * Who submitted a request last: she takes part in it and does not decide on it.
 * Empty on rows that were written before this column was there; then it was
 * whoever asked.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('micro_apps_requests', table => {
    table.text('submitted_by');
    table.text('submitted_by_subject');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('micro_apps_requests', table => {
    table.dropColumns('submitted_by', 'submitted_by_subject');
  });
};
