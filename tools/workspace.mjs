import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this clone. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What a run leaves behind: data, secrets, logs. Deleting it is starting anew. TESSERA_STATE puts it elsewhere. */
export const stateDir = process.env.TESSERA_STATE || join(root, '.tessera');

/** What can be fetched again; several clones may share one by TESSERA_CACHE. */
export const cacheDir = process.env.TESSERA_CACHE || join(stateDir, 'cache');

/** The environment of every tool we start: Nx asks nobody and calls nobody, packages report to nobody. */
export const toolEnv = {
  ...process.env,
  CI: '1',
  NX_NO_CLOUD: 'true',
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  NX_INTERACTIVE: 'false',
  SCARF_ANALYTICS: 'false',
};

function foldersOf(group) {
  const names = readdirSync(join(root, group)).filter((name) => existsSync(join(root, group, name, 'project.json')));
  return names.map((name) => join(group, name));
}

/** The folders of all projects, relative to the root: `apps/rule-evaluator`, `libs/money`, … */
export const projects = () => ['apps', 'libs'].flatMap(foldersOf);

/** A project's project.json. */
export const projectJson = (project) => JSON.parse(readFileSync(join(root, project, 'project.json'), 'utf8'));
