import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { identityOf, isAlive } from './process-identity.mjs';

const SETTLE_MS = 100;
const RETRY_MS = 200;

/** Thrown when another live process holds the lock; `holder` is `{ pid, since, purpose }`. */
export class LockHeld extends Error {
  constructor(file, holder) {
    super(`${holder.purpose} already runs here: process ${holder.pid}, since ${holder.since} (${file})`);
    this.holder = holder;
  }
}

/** The holder, or undefined when the file is gone. */
function holderIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A hard link appears whole or not at all, so nobody reads half a lock. */
function linked(fresh, file) {
  try {
    linkSync(fresh, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Puts ours over a dead holder's. Two may do so at once: the later rename wins, so both look again a little later. */
async function tookOver(fresh, file) {
  const holder = holderIn(file);
  if (holder && isAlive(holder)) throw new LockHeld(file, holder);
  renameSync(fresh, file);
  await after(SETTLE_MS);
  const winner = holderIn(file);
  if (winner?.pid !== process.pid) throw new LockHeld(file, winner ?? { pid: 'unknown', since: 'just now' });
}

/**
 * Takes a lock that a dead process cannot keep. Resolves to the function that gives it back; throws LockHeld.
 * @param {string} file where the lock stands; its folder is made
 * @param {string} purpose what holds it, for the one who finds it held
 */
export async function takeLock(file, purpose) {
  const fresh = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(fresh, JSON.stringify({ ...identityOf(process.pid), since: new Date().toISOString(), purpose }));
  try {
    if (!linked(fresh, file)) await tookOver(fresh, file);
  } finally {
    rmSync(fresh, { force: true });
  }
  return () => rmSync(file, { force: true });
}

/** Runs the work while holding the lock; waits for a live holder to finish instead of failing. */
export async function withLock(file, purpose, work) {
  const release = await waitForLock(file, purpose);
  try {
    return await work();
  } finally {
    release();
  }
}

async function waitForLock(file, purpose) {
  for (;;) {
    try {
      return await takeLock(file, purpose);
    } catch (error) {
      if (!(error instanceof LockHeld)) throw error;
      await after(RETRY_MS);
    }
  }
}
