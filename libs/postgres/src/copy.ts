import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { PoolClient } from 'pg';

export type CopyValue = string | number | bigint | boolean | Uint8Array | null;

/** COPY's text format: a backslash before what it would take for itself, \\N for null. */
function field(value: CopyValue): string {
  if (value === null) return '\\N';
  const text = value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : String(value);
  return text.replace(/[\\\n\r\t]/g, (found) => ESCAPES[found] ?? found);
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Writes rows by COPY in the client's open transaction; `columns` are names, never user input. */
export async function copyRows(
  client: PoolClient,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  const lines = function* () {
    for (const row of rows) yield `${row.map(field).join('\t')}\n`;
  };
  await pipeline(Readable.from(lines()), client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`)));
}
