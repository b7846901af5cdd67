import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OPENAPI_FILE, openApiText } from './openapi';

/** Writes the committed document anew: `node dist/write-openapi.js` in the project's folder. */
async function run(): Promise<void> {
  await writeFile(join(process.cwd(), OPENAPI_FILE), await openApiText());
}

void run();
