/**
 * The ledger of exceptions: what was asked for, what was granted until when,
 * and what was taken back. One row for each; nothing is ever deleted, because
 * a chain counts what came before.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('micro_apps_exceptions', table => {
    table.string('id', 64).primary();
    table.string('app_id', 63).notNullable();
    table.string('control_id', 100).notNullable();
    // asked, granted, refused, withdrawn or void. That a granted one has ended
    // is no state: instants are compared when it is used.
    table.string('state', 20).notNullable();
    // App and control while nobody has decided, NULL afterwards: unique columns
    // admit many NULLs, so one is asked for at a time.
    table.string('open_key', 200);
    table.text('reason').notNullable();
    // JSON: what is done instead, which control stays met, ids of proofs.
    table.text('compensation').notNullable();
    table.string('proof_ends_at', 30);
    // What was asked for; a grant that comes later begins later, and ends the same.
    table.string('asked_starts_at', 30).notNullable();
    table.string('starts_at', 30).notNullable();
    table.string('ends_at', 30).notNullable();
    table.text('requested_by').notNullable();
    table.text('requested_by_subject');
    table.string('requested_at', 30).notNullable();
    // The approval request that decides on it.
    table.string('request_id', 64);
    // How many of its chain came before it.
    table.integer('renewal');
    table.text('granted_by');
    table.text('granted_by_subject');
    table.string('granted_as', 20);
    table.string('granted_at', 30);
    table.string('closed_at', 30);
    table.text('revoked_by');
    table.text('revoked_by_subject');
    table.string('revoked_at', 30);
    table.text('revoke_reason');
    table.unique(['open_key'], { indexName: 'micro_apps_exceptions_open' });
    table.index(['app_id', 'requested_at', 'id'], 'micro_apps_exceptions_app');
    table.index(['state', 'ends_at', 'id'], 'micro_apps_exceptions_ends');
    table.index(['requested_at', 'id'], 'micro_apps_exceptions_asked');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('micro_apps_exceptions');
};
