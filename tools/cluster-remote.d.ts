/** `startCluster` of cluster.mjs for jest, which cannot import ES modules: the cluster is the child of a process apart. */

export interface ClusterOptions {
  /** Secrets, logs/ and run/ (and embedded data, without `brokers` and `databaseUrl`). */
  readonly dataDir: string;
  readonly brokers?: string;
  readonly databaseUrl?: string;
  /** a-z, 0-9 and _: keeps it apart from other clusters, and makes `stop` remove its topics and its database. */
  readonly name?: string;
  readonly ports?: 'default' | 'free';
  /** Names as in services.mjs; all when absent. */
  readonly services?: readonly string[];
  readonly evaluators?: number;
  /** Goes over whatever else the services are given. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ServiceHandle {
  /** `rule-evaluator`, `rule-evaluator-2`, … */
  readonly name: string;
  readonly app: string;
  readonly url: string;
  /** Of the service itself; another one after `restart`. */
  readonly pid: number;
  /** JSON lines. */
  readonly logFile: string;
  /** Sends a signal; SIGKILL when none is named. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Resolves to the exit code (128 + n for signal n) when the process of the last start has ended. */
  exited(): Promise<number>;
  /** SIGTERM, then SIGKILL when that does not help; resolves to the exit code. */
  stop(): Promise<number>;
  /** Ends it if it runs and starts it on the same port, `env` (FAILPOINT …) for this start only; ready when it resolves. */
  restart(env?: Readonly<Record<string, string>>): Promise<void>;
}

export interface ClusterHandle {
  /** Addresses by service. */
  readonly urls: Readonly<Record<string, string>>;
  readonly brokers: string;
  readonly databaseUrl: string;
  /** By variable: TESSERA_ADMIN_PASSWORD, TESSERA_SERVICE_SECRET, TESSERA_MASTER_KEY. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly processes: readonly ServiceHandle[];
  process(name: string): ServiceHandle | undefined;
  /** Stops everything in order, and removes what a named cluster left on broker and server. */
  stop(): Promise<void>;
}

/** Resolves when every service is ready; rejects with the end of the log of the one that could not start. */
export function startCluster(options: ClusterOptions): Promise<ClusterHandle>;
