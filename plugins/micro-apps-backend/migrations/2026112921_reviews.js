const REVIEWS = 'micro_apps_reviews';
const CLOCKS = 'micro_apps_review_clocks';

/**
 * Annual reviews by people, and when each app in production is looked at next.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable(REVIEWS, table => {
    table.string('id', 64).primary();
    table.string('app_id', 63).notNullable();
    table.string('at', 30).notNullable();
    table.integer('version').notNullable();
    table.string('envelope_hash', 64).notNullable();
    // attested by its owner, or reviewed by somebody else.
    table.string('how', 10).notNullable();
    table.text('by_ref').notNullable();
    table.text('by_subject');
    // JSON: what the owner answered, line by line.
    table.text('answers');
    table.string('request_id', 64);
    table.index(['app_id', 'at', 'id'], 'micro_apps_reviews_app');
  });
  await knex.schema.createTable(CLOCKS, table => {
    table.string('app_id', 63).primary();
    table.string('next_at', 30).notNullable();
    // Days of the year that `next_at` was worked out by.
    table.integer('days');
    // The due date that was spoken of, and how far.
    table.string('told', 40);
    table.index(['next_at', 'app_id'], 'micro_apps_review_clocks_next');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable(CLOCKS);
  await knex.schema.dropTable(REVIEWS);
};
