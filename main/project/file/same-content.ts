import type { DatabaseSync } from 'node:sqlite';

/** Whether two projects of one version hold the same, whatever their files look like. */
export function haveSameContent(one: DatabaseSync, other: DatabaseSync): boolean {
  const schema = schemaOf(one);
  if (JSON.stringify(schema) !== JSON.stringify(schemaOf(other))) return false;
  return schema.every(({ name: nameOfTable, type }) => {
    if (type !== 'table') return true;
    const name = String(nameOfTable);
    const key = keyOf(one, name);
    // AUTOINCREMENT's own table has no key.
    const order = key.length > 0 ? key.map((column) => `"${column}"`).join(', ') : 'rowid';
    const sql = `SELECT * FROM "${name}" ORDER BY ${order}`;
    const others = rowsOf(other, sql);
    for (const row of rowsOf(one, sql)) {
      const next = others.next();
      if (next.done || !row.every((value, place) => value === next.value[place])) return false;
    }
    return others.next().done === true;
  });
}

const schemaOf = (database: DatabaseSync) =>
  database
    .prepare("SELECT name, type, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name")
    .all();

const keyOf = (database: DatabaseSync, table: string): readonly string[] =>
  database
    .prepare('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
    .all(table)
    .map((row) => String(row.name));

function rowsOf(
  database: DatabaseSync,
  sql: string,
): Iterator<readonly unknown[]> & Iterable<readonly unknown[]> {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  return statement.iterate() as unknown as IterableIterator<readonly unknown[]>;
}
