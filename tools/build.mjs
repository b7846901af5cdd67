import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withLock } from '../infra/local/lock.mjs';
import { projectJson, projects, root, stateDir } from './workspace.mjs';

const STAMP = '.stamp';
const swcrc = join(root, '.swcrc');
const require = createRequire(import.meta.url);

const compiled = (file) => file.endsWith('.ts');
const shipped = (file) => !/\.spec\.ts$|\.d\.ts$|\.md$/.test(file);

/** What of `src` goes into `dist`, sorted: sources to compile, and files to copy as they are. */
function sourcesOf(project) {
  const src = join(root, project, 'src');
  const entries = readdirSync(src, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => relative(src, join(entry.parentPath, entry.name)));
  return files.filter(shipped).sort();
}

/** Changes with anything that the output depends on: sources and their names, settings, the compiler. */
function stampOf(project, files) {
  const hash = createHash('sha256').update(require('@swc/core/package.json').version).update(readFileSync(swcrc));
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(root, project, 'src', file)));
  return hash.digest('hex');
}

async function compile(source, target) {
  const { transformFile } = require('@swc/core');
  const map = `${basename(target)}.map`;
  const output = await transformFile(source, {
    configFile: swcrc,
    swcrc: false,
    sourceFileName: relative(dirname(target), source),
  });
  writeFileSync(target, `${output.code}\n//# sourceMappingURL=${map}\n`);
  writeFileSync(join(dirname(target), map), output.map);
}

async function emit(source, target) {
  mkdirSync(dirname(target), { recursive: true });
  if (compiled(source)) await compile(source, target.replace(/\.ts$/, '.js'));
  else copyFileSync(source, target);
}

/** Writes beside `dist` and swaps: no stale output stays, and a build that fails leaves the last good one. */
async function emitAll(project, files, stamp) {
  const [src, fresh, dist] = ['src', 'dist.fresh', 'dist'].map((name) => join(root, project, name));
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  // Source maps are relative to where the output ends up; `dist` and `dist.fresh` are equally deep.
  await Promise.all(files.map((file) => emit(join(src, file), join(fresh, file))));
  writeFileSync(join(fresh, STAMP), stamp);
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
}

function upToDate(project, stamp) {
  const file = join(root, project, 'dist', STAMP);
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

async function buildProject(project) {
  const files = sourcesOf(project);
  const stamp = stampOf(project, files);
  if (upToDate(project, stamp)) return [];
  await withLock(join(stateDir, 'build', `${basename(project)}.lock`), `a build of ${project}`, () =>
    emitAll(project, files, stamp),
  );
  return [project];
}

const buildable = (project) => projectJson(project).targets?.build !== undefined;

/**
 * Compiles every project that has a target `build` from src to dist, file by file with SWC; what has not changed stays.
 * Rejects with SWC's message, which names file and line.
 * @param {string[]} [names] names of projects; all when absent
 * @returns {Promise<string[]>} the folders of the projects that were built
 */
export async function build(names) {
  const wanted = projects().filter((project) => !names || names.includes(projectJson(project).name));
  return (await Promise.all(wanted.filter(buildable).map(buildProject))).flat();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names = process.argv.slice(2);
  await build(names.length > 0 ? names : undefined);
}
