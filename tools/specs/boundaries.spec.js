const { execFile } = require('node:child_process');
const { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join, relative } = require('node:path');
const { toolEnv } = require('./tool-env');
const { projects, root } = require('./projects');

// Goal: the rules of eslint.config.mjs refuse what they are there to refuse. Method: the workspace's real settings, tags
// and package.json files around sources of one line, in a copy; one file for each case; one run of ESLint over all.

const LAYERS = '@nx/enforce-module-boundaries';
const IMPORTS = 'no-restricted-imports';
const PROPERTIES = 'no-restricted-properties';
const SYNTAX = 'no-restricted-syntax';

/** [project, rule, code]; in files of product code unless the fourth says otherwise. */
const REFUSED = [
  ['libs/money', LAYERS, "export { promotion } from '@tessera/promotion';"],
  ['libs/money', LAYERS, "export { Type } from 'avsc';"],
  ['libs/expression', LAYERS, "export { DateTime } from 'luxon';"],
  ['libs/promotion', LAYERS, "export { kafka } from '@tessera/kafka';"],
  ['libs/promotion', LAYERS, "export { eventContracts } from '@tessera/event-contracts';"],
  ['libs/promotion', LAYERS, "export { z } from 'zod';"],
  ['libs/event-contracts', LAYERS, "export { kafka } from '@tessera/kafka';"],
  ['libs/event-contracts', LAYERS, "export { z } from 'zod';"],
  ['libs/api-contracts', LAYERS, "export { decisions } from '@tessera/event-contracts';"],
  ['libs/api-contracts', LAYERS, "export { Injectable } from '@nestjs/common';"],
  ['libs/kafka', LAYERS, "export { promotion } from '@tessera/promotion';"],
  ['libs/postgres', LAYERS, "export { money } from '@tessera/money';"],
  ['libs/kafka', LAYERS, "export { z } from 'zod';"],
  ['libs/testing', LAYERS, "export { kafka } from '@tessera/kafka';"],
  ['apps/rule-evaluator', LAYERS, "export { own } from '../../ingestion-gateway/src/own';"],
  ['apps/cluster-e2e', LAYERS, "export { kafka } from '@tessera/kafka';"],
  ['apps/cluster-e2e', LAYERS, "export { own } from '../../ingestion-gateway/src/own';"],
  ['libs/promotion', LAYERS, "export { kafka } from '@tessera/kafka';", 'case.spec.ts'],
  ['libs/money', IMPORTS, "export { join } from 'node:path';"],
  ['libs/promotion', IMPORTS, "export { readFileSync } from 'fs';"],
  ['libs/api-contracts', IMPORTS, "export { join } from 'node:path';"],
  ['libs/expression', IMPORTS, "export { plan } from '@bufbuild/cel';"],
  ['libs/expression', IMPORTS, "export { run } from '@bufbuild/cel';"],
  ['apps/rule-evaluator', IMPORTS, "export { plan } from '@bufbuild/cel';"],
  ['libs/kafka', IMPORTS, "export { testing } from '@tessera/testing';"],
  ['libs/promotion', IMPORTS, "export { testing } from '@tessera/testing';"],
  ['apps/rule-evaluator', IMPORTS, "export { given } from '@tessera/promotion/testing';"],
  ['apps/rule-evaluator', IMPORTS, "import { env } from 'node:process';\nexport const port = env.PORT;"],
  ['apps/cluster-e2e', IMPORTS, "export { eventContracts } from '@tessera/event-contracts';", 'checker/case.ts'],
  ['apps/rule-evaluator', PROPERTIES, 'export const port = process.env.PORT;'],
  ['apps/rule-evaluator', PROPERTIES, 'export const { env } = process;'],
  ['apps/management-api', SYNTAX, 'export const port = process.env.PORT;', 'main.ts'],
  ['libs/kafka', PROPERTIES, 'export const port = process.env.PORT;'],
  ['libs/promotion', PROPERTIES, 'export const now = () => Date.now();'],
  ['libs/money', PROPERTIES, 'export const chance = () => Math.random();'],
  ['libs/expression', SYNTAX, 'export const now = () => new Date();'],
  ['libs/expression', SYNTAX, 'export const now = () => Date();'],
  ['libs/promotion', SYNTAX, 'export const wait = async (one: Promise<number>) => await one;'],
  ['libs/money', SYNTAX, 'export const wait = async () => Promise.resolve(1);'],
  [
    'libs/kafka',
    SYNTAX,
    'export async function add(sum: { total: number }, more: () => Promise<number>) {\n  sum.total += await more();\n}',
  ],
  [
    'libs/kafka',
    'require-atomic-updates',
    'let total = 0;\nexport async function add(more: () => Promise<number>) {\n  total = total + (await more());\n}',
  ],
  [
    'libs/kafka',
    '@typescript-eslint/no-floating-promises',
    'export const go = (work: () => Promise<void>) => {\n  work();\n};',
  ],
  [
    'libs/kafka',
    '@typescript-eslint/consistent-type-imports',
    "import { Type } from './types';\nexport const value: Type = 1;",
  ],
  ['libs/kafka', '@typescript-eslint/no-explicit-any', 'export const any = (value: any): unknown => value;'],
  ['libs/kafka', '@typescript-eslint/ban-ts-comment', '// @ts-ignore\nexport const value = 1;'],
  ['libs/kafka', 'import-x/no-cycle', "export { back } from './cycle';\nexport const forth = 1;", 'case-cycle.ts'],
];

const ACCEPTED = [
  ['libs/expression', "export { parse } from '@bufbuild/cel';"],
  ['libs/expression', "export { plan } from '@bufbuild/cel';", 'case.spec.ts'],
  ['libs/promotion', "export { money } from '@tessera/money';"],
  ['libs/promotion', "export { testing } from '@tessera/testing';", 'case.spec.ts'],
  ['libs/promotion', "export { assert } from 'fast-check';", 'case.spec.ts'],
  ['libs/promotion', 'export const day = (ms: number) => new Date(ms);'],
  ['libs/event-contracts', "export { promotion } from '@tessera/promotion';"],
  ['libs/event-contracts', "export { createHash } from 'node:crypto';"],
  ['libs/kafka', "export { eventContracts } from '@tessera/event-contracts';"],
  [
    'libs/kafka',
    'export async function once(more: () => Promise<number>) {\n  const total = await more();\n  return total;\n}',
  ],
  ['apps/rule-evaluator', "export { promotion } from '@tessera/promotion';\nexport { kafka } from '@tessera/kafka';"],
  ['apps/rule-evaluator', 'export const port = process.env.PORT;', 'settings.ts'],
  ['apps/rule-evaluator', 'export const all = { ...process.env };', 'main.ts'],
  ['apps/cluster-e2e', "export { eventContracts } from '@tessera/event-contracts';"],
];

const WORKSPACE_FILES = [
  '.gitignore',
  'eslint.config.mjs',
  'nx.json',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.workspace.json',
];

let copy;
let found;

function write(file, text) {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), `${text}\n`);
}

const camelCase = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** Settings as they are, and a source that exports a constant of the project's own name. */
function copyProject(project) {
  for (const file of ['project.json', 'package.json', 'tsconfig.json']) {
    cpSync(join(root, project, file), join(copy, project, file), { recursive: true });
  }
  write(join(project, 'src/index.ts'), `export const ${camelCase(project.split('/')[1])} = 1;`);
  write(join(project, 'src/own.ts'), 'export const own = 1;');
}

/** Where a case's file goes: numbered, so that cases of one project do not meet, unless its name is the point. */
function fileOf(project, number, name = 'case.ts') {
  const placed = /case\./.test(name) ? name.replace('case', `case-${number}`) : name;
  return join(project, 'src', placed);
}

const refused = REFUSED.map(([project, rule, code, name], n) => ({ rule, code, file: fileOf(project, n, name) }));
const accepted = ACCEPTED.map(([project, code, name], n) => ({ code, file: fileOf(project, `ok-${n}`, name) }));

function copyWorkspace() {
  copy = realpathSync(mkdtempSync(join(tmpdir(), 'tessera-lint-')));
  for (const file of WORKSPACE_FILES) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  projects.forEach(copyProject);
  // Their bad imports must not become part of the project graph: then the cycles they make would be found instead.
  write('.nxignore', '**/case-*.ts');
  for (const { file, code } of [...refused, ...accepted]) write(file, code);
  write('libs/kafka/src/types.ts', 'export type Type = number;');
  write('libs/kafka/src/cycle.ts', "import { forth } from './case-cycle';\nexport const back = forth;");
}

/** Exit code 1 only says that there are findings, which is what we are after. */
function lint() {
  const script = join(root, 'node_modules/eslint/bin/eslint.js');
  return new Promise((resolve, reject) => {
    const options = { cwd: copy, env: toolEnv, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [script, '-f', 'json', 'apps', 'libs'], options, (error, stdout, stderr) => {
      if (error && error.code !== 1) reject(new Error(`${stdout}\n${stderr}`));
      else resolve(JSON.parse(stdout.slice(stdout.indexOf('[{'))));
    });
  });
}

beforeAll(async () => {
  copyWorkspace();
  const results = await lint();
  found = new Map(results.map(({ filePath, messages }) => [relative(copy, filePath), messages]));
}, 300_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

const rulesIn = (file) => found.get(file).map(({ ruleId, message }) => ruleId ?? message);

it.each(refused)('refuses by $rule in $file: $code', ({ rule, file }) => {
  expect(rulesIn(file)).toContain(rule);
});

it.each(accepted)('accepts in $file: $code', ({ file }) => {
  expect(rulesIn(file)).toEqual([]);
});
