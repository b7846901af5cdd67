import { setTimeout as after } from 'node:timers/promises';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const STEADY_MS = 60_000;

/**
 * Starts a service again when it ends by itself, and says so aloud: a service that stops over a broken consumer or a lost
 * fence is right to exit, and counts on this. The pause doubles with each end, and is short again after a steady minute.
 * @param {import('./service-process.mjs').ServiceProcess} service
 * @param {(line: string) => void} warn
 */
export function keepRunning(service, warn) {
  let pauseMs = FIRST_PAUSE_MS;
  let startedAt = Date.now();

  const again = async () => {
    await after(pauseMs);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    if (service.abandoned) return;
    try {
      await service.start();
      startedAt = Date.now();
      warn(`${service.name} runs again`);
    } catch (error) {
      warn(error.message);
      void again();
    }
  };

  service.onLost = ({ code, tail }) => {
    if (Date.now() - startedAt > STEADY_MS) pauseMs = FIRST_PAUSE_MS;
    warn(`${service.name} ended with ${code} and is started again in ${pauseMs} ms (${service.logFile}):\n${tail}`);
    void again();
  };
}
