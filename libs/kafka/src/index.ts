export {
  createTopics,
  type TopicDifference,
  type TopicLayout,
  TopicsUnfit,
  type TopicToCreate,
  verifyTopics,
} from './admin';
export type { Assignment, AssignmentListener, TopicPartition } from './assignment';
export { BatchContext } from './batch-context';
export { BATCH, BatchHandler, PassError } from './batch-handler';
export { BatchStrategy } from './batch-strategy';
export { connect, type KafkaSettings, withAdmin } from './connect';
export { exitOnCrash, type OnCrash } from './crash';
export type { Deliver } from './delivery';
export { Feed, type FeedOptions } from './feed';
export { FeedFold, FeedHalted, FeedTimeout, type FoldOptions } from './feed-fold';
export { GroupConsumer, type GroupConsumerOptions } from './group-consumer';
export { KafkaLog, type KafkaLogOptions } from './kafka-log';
export type { Lag } from './lag';
export type { Log, LogRecord, NewRecord, Position, Publisher } from './log';
export { MemoryBroker } from './memory-broker';
export { MemoryLog, type MemoryLogOptions } from './memory-log';
export { createServedTopics } from './new-topics';
export { PlainProducer, type PlainProducerOptions } from './plain-producer';
export { type AtStep, PublishFailed, type PublishStep } from './publish-failed';
export { RecordLate, RecordMissing, RecordReader, type RecordReaderOptions } from './record-reader';
export { SendFailed } from './send-failed';
export { Tail, type TailOptions } from './tail';
export type { Patience } from './broadcast';
export { type Progress, Stalled, Watchdog } from './watchdog';
