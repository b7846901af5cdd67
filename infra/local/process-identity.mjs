import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Field 22 of /proc/<pid>/stat, counted after the command, which may itself hold blanks and brackets. */
function startOnLinux(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' ? undefined : fields[18];
}

const startByPs = (pid) =>
  execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;

/** When a process started, as text to be compared only; undefined when there is no such process (or only its zombie). */
export function startOf(pid) {
  try {
    return process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
  } catch {
    return undefined; // Both ways answer with an error where the process is gone.
  }
}

/** A process by pid and start time: a pid alone comes back to life in another process. */
export const identityOf = (pid) => ({ pid, started: startOf(pid) });

/** Does this very process still run? */
export const isAlive = ({ pid, started }) => started !== undefined && startOf(pid) === started;
