import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { identityOf, isAlive } from './process-identity.mjs';

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

/**
 * Removes the lock of a dead holder. It is moved aside before it goes, because another process may have taken the lock
 * since we judged the holder: then what we moved is that one's, and it is put back.
 */
function removeDead(file, dead) {
  const aside = `${file}.dead.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return; // Another process was as quick; the lock is free for one of us.
    throw error;
  }
  if (holderIn(aside).pid !== dead.pid) linked(aside, file);
  rmSync(aside);
}

/** One try: throws LockHeld when a live process has it, and gives false when it must be tried again. */
function taken(fresh, file) {
  if (linked(fresh, file)) return true;
  const holder = holderIn(file);
  if (holder && isAlive(holder)) throw new LockHeld(file, holder);
  if (holder) removeDead(file, holder);
  return false;
}

/**
 * Takes a lock that a dead process cannot keep. Gives the function that gives it back; throws LockHeld.
 * @param {string} file where the lock stands; its folder is made
 * @param {string} purpose what holds it, for the one who finds it held
 */
export function takeLock(file, purpose) {
  const fresh = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(fresh, JSON.stringify({ ...identityOf(process.pid), since: new Date().toISOString(), purpose }));
  try {
    while (!taken(fresh, file));
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
      return takeLock(file, purpose);
    } catch (error) {
      if (!(error instanceof LockHeld)) throw error;
      await after(RETRY_MS);
    }
  }
}
