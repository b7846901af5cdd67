import { MemoryProjectionStore } from './memory-store';
import { describeProjectionStore } from './testing/store-contract';

describeProjectionStore('in memory', () => {
  let failing = false;
  const store = new MemoryProjectionStore<string>(() => {
    if (failing) throw new Error('on purpose');
  });
  return Promise.resolve({ store, folded: () => Promise.resolve(store.folded), failNext: () => (failing = true) });
});
