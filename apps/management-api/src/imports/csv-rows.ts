import type { Readable } from 'node:stream';
import { ApiError, messageOf } from '@tessera/service-kit';
import { CsvError, type Info, parse } from 'csv-parse';
import type { z } from 'zod';

/** The most that one file has. */
export const MAX_ROWS = 100_000;

/** A row that cannot be taken: which, and why. */
export interface WrongRow {
  readonly line: number;
  readonly reason: string;
}

export interface Row<T> {
  readonly line: number;
  readonly value: T;
}

export interface Rows<T> {
  readonly rows: readonly Row<T>[];
  readonly wrong: readonly WrongRow[];
}

/** `truncated`: the rest of it was more than is taken. */
export type Upload = Readable & { readonly truncated?: boolean };

interface Parsed {
  readonly record: Readonly<Record<string, string>>;
  readonly info: Info;
}

/**
 * The rows of a CSV file with a header line, each read by the schema; columns that the schema does not know are left alone,
 * so that an export can be imported. Lines count from 1, the header is the first.
 * Throws ApiError 400 import.malformed where the rest of the file cannot be read, import.columns, import.rows; 413.
 */
export async function csvRows<T>(file: Upload, required: readonly string[], schema: z.ZodType<T>): Promise<Rows<T>> {
  const rows: Row<T>[] = [];
  const wrong: WrongRow[] = [];
  for await (const { record, info } of parsed(file, required)) {
    if (rows.length + wrong.length === MAX_ROWS) throw ApiError.invalid('import.rows', `At most ${MAX_ROWS} rows`);
    const read = schema.safeParse(filled(record));
    if (read.success) rows.push({ line: info.lines, value: read.data });
    else wrong.push({ line: info.lines, reason: reasonOf(read.error) });
  }
  if (file.truncated) throw tooLarge();
  return { rows, wrong };
}

async function* parsed(file: Upload, required: readonly string[]): AsyncGenerator<Parsed> {
  const parser = parse({
    columns: (names: string[]) => columnsOf(names, required),
    ...{ bom: true, info: true, trim: true, skip_empty_lines: true },
  });
  file.on('error', (error) => parser.destroy(error));
  try {
    yield* file.pipe(parser) as AsyncIterable<Parsed>;
  } catch (error) {
    throw file.truncated ? tooLarge() : malformed(error);
  } finally {
    file.resume();
  }
}

function columnsOf(names: readonly string[], required: readonly string[]): string[] {
  const columns = names.map((name) => name.toLowerCase());
  const missing = required.filter((name) => !columns.includes(name));
  if (missing.length === 0) return columns;
  throw ApiError.invalid('import.columns', `The header line has no ${missing.join(', ')}`);
}

function malformed(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof CsvError) {
    const line = Number(error['lines'] ?? 0);
    const detail = { code: 'import.malformed', title: 'The file is no CSV', details: error.message };
    return new ApiError(400, [{ ...detail, source: { line } }]);
  }
  throw error;
}

const tooLarge = (): ApiError => ApiError.of(413, 'body.too_large', messageOf(413));

/** What an export wrote is read back: an apostrophe before what a spreadsheet would take for a formula is none of the text. */
function filled(record: Parsed['record']): Record<string, string> {
  const cells = Object.entries(record).filter(([, cell]) => cell !== '');
  return Object.fromEntries(cells.map(([name, cell]) => [name, cell.replace(/^'(?=[=+\-@\t\r])/, '')]));
}

function reasonOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}

/** Rows that an answer names; the rest is counted. */
export const NAMED_ROWS = 1_000;

/** The refusal of a file for its rows. */
export function refusedRows(status: number, code: string, rows: readonly WrongRow[]): ApiError {
  const errors = rows.slice(0, NAMED_ROWS).map(({ line, reason }) => ({
    ...{ code, title: 'A row cannot be imported', details: reason },
    source: { line },
  }));
  return new ApiError(status, errors);
}
