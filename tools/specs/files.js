const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { root } = require('./projects');

const NOT_OURS = new Set(['node_modules', 'dist', 'dist.fresh', 'coverage', '.git', '.nx', '.tessera']);

/** Every file of the clone that is ours, relative to the root. */
function files(folder = '') {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .filter(({ name }) => !NOT_OURS.has(name))
    .flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]));
}

const read = (file) => readFileSync(join(root, file), 'utf8');

const isText = (file) => !/\.(gz|png|ico|avro|bin)$/.test(file);
const isCode = (file) => /\.(ts|mjs|js)$/.test(file);
const isGenerated = (file) => /\.generated\./.test(file);

module.exports = { files, isCode, isGenerated, isText, read };
