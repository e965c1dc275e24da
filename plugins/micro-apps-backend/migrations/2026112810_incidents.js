/**
 * Incidents: what went wrong, every severity it was given, every version of
 * its causes, and every deadline that was missed. Nothing is ever deleted or
 * edited: instants are the server's.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('micro_apps_incidents', table => {
    table.string('id', 64).primary();
    // The incident that it was opened from; its own id for the first.
    table.string('origin_id', 64).notNullable();
    table.string('app_id', 63).notNullable();
    table.text('title').notNullable();
    table.text('what_happened').notNullable();
    // vendor, api, scope or component, and which.
    table.string('about_kind', 20);
    table.string('about_name', 500);
    table.string('detected_at', 30).notNullable();
    table.string('reported_at', 30).notNullable();
    table.string('reported_by', 200).notNullable();
    table.text('reported_by_subject');
    table.string('escalated_at', 30);
    table.text('escalated_by');
    table.text('escalated_by_subject');
    table.text('post_mortem');
    table.string('post_mortem_at', 30);
    table.text('post_mortem_by');
    table.string('suspension', 20);
    table.text('suspension_reason');
    table.string('suspension_at', 30);
    table.text('suspension_by');
    table.string('closed_at', 30);
    table.text('closed_by');
    // Hours, where the organisation asked for less than the shipped ones.
    table.integer('escalation_hours');
    table.integer('root_cause_hours');
    table.integer('reopened').notNullable().defaultTo(0);
    // Open ones only: `0 ` and the deadline that is not met yet and ends first,
    // or `1 ` and when it was reported where none is left. Written anew with
    // every change, so that lists read an index.
    table.string('queue_order', 40);
    // One for each app from one origin.
    table.unique(['origin_id', 'app_id'], {
      indexName: 'micro_apps_incidents_origin',
    });
    table.index(['app_id', 'reported_at', 'id'], 'micro_apps_incidents_app');
    table.index(['queue_order', 'id'], 'micro_apps_incidents_queue');
    table.index(['reported_at', 'id'], 'micro_apps_incidents_reported');
    table.index(['reported_by', 'id'], 'micro_apps_incidents_reporter');
  });
  await knex.schema.createTable('micro_apps_incident_severities', table => {
    table.increments('seq');
    table.string('incident_id', 64).notNullable();
    table.string('severity', 20).notNullable();
    table.text('by_ref').notNullable();
    table.text('by_subject');
    table.string('at', 30).notNullable();
    table.text('reason');
    table.index(['incident_id', 'seq'], 'micro_apps_incident_severities_of');
  });
  await knex.schema.createTable('micro_apps_incident_causes', table => {
    table.increments('seq');
    table.string('incident_id', 64).notNullable();
    table.string('received_at', 30).notNullable();
    table.text('by_ref').notNullable();
    table.text('causes').notNullable();
    // JSON: what, until, who.
    table.text('actions').notNullable();
    table.index(['incident_id', 'seq'], 'micro_apps_incident_causes_of');
  });
  await knex.schema.createTable('micro_apps_incident_breaches', table => {
    table.string('incident_id', 64).notNullable();
    table.string('clock', 20).notNullable();
    // When it was due; when somebody noticed.
    table.string('at', 30).notNullable();
    table.string('noticed_at', 30).notNullable();
    // Once, whoever looks.
    table.primary(['incident_id', 'clock']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('micro_apps_incident_breaches');
  await knex.schema.dropTable('micro_apps_incident_causes');
  await knex.schema.dropTable('micro_apps_incident_severities');
  await knex.schema.dropTable('micro_apps_incidents');
};
