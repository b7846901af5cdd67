import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { stateDir, toolEnv } from '../../workspace.mjs';

/**
 * A package that only this bench needs, fetched when it first runs. One that has a part for each platform cannot stand in the
 * lock file: npm refuses a lock that lacks the parts of other machines.
 */
export function fetched(name, version) {
  const home = join(stateDir, 'bench-peers');
  mkdirSync(home, { recursive: true });
  if (!existsSync(join(home, 'node_modules', name)))
    execFileSync('npm', ['install', '--no-save', '--prefix', home, `${name}@${version}`], { env: toolEnv });
  return createRequire(join(home, 'index.js'))(name);
}
