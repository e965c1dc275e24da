/**
 * What a decision rests on (the engine and a digest of the question), what
 * company rules left open on an app, and which rules were in force last.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('micro_apps_decisions', table => {
    // Empty on rows from before company rules were asked with one document.
    table.string('input_digest', 64);
    table.string('engine', 40);
  });
  await knex.schema.alterTable('micro_apps_requests', table => {
    // Revision when approval was asked for, and when it was decided.
    table.text('policy_revision_asked');
    table.text('policy_revision_decided');
  });
  await knex.schema.alterTable('micro_apps_apps', table => {
    // JSON: since when company rules are still to agree to the registration.
    table.text('pending_policy');
    // Set while new rules deny what runs already (R12).
    table.string('reapproval_due_at', 30);
    table.text('reapproval_because');
  });
  await knex.schema.createTable('micro_apps_policy_state', table => {
    table.integer('id').primary();
    // Of the rules that the audit log named last.
    table.string('fingerprint', 64).notNullable();
    // Of the rules that running apps were last compared with.
    table.string('compared', 64).notNullable();
    table.text('revision').notNullable();
    table.string('since', 30).notNullable();
  });
  await knex('micro_apps_policy_state').insert({
    id: 1,
    fingerprint: '',
    compared: '',
    revision: '',
    since: '',
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('micro_apps_policy_state');
  await knex.schema.alterTable('micro_apps_apps', table => {
    table.dropColumns(
      'pending_policy',
      'reapproval_due_at',
      'reapproval_because',
    );
  });
  await knex.schema.alterTable('micro_apps_requests', table => {
    table.dropColumns('policy_revision_asked', 'policy_revision_decided');
  });
  await knex.schema.alterTable('micro_apps_decisions', table => {
    table.dropColumns('input_digest', 'engine');
  });
};
