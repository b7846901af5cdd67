import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { guarded } from '../../infra/local/guard.mjs';
import { isFree, PortTaken } from '../../infra/local/ports.mjs';

const READY_MS = 150_000;
const PROBE_MS = 2000;
const STOP_S = 25;

/** The log of the run before stays beside the new one, once. */
function keepLastLog(logFile) {
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.1`);
}

async function answersReady(url) {
  try {
    return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(PROBE_MS) })).ok;
  } catch {
    return false; // Not listening yet is an answer too: the caller gives up when the process ends or the time is over.
  }
}

/** One service as a child process, and the ways to end it and to start it again. */
export class ServiceProcess {
  #settings;
  #child;

  /** Called with `{ code, tail }` when the service ends though nobody asked for it. */
  onLost = () => undefined;

  /** Nobody wants it to run any more. */
  abandoned = false;

  /**
   * @param {object} settings
   * @param {string} settings.name unique in its cluster: `rule-evaluator`, `rule-evaluator-2`
   * @param {string} settings.app what it runs: the name of the service
   * @param {string} settings.main the script to run
   * @param {number} settings.port
   * @param {NodeJS.ProcessEnv} settings.env all of it; nothing is inherited
   * @param {string} settings.dataDir holds logs/ and run/
   */
  constructor(settings) {
    this.#settings = settings;
    this.name = settings.name;
    this.app = settings.app;
    this.port = settings.port;
    this.url = `http://127.0.0.1:${settings.port}`;
    this.logFile = join(settings.dataDir, 'logs', `${settings.name}.log`);
    this.pidFile = join(settings.dataDir, 'run', `${settings.name}.pid`);
    keepLastLog(this.logFile);
  }

  /** The pid of the service itself, not of its guard; undefined before the first start. */
  get pid() {
    return this.#child?.pid;
  }

  /** Resolves to the exit code (128 + n for signal n) when the process of the last start has ended. */
  get exited() {
    return this.#child?.exited;
  }

  get running() {
    return this.#child?.running ?? false;
  }

  /**
   * Starts it and resolves when it is ready.
   * @param {NodeJS.ProcessEnv} [extra] for this start only, such as FAILPOINT
   * Rejects with the end of its log when it ends or is not ready in time; PortTaken when another process has its port.
   */
  async start(extra = {}) {
    this.abandoned = false;
    // Else whoever listens there might answer our question whether we are ready.
    if (!(await isFree(this.port))) throw new PortTaken(`Port ${this.port} of ${this.name} is taken.`);
    const child = await this.#spawn(extra);
    this.#child = child;
    await this.#ready(child);
    void child.exited.then((code) => {
      if (!child.endMeant) this.onLost({ code, tail: child.tail() });
    });
  }

  #spawn(extra) {
    const { main, env } = this.#settings;
    return guarded(process.execPath, ['--enable-source-maps', main], {
      env: { ...env, ...extra, PORT: String(this.port) },
      logFile: this.logFile,
      pidFile: this.pidFile,
      patience: STOP_S,
    });
  }

  async #ready(child) {
    try {
      await child.until(() => answersReady(this.url), READY_MS);
    } catch (error) {
      await child.stop();
      if (child.output().includes('EADDRINUSE')) throw new PortTaken(`Port ${this.port} of ${this.name} is taken.`);
      throw new Error(`${this.name} did not start (${this.logFile}). ${error.message}`);
    }
  }

  /** SIGTERM, and SIGKILL when that does not help. Resolves to the exit code when it is gone. */
  async stop() {
    this.abandoned = true;
    return this.#child?.stop();
  }

  /** Sends a signal to the service itself; an end by it is meant, so nobody starts it again. */
  kill(signal = 'SIGKILL') {
    this.#child?.kill(signal);
  }

  /** Ends it, if it still runs, and starts it anew on the same port; `extra` as in `start`. */
  async restart(extra = {}) {
    await this.stop();
    await this.start(extra);
  }
}
