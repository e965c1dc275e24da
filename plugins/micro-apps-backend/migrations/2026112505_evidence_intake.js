/**
 * What a proof from a pipeline says of its run, why a proof counts for
 * nothing, the components that bills of materials list, and what was taken
 * once and may not be taken again.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('micro_apps_evidence', table => {
    // `sarif` or `cyclonedx`; empty for what people hand in.
    table.string('format', 20);
    // JSON { code, because }; empty: it counts as far as its provenance goes.
    table.text('set_aside');
    // JSON of the run; the numbers beside it are for comparing runs.
    table.text('pipeline');
    // SHA-256 of issuer, repository and workflow: runs of one line are numbered.
    table.string('run_line', 64);
    table.bigInteger('run_number');
    table.integer('run_attempt');
    // SHA-256 of what makes a submission the same one.
    table.string('submission_key', 64);
    // SHA-256 of the results alone; empty where there are none.
    table.string('results_digest', 64);
    table.unique(['submission_key'], {
      indexName: 'micro_apps_evidence_submission',
    });
    table.index(
      ['app_id', 'commit_id', 'kind', 'run_number'],
      'micro_apps_evidence_run',
    );
  });
  await knex.schema.createTable('micro_apps_pipeline_tokens', table => {
    // SHA-256 of issuer and token id.
    table.string('token_key', 64).notNullable();
    table.string('kind', 60).notNullable();
    table.string('app_id', 63).notNullable();
    table.string('evidence_id', 64).notNullable();
    // From then on the token itself is too old.
    table.string('keep_until', 30).notNullable();
    table.primary(['token_key', 'kind']);
    table.index(['keep_until'], 'micro_apps_pipeline_tokens_end');
  });
  await knex.schema.createTable('micro_apps_deliveries', table => {
    table.string('id', 100).primary();
    table.string('evidence_id', 64).notNullable();
    table.string('keep_until', 30).notNullable();
    table.index(['keep_until'], 'micro_apps_deliveries_end');
  });
  await knex.schema.createTable('micro_apps_components', table => {
    table.string('evidence_id', 64).notNullable();
    table.string('purl', 400).notNullable();
    table.string('app_id', 63).notNullable();
    table.string('commit_id', 64).notNullable();
    table.string('name', 300).notNullable();
    table.string('version', 100).notNullable();
    table.primary(['evidence_id', 'purl']);
    table.index(['purl', 'app_id'], 'micro_apps_components_purl');
    table.index(['name', 'version', 'app_id'], 'micro_apps_components_name');
    table.index(['app_id', 'commit_id'], 'micro_apps_components_app');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const name of ['components', 'deliveries', 'pipeline_tokens']) {
    await knex.schema.dropTable(`micro_apps_${name}`);
  }
  await knex.schema.alterTable('micro_apps_evidence', table => {
    table.dropIndex(
      ['app_id', 'commit_id', 'kind', 'run_number'],
      'micro_apps_evidence_run',
    );
    table.dropUnique(['submission_key'], 'micro_apps_evidence_submission');
  });
  await knex.schema.alterTable('micro_apps_evidence', table => {
    table.dropColumns(
      'format',
      'set_aside',
      'pipeline',
      'run_line',
      'run_number',
      'run_attempt',
      'submission_key',
      'results_digest',
    );
  });
};
