const EVIDENCE = 'micro_apps_evidence';
const FAILED = 'micro_apps_evidence_failed';

/**
 * Automatic containment asks every few minutes of which running apps some result
 * failed. Few did of what runs, and an index of these alone stays small.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(
    `create index ${FAILED} on ${EVIDENCE} (app_id, kind, commit_id)
      where outcome = 'fail' and set_aside is null`,
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable(EVIDENCE, table => {
    table.dropIndex([], FAILED);
  });
};
