import { inspect } from 'node:util';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../build.mjs';
import { command } from '../command.mjs';
import { step, warn } from '../start/say.mjs';
import { projects, root, toolEnv } from '../workspace.mjs';
import { sum } from './counts.mjs';

/** Typed lint holds the whole workspace's types at once. */
const LINT_ENV = { ...toolEnv, NODE_OPTIONS: '--max-old-space-size=8192' };

const bin = (name) => join(root, 'node_modules', '.bin', name);

/** The libraries that must compile without Node's or a browser's types say so by this file. */
const pureSettings = () =>
  projects()
    .map((project) => join(project, 'tsconfig.lib.json'))
    .filter((file) => existsSync(join(root, file)));

async function types() {
  await command(bin('tsc'), ['-p', 'tsconfig.workspace.json']);
  for (const file of pureSettings()) await command(bin('tsc'), ['-p', file]);
}

const format = () => command(bin('prettier'), ['--check', '--log-level', 'warn', '.']);
const lint = () => command(bin('eslint'), ['.', '--max-warnings', '0'], { env: LINT_ENV });

/** Runs one check, which counts like a test; what it printed is shown only when it fails. */
async function check(name, work) {
  try {
    await step(name, work);
    return { passed: 1, failed: 0 };
  } catch (error) {
    warn(`${name} failed\n${error.output ?? inspect(error)}`);
    return { passed: 0, failed: 1 };
  }
}

/** Compiles what the specs run: every service and library. */
export const checkBuild = () => check('build', () => build());

/** Everything but the specs, each as one process over the whole workspace; lint takes as long as the others together. */
export async function checkAll() {
  const others = async () => sum([await check('format', format), await check('types', types), await checkBuild()]);
  return sum(await Promise.all([others(), check('lint', lint)]));
}
