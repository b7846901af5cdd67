import { MemoryDatabase } from './memory-database';
import { MemoryStore } from './memory-store';
import { storeContract } from '../testing/store-contract';

storeContract('memory', () => {
  const store = new MemoryStore(new MemoryDatabase());
  return Promise.resolve({ store, close: () => Promise.resolve() });
});
