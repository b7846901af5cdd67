import { CheckpointMoved, type ProjectionStore, START } from '../ports';

export interface StoreHarness {
  readonly store: ProjectionStore<string>;
  /** What the committed folds wrote, in order. */
  folded(): Promise<readonly string[]>;
  /** Makes the next fold fail within its transaction. */
  failNext(): void;
}

/** What every store of a projection must do; run on the one in memory and on PostgreSQL. */
export function describeProjectionStore(name: string, harnessOf: () => Promise<StoreHarness>): void {
  describe(`a projection's store: ${name}`, () => {
    let harness: StoreHarness;

    beforeEach(async () => {
      harness = await harnessOf();
    });

    it('begins at the start', async () => {
      await expect(harness.store.checkpoint(0)).resolves.toEqual(START);
    });

    it('keeps rows and checkpoint together', async () => {
      const to = { nextOffset: 2n, seq: 2n };
      await harness.store.apply(0, START, to, ['a', 'b']);
      await expect(harness.store.checkpoint(0)).resolves.toEqual(to);
      await expect(harness.store.checkpoint(1)).resolves.toEqual(START);
      await expect(harness.folded()).resolves.toEqual(['a', 'b']);
    });

    it('folds nothing where the checkpoint was moved by another', async () => {
      await harness.store.apply(0, START, { nextOffset: 1n, seq: 1n }, ['a']);
      const late = harness.store.apply(0, START, { nextOffset: 1n, seq: 1n }, ['a']);
      await expect(late).rejects.toBeInstanceOf(CheckpointMoved);
      await expect(harness.folded()).resolves.toEqual(['a']);
    });

    it('lets one of two that fold at the same time through', async () => {
      const both = [1, 2].map(() => harness.store.apply(0, START, { nextOffset: 1n, seq: 1n }, ['a']));
      const results = await Promise.allSettled(both);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(harness.folded()).resolves.toEqual(['a']);
    });

    it('keeps neither rows nor checkpoint when the fold fails', async () => {
      harness.failNext();
      await expect(harness.store.apply(0, START, { nextOffset: 1n, seq: 1n }, ['a'])).rejects.toThrow('on purpose');
      await expect(harness.store.checkpoint(0)).resolves.toEqual(START);
      await expect(harness.folded()).resolves.toEqual([]);
    });
  });
}
