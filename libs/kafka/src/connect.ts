import { type Admin, type ICustomPartitioner, Kafka, type KafkaConfig, logLevel, type RetryOptions } from 'kafkajs';
import { letIdleQueuesRest } from './request-queues';

export interface KafkaSettings extends Pick<KafkaConfig, 'ssl' | 'sasl'> {
  /** host:port, separated by commas. */
  readonly brokers: string;
  readonly clientId: string;
  /** Takes what kafkajs logs, errors only; JSON lines on the console without it. */
  readonly log?: (line: Readonly<Record<string, unknown>>) => void;
  /** Stands before every topic's name on the broker, and nowhere else: callers use the names of the contract. */
  readonly topicPrefix: string;
}

/** Written out because kafkajs takes other defaults when NODE_ENV is `test`. */
const RETRY: RetryOptions = { initialRetryTime: 100, retries: 8, maxRetryTime: 5_000, factor: 0.2, multiplier: 2 };

/**
 * A kafkajs client.
 * trap 21: requests that never return stop one partition in silence, so each has an enforced deadline. A rejection that
 * nobody handles ends the process: that is Node's own default, and no service may change it.
 */
export function connect(settings: KafkaSettings, retry: RetryOptions = RETRY, level = logLevel.ERROR): Kafka {
  letIdleQueuesRest();
  const { brokers, clientId, ssl, sasl, log } = settings;
  return new Kafka({
    clientId,
    brokers: brokers.split(','),
    connectionTimeout: 3_000,
    requestTimeout: 30_000,
    enforceRequestTimeout: true,
    retry: { ...RETRY, ...retry },
    logLevel: level,
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl }),
    ...(log === undefined
      ? {}
      : {
          logCreator:
            () =>
            ({ namespace, log: line }) =>
              log({ logger: namespace, ...line }),
        }),
  });
}

/**
 * Runs one piece of work with a connected admin client. A new connection each time: a kept one does not recover by itself
 * when its broker goes away.
 */
export async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** trap 23: the default partitioner differs between versions and clients, so every record says its own partition. */
export const givenPartition: ICustomPartitioner =
  () =>
  ({ topic, message }) => {
    if (message.partition === undefined) throw new Error(`${topic}: a record without partition`);
    return message.partition;
  };
