import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../infra/local/lock.mjs';
import { command } from './command.mjs';
import { root, stateDir } from './workspace.mjs';

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

const stampFile = join(root, 'node_modules', '.tessera-lock');
const installed = (hash) => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash;

/** Is node_modules what package-lock.json says? */
export const isInstalled = () => installed(lockHash());

/**
 * Brings node_modules to what package-lock.json says; does nothing when it is there. Runs without any dependency, since
 * a fresh clone has none, and one at a time, since `npm start` and `npm test` may be given at once.
 */
export async function install() {
  const hash = lockHash();
  if (installed(hash)) return;
  await withLock(join(stateDir, 'install.lock'), 'an installation', async () => {
    if (installed(hash)) return;
    await command('npm', ['ci', '--no-audit', '--no-fund']);
    writeFileSync(stampFile, hash);
  });
}
