import { Broadcast, type Patience } from './broadcast';
import type { KafkaSettings } from './connect';
import type { OnCrash } from './crash';
import type { LogRecord } from './log';

export interface TailOptions {
  readonly kafka: KafkaSettings;
  /** The contract's name. */
  readonly topic: string;
  /** Gets each record once. It must not throw: what it throws makes the batch come again. */
  readonly onRecord: (record: LogRecord) => void;
  /** Left out: none, each record comes at once. */
  readonly patience?: Patience;
  readonly onCrash?: OnCrash;
}

/** Follows all partitions of a topic from its end, in every process. */
export class Tail {
  private readonly broadcast: Broadcast;
  private started = false;

  constructor(options: TailOptions) {
    this.broadcast = new Broadcast({
      ...options,
      from: 'end',
      onRecords: (records) => records.forEach((record) => options.onRecord(record)),
    });
  }

  /** Whether it is positioned: no record written from then on is missed. */
  get ready(): boolean {
    return this.started;
  }

  /** Resolves when positioned: a question asked after it gets its answer. */
  async start(): Promise<void> {
    await this.broadcast.start();
    this.started = true;
  }

  async stop(): Promise<void> {
    this.started = false;
    await this.broadcast.stop();
  }
}
