import type { OpeningImportQuery } from '@tessera/api-contracts';
import { refusedRows, type WrongRow } from '../imports/csv-rows';
import { inOrder } from '../imports/once';

/**
 * All rows or none, but for those that the query allows to be left out. Throws ApiError 400 import.row, 409 import.duplicates.
 */
export function leftOut(
  { skipInvalid, skipDuplicates }: OpeningImportQuery,
  wrong: readonly WrongRow[],
  duplicates: readonly WrongRow[],
): WrongRow[] {
  if (wrong.length > 0 && skipInvalid !== 'true') throw refusedRows(400, 'import.row', inOrder(wrong));
  if (duplicates.length > 0 && skipDuplicates !== 'true') throw refusedRows(409, 'import.duplicates', duplicates);
  return inOrder([...wrong, ...duplicates]);
}
