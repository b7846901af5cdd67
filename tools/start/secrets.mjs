import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MAKERS = {
  TESSERA_MASTER_KEY: { file: 'master-key', make: () => randomBytes(32).toString('base64') },
  TESSERA_SERVICE_SECRET: { file: 'service-secret', make: () => randomBytes(32).toString('base64url') },
  TESSERA_ADMIN_PASSWORD: { file: 'admin-password', make: () => randomBytes(12).toString('base64url') },
};

/** Sealed attributes in existing data can be read with their own key only: a new one must not take its place quietly. */
function refuseLostKey(dataDir, file) {
  if (file !== 'master-key' || !existsSync(join(dataDir, 'kafka'))) return;
  throw new Error(`${join(dataDir, file)} is gone, but its data are there: put the key back, or delete ${dataDir}.`);
}

function made(dataDir, { file, make }) {
  const path = join(dataDir, file);
  if (!existsSync(path)) {
    refuseLostKey(dataDir, file);
    writeFileSync(path, `${make()}\n`, { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(path, 'utf8').trim();
}

/**
 * The secrets of the cluster in this folder, by variable: from the environment where it has them, else made at the first
 * start and kept in files that only the owner can read.
 * @returns {Record<'TESSERA_MASTER_KEY' | 'TESSERA_SERVICE_SECRET' | 'TESSERA_ADMIN_PASSWORD', string>}
 */
export function clusterSecrets(dataDir, env = process.env) {
  mkdirSync(dataDir, { recursive: true });
  return Object.fromEntries(Object.entries(MAKERS).map(([name, maker]) => [name, env[name] || made(dataDir, maker)]));
}
