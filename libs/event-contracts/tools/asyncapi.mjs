// node tools/asyncapi.mjs writes docs/generated/asyncapi.yaml from the topics and schemas; src/asyncapi.spec.ts finds drift.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { root } from './schemas.mjs';

const BUILD = 'swc src --out-dir dist --strip-leading-paths --config-file ../../.swcrc --ignore **/*.spec.ts --quiet';
execFileSync('npx', BUILD.split(' '), { cwd: root, stdio: 'inherit' });
const { asyncApi } = createRequire(import.meta.url)('../dist/index.js');
writeFileSync(
  join(root, '../../docs/generated/asyncapi.yaml'),
  stringify(asyncApi(), { lineWidth: 120, aliasDuplicateObjects: false }),
);
