import type { LogRecord } from '@tessera/kafka';
import { MemoryProjectionStore } from './memory-store';
import { Projection, type Sequenced } from './projection';

const decode = (value: Uint8Array | null): Sequenced => ({ seq: BigInt(Buffer.from(value ?? []).toString()) });

/** Offsets have gaps, as commit markers leave them: record n stands at offset 2n. */
const record = (seq: number): LogRecord => ({
  topic: 'decisions.v1',
  partition: 0,
  offset: BigInt(seq) * 2n,
  key: null,
  value: Buffer.from(String(seq)),
  timestamp: 0n,
  headers: {},
});

const records = (...seqs: number[]) => seqs.map(record);

function projectionOn(store = new MemoryProjectionStore<Sequenced>()) {
  const halts: string[] = [];
  const projection = new Projection({ store, decode, onHalt: (_, reason) => halts.push(reason) });
  return { projection, store, halts, folded: () => store.folded.map(({ seq }) => Number(seq)) };
}

describe('a projection', () => {
  it('folds each record once, however often it is delivered', async () => {
    const { projection, folded } = projectionOn();
    await projection.handle(0, records(1, 2));
    await projection.handle(0, records(1, 2, 3));
    expect(folded()).toEqual([1, 2, 3]);
  });

  it('drops a record that stands twice in the topic', async () => {
    const { projection, folded } = projectionOn();
    await projection.handle(0, [record(1), record(2), { ...record(2), offset: 5n }, record(3)]);
    expect(folded()).toEqual([1, 2, 3]);
  });

  it('halts at a gap, and folds nothing of the partition any more', async () => {
    const { projection, folded, halts } = projectionOn();
    await projection.handle(0, records(1));
    await projection.handle(0, records(2, 4));
    await projection.handle(0, records(2, 3));
    expect(folded()).toEqual([1]);
    expect(halts).toEqual(['number 4 follows 2 at offset 8']);
    await projection.handle(1, records(1));
    expect(folded()).toEqual([1, 1]);
  });

  it('halts when the topic does not begin at its beginning', async () => {
    const { projection, halts } = projectionOn();
    await projection.handle(0, records(7));
    expect(halts).toHaveLength(1);
  });

  it('begins at what is left of a topic that drops old records, and still halts at a gap', async () => {
    const store = new MemoryProjectionStore<Sequenced>();
    const halts: string[] = [];
    const projection = new Projection({ store, decode, expires: true, onHalt: (_, reason) => halts.push(reason) });
    await projection.handle(0, records(7, 8));
    await projection.handle(0, records(10));
    expect(store.folded.map(({ seq }) => Number(seq))).toEqual([7, 8]);
    expect(halts).toEqual(['number 10 follows 8 at offset 20']);
  });

  it('halts at what it cannot decode', async () => {
    const { projection, halts, folded } = projectionOn();
    await projection.handle(0, [record(1), { ...record(2), value: Buffer.from('?') }]);
    expect(halts[0]).toContain('offset 4 cannot be decoded');
    expect(folded()).toEqual([]);
  });

  it('goes on from the store when another process folded meanwhile', async () => {
    const { projection, store, folded } = projectionOn();
    await projection.handle(0, records(1));
    const other = new Projection({ store, decode });
    await other.handle(0, records(2));
    await projection.handle(0, records(2, 3));
    expect(folded()).toEqual([1, 2, 3]);
  });

  it('folds a batch again after the store failed', async () => {
    let fail = true;
    const store = new MemoryProjectionStore<Sequenced>(() => {
      if (fail) throw new Error('the database is gone');
    });
    const { projection, folded } = projectionOn(store);
    await expect(projection.handle(0, records(1))).rejects.toThrow('gone');
    fail = false;
    await projection.handle(0, records(1));
    expect(folded()).toEqual([1]);
  });

  it('knows what was folded before this process began, or is folded by another', async () => {
    const { projection, store } = projectionOn();
    const other = new Projection({ store, decode });
    await other.handle(0, records(1));
    await expect(projection.waitFor(0, 1n, 0)).resolves.toBe(true);
    const waiting = projection.waitFor(0, 2n, 2_000);
    await other.handle(0, records(2));
    await expect(waiting).resolves.toBe(true);
  });

  it('tries again after an assignment what halted', async () => {
    const { projection, folded } = projectionOn();
    await projection.handle(0, records(2));
    expect(projection.halted.size).toBe(1);
    projection.reassigned();
    await projection.handle(0, records(1, 2));
    expect(projection.halted.size).toBe(0);
    expect(folded()).toEqual([1, 2]);
  });

  it('lets a reader wait for its own write, and no longer than it wants to', async () => {
    const { projection } = projectionOn();
    const waiting = projection.waitFor(0, 2n, 10_000);
    await expect(projection.waitFor(0, 3n, 1)).resolves.toBe(false);
    await projection.handle(0, records(1, 2));
    await expect(waiting).resolves.toBe(true);
    await expect(projection.waitFor(0, 1n, 0)).resolves.toBe(true);
  });
});
