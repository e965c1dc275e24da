/**
 * What exists outside the database because of an app, and the work on it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('micro_apps_resources', table => {
    table.string('app_id', 63).notNullable();
    // Empty for what an app has once, its repository.
    table.string('environment', 20).notNullable();
    table.string('kind', 12).notNullable();
    table.string('state', 10).notNullable();
    table.text('reason');
    table.string('external_id', 200);
    table.string('key_thumbprint', 100);
    table.text('scopes');
    table.text('sealed');
    table.string('created_at', 30).notNullable();
    table.string('updated_at', 30).notNullable();
    table.primary(['app_id', 'environment', 'kind']);
    table.index(['kind', 'state']);
  });
  await knex.schema.createTable('micro_apps_scans', table => {
    table.string('id', 40).primary();
    table.string('app_id', 63).notNullable();
    table.string('commit_id', 64).notNullable();
    table.string('state', 10).notNullable();
    table.text('step');
    table.integer('done').notNullable();
    table.integer('total').notNullable();
    table.string('started_by', 200).notNullable();
    table.string('started_at', 30).notNullable();
    table.string('finished_at', 30);
    table.text('reason');
    // The app's id while it runs: one run at a time for each app.
    table.string('open_key', 63).unique();
    table.index(['app_id', 'started_at']);
  });
  await knex.schema.createTable('micro_apps_deployments', table => {
    table.string('id', 40).primary();
    table.string('app_id', 63).notNullable();
    table.string('environment', 20).notNullable();
    table.string('commit_id', 64).notNullable();
    table.string('envelope_hash', 64).notNullable();
    table.string('decision_id', 40).notNullable();
    table.string('state', 12).notNullable();
    table.text('url');
    table.text('reason');
    table.string('token_hash', 64).notNullable();
    table.string('token_expires_at', 30).notNullable();
    table.string('redeemed_at', 30);
    table.string('requested_by', 200).notNullable();
    table.string('requested_at', 30).notNullable();
    table.string('finished_at', 30);
    // `app:environment` while it is on its way: one at a time.
    table.string('open_key', 90).unique();
    table.index(['app_id', 'requested_at']);
    table.index(['state', 'app_id']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const name of ['deployments', 'scans', 'resources']) {
    await knex.schema.dropTableIfExists(`micro_apps_${name}`);
  }
};
