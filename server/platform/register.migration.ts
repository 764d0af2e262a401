import type { Database, Migration } from './ports.ts';
import type { JsonFields } from './register.rules.ts';
import type { RegisterSpec } from './register.types.ts';

/** Makes the table of a register and the side tables of its sets. */
export function registerMigration<Fields extends JsonFields>(
  name: string,
  spec: Pick<RegisterSpec<string, Fields, string, string>, 'table' | 'columns' | 'sets'>,
): Migration {
  return {
    name,
    async up(database) {
      const { schema } = database;
      let table = schema
        .createTable(spec.table)
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('valid_from', 'text', (column) => column.notNull())
        .addColumn('valid_to', 'text')
        .addColumn('recorded_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('recorded_by', 'text', (column) => column.notNull())
        .addColumn('closed', 'integer', (column) => column.notNull())
        .addColumn('body', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint(`${spec.table}_key`, ['id', 'version']);
      for (const [column, { type }] of Object.entries(spec.columns))
        table = table.addColumn(column, type, (each) => each.notNull());
      await table.execute();
      await index(spec.table, ['recorded_at_ms']).execute();
      for (const [column, { unique }] of Object.entries(spec.columns)) {
        const made = index(spec.table, unique === true ? [column, 'version'] : [column]);
        await (unique === true ? made.unique() : made).execute();
      }
      for (const set of Object.keys(spec.sets)) await createSet(database, spec.table, set);

      function index(on: string, columns: readonly string[]) {
        return schema
          .createIndex(`${on}_by_${columns.join('_')}`)
          .on(on)
          .columns([...columns]);
      }
    },
  };
}

/** The side table of a set: which values each version has. */
export async function createSet({ schema }: Database, table: string, set: string): Promise<void> {
  const side = `${table}_${set}`;
  await schema
    .createTable(side)
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint(`${side}_key`, ['id', 'version', 'value'])
    .execute();
  await schema.createIndex(`${side}_by_value`).on(side).columns(['value']).execute();
}
