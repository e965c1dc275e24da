const ARTEFACTS = 'micro_apps_artefacts';
const VERSIONS = 'micro_apps_artefact_versions';

/**
 * Forms that people fill in about an app: each as it is now, and every version
 * that was saved.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable(ARTEFACTS, table => {
    table.string('app_id', 63).notNullable();
    table.string('kind', 40).notNullable();
    // draft, waiting or finished.
    table.string('state', 20).notNullable();
    // Counts what was saved, from 1.
    table.integer('version').notNullable();
    // JSON: answers by the question's id.
    table.text('answers').notNullable();
    table.string('changed_by', 200).notNullable();
    table.text('changed_by_subject');
    table.string('changed_at', 30).notNullable();
    // Of the version that was said to be complete.
    table.string('finished_by', 200);
    table.text('finished_by_subject');
    table.string('finished_at', 30);
    table.string('envelope_hash', 64);
    table.string('content_digest', 64);
    // Where somebody has to accept it.
    table.string('reviewed_by', 200);
    table.string('reviewed_at', 30);
    table.text('review_reason');
    table.string('evidence_id', 64);
    table.primary(['app_id', 'kind']);
    table.index(
      ['state', 'finished_at', 'app_id', 'kind'],
      'micro_apps_artefacts_waiting',
    );
  });
  await knex.schema.createTable(VERSIONS, table => {
    table.string('app_id', 63).notNullable();
    table.string('kind', 40).notNullable();
    table.integer('version').notNullable();
    table.integer('template_revision').notNullable();
    table.text('answers').notNullable();
    table.string('changed_by', 200).notNullable();
    table.string('changed_at', 30).notNullable();
    table.primary(['app_id', 'kind', 'version']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable(VERSIONS);
  await knex.schema.dropTable(ARTEFACTS);
};
