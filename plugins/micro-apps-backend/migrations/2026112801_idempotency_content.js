const TABLE = 'micro_apps_idempotency';

/**
 * A key is bound to what was sent with it. Keys of before have no digest and
 * stay good for their record.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable(TABLE, table => {
    table.string('content_digest', 64);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable(TABLE, table => {
    table.dropColumn('content_digest');
  });
};
