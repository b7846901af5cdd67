import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const onLinux = process.platform === 'linux';

/** The fields of /proc/<pid>/stat from the third on: what stands before may itself hold blanks and brackets. */
function statOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Field 22; a zombie has ended. */
function startOnLinux(pid) {
  const fields = statOf(pid);
  return fields[0] === 'Z' ? undefined : fields[19];
}

const ps = (column, pid) =>
  execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;

/** When a process started, as text to be compared only; undefined when there is no such process (or only its zombie). */
export function startOf(pid) {
  try {
    return onLinux ? startOnLinux(pid) : ps('lstart', pid);
  } catch {
    return undefined; // Both ways answer with an error where the process is gone.
  }
}

/** The pid of its parent. Throws when there is no such process. */
export const parentOf = (pid) => Number(onLinux ? statOf(pid)[1] : ps('ppid', pid));

/** A process by pid and start time: a pid alone comes back to life in another process. */
export const identityOf = (pid) => ({ pid, started: startOf(pid) });

/** Does this very process still run? */
export const isAlive = ({ pid, started }) => started !== undefined && startOf(pid) === started;
