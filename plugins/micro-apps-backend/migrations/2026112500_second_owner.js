/**
 * The second owner in a column of its own: permissions narrow lists by who owns
 * an app.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('micro_apps_apps', table => {
    table.string('successor', 200);
    table.index(['successor', 'updated_at', 'id']);
  });
  let after = '';
  for (;;) {
    const rows = await knex('micro_apps_apps')
      .select('id', 'registration')
      .where('id', '>', after)
      .orderBy('id')
      .limit(500);
    if (rows.length === 0) return;
    for (const { id, registration } of rows) {
      const { successor } = JSON.parse(registration);
      if (successor) {
        await knex('micro_apps_apps')
          .where({ id })
          .update({ successor: refOf(successor) });
      }
    }
    after = rows[rows.length - 1].id;
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('micro_apps_apps', table => {
    table.dropIndex(['successor', 'updated_at', 'id']);
    table.dropColumn('successor');
  });
};

/** As the registry spells references; a migration imports nothing. */
function refOf(ref) {
  const text = ref.normalize('NFKC').trim().toLowerCase();
  const withKind = text.includes(':') ? text : `user:${text}`;
  return withKind.includes('/') ? withKind : withKind.replace(':', ':default/');
}
