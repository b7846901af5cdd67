/** The largest record batch a broker takes: chunks of coupons and long sessions in one decision fit. */
export const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

const MINUTE_MS = 60_000;
const TEN_YEARS_IN_MINUTES = 10 * 365 * 24 * 60;

/**
 * What the cluster needs of any broker, embedded or in a container, and why. Topics add their own settings from the
 * catalogue of event-contracts.
 */
export const REQUIRED = {
  'auto.create.topics.enable': false, // A misspelt topic must be an error, not a new topic of one partition.
  'message.max.bytes': MAX_MESSAGE_BYTES,
  'replica.fetch.max.bytes': MAX_MESSAGE_BYTES,
  'log.message.timestamp.after.max.ms': MINUTE_MS, // Retention goes by time: a record from the future would never leave.
  'log.retention.ms': -1, // Decisions are kept for ever; what expires says so in its topic.
  'offsets.retention.minutes': TEN_YEARS_IN_MINUTES, // An expired offset would send a consumer back silently.
  // Readers of committed records wait for a dead producer's transaction until this looks at it.
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': 2000,
  'group.min.session.timeout.ms': 1000, // Local clusters use 6 s, so that the tests of dead members stay short.
};

/** One broker on one machine: nothing to replicate to, and little memory. */
const SINGLE_NODE = {
  'process.roles': 'broker,controller',
  'node.id': 1,
  'controller.listener.names': 'CONTROLLER',
  'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'transaction.state.log.num.partitions': 4,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
  'group.initial.rebalance.delay.ms': 0,
  'num.network.threads': 1,
  'num.io.threads': 2,
  'log.cleaner.dedupe.buffer.size': 16 * 1024 * 1024,
};

const listening = (port, controllerPort) => ({
  'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
  listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
  'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
});

/** The text of server.properties. */
export function serverProperties({ port, controllerPort, logDir }) {
  const all = { ...SINGLE_NODE, ...REQUIRED, ...listening(port, controllerPort), 'log.dirs': logDir };
  return Object.entries(all)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** The required settings as the environment of a container: `message.max.bytes` is KAFKA_MESSAGE_MAX_BYTES. */
export const environmentVariables = () =>
  Object.fromEntries(
    Object.entries(REQUIRED).map(([name, value]) => [
      `KAFKA_${name.toUpperCase().replaceAll('.', '_')}`,
      String(value),
    ]),
  );
