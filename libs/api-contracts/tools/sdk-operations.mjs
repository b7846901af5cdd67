// node tools/sdk-operations.mjs writes docs/sdk-operations.md from src/sdk; src/sdk/operations.spec.ts finds drift. Build first.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { sdkOperationsPage } = createRequire(import.meta.url)('../dist/index.js');
writeFileSync(join(root, '../../docs/sdk-operations.md'), sdkOperationsPage());
