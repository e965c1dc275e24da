const TABLE = 'micro_apps_token_apps';

/**
 * The one app that a pipeline's token speaks for: a row for each token, so that
 * two apps cannot both take it at the same moment.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable(TABLE, table => {
    // SHA-256 of issuer and token id.
    table.string('token_key', 64).primary();
    table.string('app_id', 63).notNullable();
    table.string('at', 30).notNullable();
    // From then on the token itself is too old.
    table.string('keep_until', 30).notNullable();
    table.index(['keep_until'], 'micro_apps_token_apps_end');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable(TABLE);
};
