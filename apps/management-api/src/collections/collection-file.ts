import { z } from 'zod';
import type { Upload } from '../imports/csv-rows';
import { type ItemFile, readItemFile } from '../imports/item-file';

/** Characters of an item; items are held in memory by every evaluator. */
const ITEM_LENGTH = 200;

const row = z.object({
  item: z
    .string()
    .max(ITEM_LENGTH)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'no control characters'),
});

/** The items of a file for a collection. Throws as `readItemFile`. */
export function readCollectionFile(file: Upload, skipInvalid: boolean): Promise<ItemFile> {
  return readItemFile(file, row, skipInvalid);
}
