/**
 * Evidence, approval requests with votes and change items, gate decisions.
 * JSON is text, instants are ISO 8601 UTC text, so that SQLite and PostgreSQL
 * hold and compare the same.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('micro_apps_evidence', table => {
    table.string('id', 64).primary();
    table.string('app_id', 100).notNullable();
    table.string('kind', 60).notNullable();
    table.string('provenance', 30).notNullable();
    table.text('tool').notNullable();
    table.string('outcome', 20).notNullable();
    table.text('summary').notNullable();
    table.text('problems').notNullable();
    table.string('commit_id', 64);
    table.text('lock_digest');
    table.string('environment', 100);
    table.string('envelope_hash', 64);
    table.string('received_at', 30).notNullable();
    table.string('expires_at', 40);
    table.text('by_ref');
    table.text('by_subject');
    table.string('scan_id', 64);
    table.text('sarif');
    table.index(['app_id', 'received_at'], 'micro_apps_evidence_app');
    table.index(
      ['app_id', 'kind', 'received_at'],
      'micro_apps_evidence_app_kind',
    );
  });

  await knex.schema.createTable('micro_apps_requests', table => {
    // Counts requests in the order they were made; the id is what people see.
    table.increments('seq');
    table.string('id', 64).notNullable();
    table.string('app_id', 100).notNullable();
    // The app id while the request is undecided, NULL afterwards: unique
    // columns admit many NULLs, so an app has one undecided request at most.
    table.string('open_key', 100);
    // Set on what the rules approved: once for each envelope and commit.
    table.string('automatic_key', 250);
    table.integer('version').notNullable();
    table.string('envelope_hash', 64).notNullable();
    table.text('envelope').notNullable();
    table.string('effective_class', 20).notNullable();
    table.string('commit_id', 64);
    table.string('state', 30).notNullable();
    table.string('band', 20).notNullable();
    table.integer('score').notNullable();
    table.boolean('automatic').notNullable();
    table.text('requirements').notNullable();
    table.text('requested_by').notNullable();
    table.text('requested_by_subject');
    table.string('requested_at', 30).notNullable();
    // Which go it is: 1, and one more each time it is submitted again.
    table.integer('round').notNullable();
    table.string('submitted_at', 30).notNullable();
    table.string('decided_at', 30);
    table.string('closed_at', 30);
    table.string('due_at', 30);
    table.text('note');
    // Undecided ones by due time, then the others, newest first.
    table.string('queue_order', 60).notNullable();
    table.integer('row_version').notNullable();
    table.unique(['id'], { indexName: 'micro_apps_requests_id' });
    table.unique(['open_key'], { indexName: 'micro_apps_requests_open' });
    table.unique(['automatic_key'], {
      indexName: 'micro_apps_requests_automatic',
    });
    table.index(['app_id', 'seq'], 'micro_apps_requests_app');
    table.index(['queue_order', 'seq'], 'micro_apps_requests_queue');
    table.index(['requested_by'], 'micro_apps_requests_by');
    table.index(['automatic', 'decided_at'], 'micro_apps_requests_decided');
  });

  await knex.schema.createTable('micro_apps_request_votes', table => {
    table.string('id', 64).primary();
    table.string('request_id', 64).notNullable();
    table.integer('round').notNullable();
    table.text('voter_subject').notNullable();
    table.text('voter_ref').notNullable();
    table.string('role', 20).notNullable();
    table.string('choice', 30).notNullable();
    table.text('reason').notNullable();
    // What the voter had before her eyes.
    table.string('envelope_hash', 64).notNullable();
    table.integer('app_version').notNullable();
    table.string('at', 30).notNullable();
    table.unique(['request_id', 'round', 'voter_subject'], {
      indexName: 'micro_apps_request_votes_once',
    });
  });

  await knex.schema.createTable('micro_apps_request_items', table => {
    table.string('id', 64).primary();
    table.string('request_id', 64).notNullable();
    table.integer('round').notNullable();
    table.integer('position').notNullable();
    table.text('text').notNullable();
    table.boolean('done').notNullable();
    table.text('done_by');
    table.string('done_at', 30);
    table.index(
      ['request_id', 'round', 'position'],
      'micro_apps_request_items_request',
    );
  });

  await knex.schema.createTable('micro_apps_decisions', table => {
    table.string('id', 64).primary();
    table.string('app_id', 100).notNullable();
    table.integer('app_version').notNullable();
    table.string('envelope_hash', 64).notNullable();
    table.string('gate', 30).notNullable();
    table.string('environment', 100);
    table.string('commit_id', 64);
    table.boolean('allowed').notNullable();
    table.text('decision').notNullable();
    table.text('findings').notNullable();
    table.string('approval', 30).notNullable();
    table.string('request_id', 64);
    table.text('policy_revision').notNullable();
    table.string('at', 30).notNullable();
    table.index(['app_id', 'at'], 'micro_apps_decisions_app');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('micro_apps_decisions');
  await knex.schema.dropTable('micro_apps_request_items');
  await knex.schema.dropTable('micro_apps_request_votes');
  await knex.schema.dropTable('micro_apps_requests');
  await knex.schema.dropTable('micro_apps_evidence');
};
