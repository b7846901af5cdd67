import { createReadStream, type ReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives `send` a file with this text, in the shape in which the SDK takes one, and removes it when that is done. */
export async function withCsv<T>(text: string, send: (file: { upFile: ReadStream }) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-csv-'));
  try {
    const path = join(folder, 'file.csv');
    await writeFile(path, text);
    return await send({ upFile: createReadStream(path) });
  } finally {
    await rm(folder, { recursive: true });
  }
}
