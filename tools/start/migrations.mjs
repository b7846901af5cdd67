import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../command.mjs';
import { SERVICES } from '../services.mjs';
import { root } from '../workspace.mjs';

const migrateScript = (name) => join(root, 'apps', name, 'dist', 'migrate.js');

/** The services that have tables, and so a `migrate.js`. */
export const migrating = () => SERVICES.filter(({ schema }) => schema !== undefined);

/**
 * Brings the schemas of these services to what their code expects; changes nothing when they are there already.
 * @param {string[]} names of services
 * @param {(name: string) => NodeJS.ProcessEnv} envOf the environment of each
 * Rejects with the output of the first migration that fails.
 */
export async function migrate(names, envOf) {
  const chosen = migrating().filter(({ name }) => names.includes(name));
  await Promise.all(chosen.map(({ name }) => migrateOne(name, envOf(name))));
}

async function migrateOne(name, env) {
  const script = migrateScript(name);
  if (!existsSync(script)) throw new Error(`${name} has tables but no migrate.js: was it built?`);
  await command(process.execPath, ['--enable-source-maps', script], { env });
}
