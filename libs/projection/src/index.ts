export { createErasureTable, type Erasure, ErasureEntity, noteErasures, purgeErased } from './erasures';
export { type List, type Listed, type ListQuery, readList } from './list';
export { MemoryProjectionStore } from './memory-store';
export { type Checkpoint, CheckpointMoved, type ProjectionStore, START } from './ports';
export { createCheckpointTable, PostgresProjectionStore } from './postgres-store';
export { Projection, type ProjectionOptions, type Sequenced } from './projection';
export {
  consumeDecisions,
  type FoldedDecision,
  ProjectionModule,
  type ProjectionModuleOptions,
} from './projection.module';
export { projectionSettings, type ProjectionSettings } from './projection.settings';
export { readFromCheckpoint } from './read-from-checkpoint';
export { ReadOwnWrites } from './read-own-writes';
export { createSubjectKeyTable, SubjectKeyTable } from './subject-keys';
export { migrateService } from './migrate-service';
export { foldSlices } from './fold-slices';
