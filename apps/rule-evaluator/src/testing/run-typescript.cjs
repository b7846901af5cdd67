/* eslint-disable no-undef -- plain Node, loaded by no bundler */
// Runs a service's TypeScript as it stands, for specs that must kill a process of their own: `node run-typescript.cjs main.ts`.
const { existsSync, readFileSync } = require('node:fs');
const Module = require('node:module');
const { join, resolve } = require('node:path');
const { transformSync } = require('@swc/core');

const root = resolve(__dirname, '../../../..');
const read = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'));
const swc = read('.swcrc');
delete swc.$schema;
const { paths } = read('tsconfig.base.json').compilerOptions;

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  const known = paths[request]?.[0];
  return known && existsSync(join(root, known)) ? join(root, known) : resolveFilename.call(this, request, ...rest);
};

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    ...swc,
    filename,
    swcrc: false,
    sourceMaps: 'inline',
  });
  module._compile(code, filename);
};

require(resolve(process.argv[2]));
