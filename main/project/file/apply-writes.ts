import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { JournalLine } from './journal.ts';
import { type StatementName, statements, type Write } from './statements.ts';

/** Runs statements by their names, each prepared once. */
export function createWriter(database: DatabaseSync): (write: Write) => void {
  const prepared = new Map<StatementName, StatementSync>();
  return ([name, ...values]) => {
    let statement = prepared.get(name);
    if (!statement) {
      statement = database.prepare(statements[name]);
      prepared.set(name, statement);
    }
    statement.run(...values);
  };
}

/** Does again what the lines tell, all or nothing. */
export function applyLines(database: DatabaseSync, lines: readonly JournalLine[]): void {
  const last = lines.at(-1);
  if (!last) return;
  const write = createWriter(database);
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const { writes } of lines) for (const each of writes) write(each);
    write(['setStamp', last.stamp]);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
