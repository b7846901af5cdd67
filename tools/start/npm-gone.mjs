import { identityOf, isAlive, parentOf } from '../../infra/local/process-identity.mjs';

const EVERY_MS = 500;

/**
 * Calls back when the `npm` that runs this script has ended. Npm puts a shell between itself and us, so we would not
 * notice: after a kill -9 of it the cluster would run on with nobody to stop it. Does nothing when npm did not start us.
 * @param {() => void} gone
 */
export function onNpmGone(gone, env = process.env) {
  if (!env.npm_lifecycle_event) return;
  const above = [process.ppid, parentOf(process.ppid)].map(identityOf);
  const timer = setInterval(() => {
    if (above.every(isAlive)) return;
    clearInterval(timer);
    gone();
  }, EVERY_MS);
  timer.unref();
}
