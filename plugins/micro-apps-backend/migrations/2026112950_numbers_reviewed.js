const VERSIONS = 'micro_apps_artefact_versions';
const EVIDENCE = 'micro_apps_evidence';
const PIPELINE = 'micro_apps_evidence_pipeline';
const USES = 'micro_apps_app_uses';
const USES_STRETCH = 'micro_apps_app_uses_stretch';

/**
 * Whoever wrote any version of a form accepts none of it, under whatever name:
 * versions keep the subject, too. Whether any pipeline handed something in is
 * told by an index.
 * Access is counted from clients, no longer from what registrations ask for.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable(VERSIONS, table => {
    table.text('changed_by_subject');
  });
  await knex.raw(
    `create index ${PIPELINE} on ${EVIDENCE} (provenance, app_id)
      where provenance = 'pipeline' and set_aside is null`,
  );
  await knex.schema.alterTable(USES, table => {
    table.dropIndex([], USES_STRETCH);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable(USES, table => {
    table.index(['kind', 'app_id', 'name'], USES_STRETCH);
  });
  await knex.schema.alterTable(EVIDENCE, table => {
    table.dropIndex([], PIPELINE);
  });
  await knex.schema.alterTable(VERSIONS, table => {
    table.dropColumn('changed_by_subject');
  });
};
