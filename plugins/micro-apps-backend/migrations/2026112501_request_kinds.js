/**
 * Approval requests about other things than apps: one engine for all of them.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('micro_apps_requests', table => {
    // What is asked for: 'app', 'exception', 'vendor'.
    table.string('kind', 20).notNullable().defaultTo('app');
    // Id of the app or the exception, name of the vendor.
    table.string('subject_id', 100).notNullable().defaultTo('');
    table.index(['kind', 'subject_id', 'seq'], 'micro_apps_requests_subject');
  });
  await knex('micro_apps_requests').update({
    subject_id: knex.ref('app_id'),
  });
};

/**
 * Before, every request was about an app; one that is not would be taken for
 * one, so it goes, with what was said on it.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const others = knex('micro_apps_requests').select('id').whereNot({
    kind: 'app',
  });
  for (const table of [
    'micro_apps_request_votes',
    'micro_apps_request_items',
  ]) {
    await knex(table).whereIn('request_id', others.clone()).delete();
  }
  await knex('micro_apps_requests').whereNot({ kind: 'app' }).delete();
  await knex.schema.alterTable('micro_apps_requests', table => {
    table.dropIndex(
      ['kind', 'subject_id', 'seq'],
      'micro_apps_requests_subject',
    );
  });
  await knex.schema.alterTable('micro_apps_requests', table => {
    table.dropColumns('kind', 'subject_id');
  });
};
