import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';

/** A row by its columns' names; what is not there is empty, lists and objects are JSON. */
export type CsvRow = Readonly<Record<string, unknown>>;

export type DateFormat = 'excel' | 'ISO8601';

/** An instant as the export shows it: in UTC; `excel` is what spreadsheets read as a time. */
export function csvInstant(instant: string, format: DateFormat): string {
  return format === 'excel' ? instant.replace('T', ' ').replace(/(\.\d+)?Z$/, '') : instant;
}

/**
 * Rows as CSV with a header line, as fast as the reader takes them. A text that a spreadsheet would take for a formula gets an
 * apostrophe before it. Where reading the rows fails, the stream ends with that error, so that nobody takes a part for the whole.
 */
export function csvOf(columns: readonly string[], rows: AsyncIterable<CsvRow>): Readable {
  const lines = stringify({
    ...{ header: true, columns: [...columns], escape_formulas: true },
    cast: { object: (value) => JSON.stringify(value), boolean: String },
  });
  return pipeline(Readable.from(rows), lines, () => {
    // The error has ended the stream that is returned; its reader has it.
  });
}
