export { MemoryProjectionStore } from './memory-store';
export { type Checkpoint, CheckpointMoved, type ProjectionStore, START } from './ports';
export { createCheckpointTable, PostgresProjectionStore } from './postgres-store';
export { Projection, type ProjectionOptions, type Sequenced } from './projection';
