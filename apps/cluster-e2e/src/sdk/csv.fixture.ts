import { parse } from 'csv-parse/sync';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Shape } from '../http.fixture';

/** Gives `send` a file with this text, in the shape in which the SDK takes one, and removes it when that is done. */
export async function withCsv<T>(text: string, send: (file: { upFile: ReadStream }) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-csv-'));
  try {
    const path = join(folder, 'file.csv');
    await writeFile(path, text);
    return await send({ upFile: createReadStream(path) });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A cell that holds a number. */
export const someDigits: unknown = expect.stringMatching(/^\d+$/);

/** The rows of an export by the names of their columns: texts, and what cells hold as JSON. */
export function rowsOf(csv: unknown): readonly Shape[] {
  const cast = (cell: string): unknown => (/^[[{]/.test(cell) ? JSON.parse(cell) : cell);
  return parse<Shape>(String(csv), { columns: true, cast });
}
