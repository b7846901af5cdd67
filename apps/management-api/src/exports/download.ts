import type { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';

/** text/: the official SDK reads an answer of another type as nothing. */
const CSV = 'text/csv; charset=utf-8';

/** A CSV file of that name, streamed. */
export function download(name: string, content: Readable): StreamableFile {
  return new StreamableFile(content, { type: CSV, disposition: `attachment; filename="${name}.csv"` });
}
