/**
 * Apps, their history, the audit chain and the outbox.
 *
 * Instants and JSON are text, so that SQLite and PostgreSQL give back exactly
 * what was written.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('micro_apps_apps', table => {
    table.string('id', 63).primary();
    table.string('name', 200).notNullable();
    table.string('skeleton', 200).notNullable();
    table.integer('version').notNullable();
    table.text('registration').notNullable();
    table.string('owner', 200).notNullable();
    table.string('standing', 20).notNullable();
    table.string('golden_path', 200);
    table.text('look_alikes').notNullable();
    table.string('envelope_hash', 64).notNullable();
    table.text('envelope').notNullable();
    table.integer('score').notNullable();
    table.string('band', 10).notNullable();
    table.string('effective_class', 20).notNullable();
    table.text('assessment').notNullable();
    table.text('search_text').notNullable();
    table.string('created_by', 200).notNullable();
    table.string('created_at', 30).notNullable();
    table.string('updated_at', 30).notNullable();
    table.index(['skeleton']);
    table.index(['updated_at', 'id']);
    table.index(['owner', 'updated_at', 'id']);
    table.index(['band', 'updated_at', 'id']);
    table.index(['standing', 'updated_at', 'id']);
  });
  await knex.schema.createTable('micro_apps_versions', table => {
    table.string('app_id', 63).notNullable();
    table.integer('version').notNullable();
    table.text('registration').notNullable();
    table.string('changed_by', 200).notNullable();
    table.string('changed_by_subject', 200);
    table.string('at', 30).notNullable();
    table.primary(['app_id', 'version']);
  });
  await knex.schema.createTable('micro_apps_audit', table => {
    table.bigInteger('seq').primary();
    table.string('at', 30).notNullable();
    table.string('actor', 200).notNullable();
    table.string('actor_subject', 200);
    table.string('on_behalf', 40);
    table.string('action', 60).notNullable();
    table.string('app_id', 63);
    table.text('details').notNullable();
    // No two entries can follow the same one: the chain cannot fork.
    table.string('prev_hash', 64).notNullable().unique();
    table.string('hash', 64).notNullable();
    table.index(['app_id', 'seq']);
  });
  await knex.schema.createTable('micro_apps_audit_head', table => {
    table.integer('id').primary();
    table.bigInteger('seq').notNullable();
    table.string('hash', 64).notNullable();
  });
  await knex('micro_apps_audit_head').insert({
    id: 1,
    seq: 0,
    hash: '0'.repeat(64),
  });
  await knex.schema.createTable('micro_apps_outbox', table => {
    table.bigIncrements('id');
    table.string('topic', 60).notNullable();
    table.string('message_key', 300).notNullable().unique();
    table.text('payload').notNullable();
    table.string('state', 10).notNullable();
    table.integer('attempts').notNullable();
    table.text('reason');
    table.string('created_at', 30).notNullable();
    table.string('due_at', 30).notNullable();
    table.string('finished_at', 30);
    table.index(['state', 'due_at', 'id']);
  });
  await knex.schema.createTable('micro_apps_idempotency', table => {
    table.string('actor', 200).notNullable();
    table.string('route', 60).notNullable();
    table.string('key', 200).notNullable();
    table.string('record_id', 100).notNullable();
    table.string('at', 30).notNullable();
    table.primary(['actor', 'route', 'key']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const name of [
    'idempotency',
    'outbox',
    'audit_head',
    'audit',
    'versions',
    'apps',
  ]) {
    await knex.schema.dropTableIfExists(`micro_apps_${name}`);
  }
};
