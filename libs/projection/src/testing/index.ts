export { asPartitions, type DecidedRequest } from './decision-records';
export { describeFold, type FoldSuite } from './fold-suite';
export { describeProjectionStore, type StoreHarness } from './store-contract';
