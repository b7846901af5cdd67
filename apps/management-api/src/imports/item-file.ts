import type { z } from 'zod';
import { csvRows, refusedRows, type Upload, type WrongRow } from './csv-rows';

/** What a file with the column `item` holds. */
export interface ItemFile {
  /** Each once, in the order of the file. */
  readonly items: readonly string[];
  /** Rows that were left out, where that was asked for. */
  readonly wrong: readonly WrongRow[];
}

/**
 * The items of a file: column `item`. Rows that are wrong are left out where `skipInvalid` asks for it; else nothing of the
 * file is taken. Throws ApiError 400: import.row with each line, import.malformed, import.columns, import.rows; 413.
 */
export async function readItemFile(
  file: Upload,
  row: z.ZodType<{ readonly item: string }>,
  skipInvalid: boolean,
): Promise<ItemFile> {
  const { rows, wrong } = await csvRows(file, ['item'], row);
  if (wrong.length > 0 && !skipInvalid) throw refusedRows(400, 'import.row', wrong);
  return { items: [...new Set(rows.map(({ value }) => value.item))], wrong };
}
