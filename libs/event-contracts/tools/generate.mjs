// node tools/generate.mjs           writes src/generated from schemas/
// node tools/generate.mjs --check   exits 1 and names the files that would change
// node tools/generate.mjs --release keeps the current versions under schemas/released; a changed schema needs a new line
//                                   in schemas/versions.json first, unless its version was never released
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { format } from 'prettier';
import { records, releasedPath, root, schemaVersions, selfContained, types } from './schemas.mjs';
import { typescript } from './typescript.mjs';

const STYLE = { parser: 'typescript', singleQuote: true, printWidth: 120 };

const HEADER = '// Generated from schemas/ by tools/generate.mjs: change the .avsc files and run it again.\n\n';

function schemaTable() {
  const lines = schemaVersions().map(({ record, version, id, current, schema }) => {
    const text = JSON.stringify(JSON.stringify(schema));
    return `{ record: '${record}', version: ${version}, id: ${id}, current: ${current}, text: ${text} },`;
  });
  const value = JSON.stringify(
    JSON.stringify(
      selfContained(
        types().find(({ name }) => name === 'Value'),
        types(),
      ),
    ),
  );
  return `${HEADER}/** Of a value that stands alone: what is sealed. */\nexport const VALUE_SCHEMA = ${value};\n\n/** Every version of every record that may stand in a topic; ids are never used again. */\nexport const SCHEMA_VERSIONS = [\n${lines.join('\n')}\n] as const;\n`;
}

async function generated() {
  const files = [
    ['records.generated.ts', typescript([...types(), ...records()])],
    ['schemas.generated.ts', schemaTable()],
  ];
  const formatted = files.map(async ([name, text]) => [join(root, 'src/generated', name), await format(text, STYLE)]);
  return Promise.all(formatted);
}

const current = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null);

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

async function release() {
  for (const entry of schemaVersions().filter(({ current }) => current)) await keep(releasedPath(entry), entry.schema);
}

async function keep(path, schema) {
  const text = JSON.stringify(schema);
  const before = current(path);
  if (before === null) write(path, await format(text, { ...STYLE, parser: 'json' }));
  else if (JSON.stringify(JSON.parse(before)) !== text) {
    throw new Error(`${relative(root, path)} is released: give the change a new version`);
  }
}

if (process.argv.includes('--release')) await release();
const files = await generated();
const stale = files.filter(([path, text]) => current(path) !== text);
if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${relative(root, path)} differs from its schemas`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [path, text] of stale) write(path, text);
}
