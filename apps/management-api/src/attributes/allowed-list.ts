import { allowedValueRow, MOST_SUGGESTIONS } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import { z } from 'zod';
import type { Upload } from '../imports/csv-rows';
import { type ItemFile, readItemFile } from '../imports/item-file';

/** As values are compared: 1.50 in the file is the number 1.5. */
const numberRow = z.object({ item: z.coerce.number().transform(String) });

/** Values that are compared as text; others have none that a file could name. */
const ROWS: Readonly<Record<string, z.ZodType<{ readonly item: string }>>> = {
  string: allowedValueRow,
  '(list string)': allowedValueRow,
  number: numberRow,
  '(list number)': numberRow,
};

/**
 * The allowed values of an attribute of this type, from a file. Throws as `readItemFile`, and 400 attribute.no_list,
 * import.rows.
 */
export async function readAllowedList(file: Upload, type: string, skipInvalid: boolean): Promise<ItemFile> {
  const row = ROWS[type];
  if (!row) throw ApiError.invalid('attribute.no_list', `Values of the type ${type} cannot be listed`);
  const read = await readItemFile(file, row, skipInvalid);
  if (read.items.length <= MOST_SUGGESTIONS) return read;
  throw ApiError.invalid('import.rows', `At most ${MOST_SUGGESTIONS} different values`);
}
