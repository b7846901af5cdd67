export { connect, type KafkaSettings, withAdmin } from './connect';
export { KafkaLog, type KafkaLogOptions } from './kafka-log';
export type { Log, LogRecord, NewRecord, Position, Publisher } from './log';
export { MemoryBroker } from './memory-broker';
export { MemoryLog, type MemoryLogOptions } from './memory-log';
export { type AtStep, PublishFailed, type PublishStep } from './publish-failed';
