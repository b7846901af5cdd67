import { ApiError } from '@tessera/service-kit';
import { z } from 'zod';
import { csvRows, refusedRows, type Upload, type WrongRow } from '../imports/csv-rows';

const CODE_LENGTH = 1_000;

const row = z.object({
  code: z
    .string()
    .max(CODE_LENGTH)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'no control characters')
    .normalize('NFC'),
});

/** What a file holds. */
export interface GiveawayFile {
  /** Each once, with its line, in the order of the file. */
  readonly codes: ReadonlyMap<string, number>;
  /** Rows that were left out, where that was asked for. */
  readonly wrong: readonly WrongRow[];
}

/**
 * The codes of a file: column `code`. Rows that are wrong are left out where `skipInvalid` asks for it; else nothing of the
 * file is taken. Throws ApiError 400: import.row with each line, giveaway.empty, import.malformed, import.columns,
 * import.rows; 413.
 */
export async function readGiveawayFile(file: Upload, skipInvalid: boolean): Promise<GiveawayFile> {
  const { rows, wrong } = await csvRows(file, ['code'], row);
  if (wrong.length > 0 && !skipInvalid) throw refusedRows(400, 'import.row', wrong);
  const codes = new Map<string, number>();
  for (const { line, value } of rows) if (!codes.has(value.code)) codes.set(value.code, line);
  if (codes.size === 0) throw ApiError.invalid('giveaway.empty', 'The file has no codes');
  return { codes, wrong };
}
