export { asPartitions, type DecidedRequest } from './decision-records';
export { describeFold, type FoldSuite } from './fold-suite';
export { describePurge } from './purge-suite';
export { describeProjectionStore, type StoreHarness } from './store-contract';
