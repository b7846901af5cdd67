import type { GiveawayChunkReceived } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import { z } from 'zod';
import { csvInstant } from '../imports/coupon-rows';
import { csvRows, refusedRows, type Row, type Upload, type WrongRow } from '../imports/csv-rows';

const CODE_LENGTH = 1_000;

/** Different dates of a file: each is a chunk of its own, and a part of its pool's state. */
const MOST_DATES = 100;

const row = z
  .object({
    code: z
      .string()
      .max(CODE_LENGTH)
      .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'no control characters')
      .normalize('NFC'),
    startdate: csvInstant.optional(),
    enddate: csvInstant.optional(),
  })
  .refine(({ startdate, enddate }) => !startdate || !enddate || instantOf(startdate) < instantOf(enddate), {
    error: 'must be after startdate',
    path: ['enddate'],
  });

/** Codes that may be given away at the same time, in the order of the file. */
export interface DatedCodes extends Pick<GiveawayChunkReceived, 'startDate' | 'endDate'> {
  readonly codes: string[];
}

/** What a file holds. */
export interface GiveawayFile {
  readonly dated: readonly DatedCodes[];
  /** Of each code, which stands once in `dated`. */
  readonly lines: ReadonlyMap<string, number>;
  /** Rows that were left out, where that was asked for. */
  readonly wrong: readonly WrongRow[];
}

/**
 * The codes of a file: columns `code`, `startdate`, `enddate`. Rows that are wrong are left out where `skipInvalid` asks for it;
 * else nothing of the file is taken. Throws ApiError 400: import.row with each line, giveaway.empty, giveaway.dates_count,
 * import.malformed, import.columns, import.rows; 413.
 */
export async function readGiveawayFile(file: Upload, skipInvalid: boolean): Promise<GiveawayFile> {
  const { rows, wrong } = await csvRows(file, ['code'], row);
  if (wrong.length > 0 && !skipInvalid) throw refusedRows(400, 'import.row', wrong);
  const lines = new Map<string, number>();
  const dated = new Map<string, DatedCodes>();
  for (const { line, value } of rows) {
    if (lines.has(value.code)) continue;
    lines.set(value.code, line);
    datesIn(dated, value).codes.push(value.code);
  }
  if (lines.size === 0) throw ApiError.invalid('giveaway.empty', 'The file has no codes');
  if (dated.size > MOST_DATES)
    throw ApiError.invalid('giveaway.dates_count', `The codes of a file have at most ${MOST_DATES} different dates`);
  return { dated: [...dated.values()], lines, wrong };
}

function datesIn(
  dated: Map<string, DatedCodes>,
  { startdate, enddate }: Row<z.infer<typeof row>>['value'],
): DatedCodes {
  const [startDate, endDate] = [startdate, enddate].map((text) => (text === undefined ? null : instantOf(text)));
  const key = `${startDate}/${endDate}`;
  const before = dated.get(key) ?? { startDate: startDate ?? null, endDate: endDate ?? null, codes: [] };
  dated.set(key, before);
  return before;
}

function instantOf(text: string): bigint {
  return BigInt(Date.parse(text));
}
