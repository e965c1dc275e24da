/**
 * Reviews handed to a colleague, approvals given in an emergency with their
 * second look, and whose turn it was when.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('micro_apps_request_delegations', table => {
    table.string('id', 64).primary();
    table.string('request_id', 64).notNullable();
    table.integer('round').notNullable();
    table.string('role', 20).notNullable();
    table.text('from_ref').notNullable();
    table.text('from_subject').notNullable();
    table.text('to_ref').notNullable();
    table.text('to_subject').notNullable();
    table.text('reason');
    table.string('at', 30).notNullable();
    table.index(
      ['request_id', 'round', 'at'],
      'micro_apps_request_delegations_request',
    );
  });
  await knex.schema.createTable('micro_apps_request_overrides', table => {
    table.string('request_id', 64).primary();
    table.text('by_ref').notNullable();
    table.text('by_subject').notNullable();
    table.text('reason').notNullable();
    table.string('at', 30).notNullable();
    // Until when somebody else has to look at it.
    table.string('due_at', 30).notNullable();
    table.string('reviewed_at', 30);
    table.text('reviewed_by_ref');
    table.text('reviewed_by_subject');
    table.string('outcome', 20);
    table.text('outcome_reason');
    table.index(['reviewed_at', 'due_at'], 'micro_apps_request_overrides_due');
  });
  await knex.schema.alterTable('micro_apps_requests', table => {
    // JSON: who held the ball from when on; empty on requests of before.
    table.text('turns');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('micro_apps_requests', table => {
    table.dropColumn('turns');
  });
  await knex.schema.dropTable('micro_apps_request_overrides');
  await knex.schema.dropTable('micro_apps_request_delegations');
};
