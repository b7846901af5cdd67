import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file with this text, as the SDK sends one. */
export async function csvOf(text: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'tessera-csv-')), 'file.csv');
  await writeFile(path, text);
  return path;
}
