import { z } from 'zod';
import { csvRows, refusedRows, type Upload, type WrongRow } from '../imports/csv-rows';

/** Characters of an item; items are held in memory by every evaluator. */
const ITEM_LENGTH = 200;

const row = z.object({
  item: z
    .string()
    .max(ITEM_LENGTH)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'no control characters'),
});

/** What a file holds. */
export interface CollectionFile {
  /** Each once, in the order of the file. */
  readonly items: readonly string[];
  /** Rows that were left out, where that was asked for. */
  readonly wrong: readonly WrongRow[];
}

/**
 * The items of a file: column `item`. Rows that are wrong are left out where `skipInvalid` asks for it; else nothing of the
 * file is taken. Throws ApiError 400: import.row with each line, import.malformed, import.columns, import.rows; 413.
 */
export async function readCollectionFile(file: Upload, skipInvalid: boolean): Promise<CollectionFile> {
  const { rows, wrong } = await csvRows(file, ['item'], row);
  if (wrong.length > 0 && !skipInvalid) throw refusedRows(400, 'import.row', wrong);
  return { items: [...new Set(rows.map(({ value }) => value.item))], wrong };
}
