import { randomBytes } from 'node:crypto';
import { Conflict, Lost } from '../errors';
import type { Offsets } from '../lane';
import { NO_ROWS } from '../simulation/memory-store';
import type { RowOf, SliceOutcome, SliceRows, SliceTransaction, StateRow, Store, Stored } from '../ports';
import { historyCases } from './history-cases';
import { counterStored, couponStored, ledgerOf, LOT, memberUntil, oneOfEach, outboxRow } from './states';

const AT = (live: bigint, bulk = 0n): Offsets => ({ live, bulk });
const SEQS = { decisions: 1n, effects: 2n, deadLetters: 3n };
const SESSION: StateRow = { kind: 'session', application: 1n, id: 's' };
const COUNTER = (counter: string): StateRow => ({ kind: 'counter', application: 1n, counter });

export interface StoreUnderTest {
  readonly store: Store;
  close(): Promise<void>;
}

/** What every Store must do, whatever it is made of. */
export function storeContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name} as the Store`, () => {
    let store: Store;
    let close: () => Promise<void>;
    let partition = 0;
    let number = 0n;

    beforeAll(
      async () => ({ store, close } = await make().then((made) => ({ store: made.store, close: () => made.close() }))),
    );
    afterAll(() => close());
    beforeEach(async () => {
      partition += 1;
      number = 0n;
      await store.open(partition, AT(0n));
    });

    type Left = Partial<SliceRows & SliceOutcome>;

    /** Ends a slice that leaves no more than these. */
    const commit = (tx: SliceTransaction, from: Offsets, to: Offsets, left: Left = {}): Promise<void> => {
      tx.write({ ...NO_ROWS, ...left });
      const outbox = outboxRow((number += 1n), from, to);
      return tx.commit({ firsts: [], seqs: SEQS, catalogVersion: 7n, outbox, ...left });
    };

    const decide = async (from: Offsets, to: Offsets, left: Left = {}): Promise<void> => {
      const tx = await store.begin(partition, from, to);
      await commit(tx, from, to, left).catch(async (error: unknown) => {
        await tx.rollback();
        throw error;
      });
    };

    /** Writes states at the partition's progress, whatever it is. */
    const write = async (states: readonly Stored[], left: Left = {}): Promise<void> => {
      const from = (await store.progress(partition))?.decided ?? AT(0n);
      await decide(from, AT(from.live + 1n), { states, ...left });
    };

    const begun = async (): Promise<SliceTransaction> => {
      const from = (await store.progress(partition))?.decided ?? AT(0n);
      return store.begin(partition, from, AT(from.live + 1n));
    };

    /** As far as a slice must come to know that it is its turn. */
    const numbered = async (from: Offsets, to: Offsets): Promise<void> => {
      const tx = await store.begin(partition, from, to);
      await tx.numbers(1).finally(() => tx.rollback());
    };

    const inOther = async <T>(work: (tx: SliceTransaction) => Promise<T>): Promise<T> => {
      partition += 1;
      await store.open(partition, AT(0n));
      const tx = await store.begin(partition, AT(0n), AT(1n));
      return work(tx).finally(() => tx.rollback());
    };

    const reading = async (row: StateRow): Promise<Stored | undefined> =>
      inOther(async (tx) => (await tx.read([row]))[0]);

    it('opens a partition once', async () => {
      await store.open(partition, AT(9n, 9n));
      expect(await store.progress(partition)).toEqual({
        decided: AT(0n),
        seqs: { decisions: 0n, effects: 0n, deadLetters: 0n },
        outbox: 0n,
        catalogVersion: 0n,
      });
      expect(await store.progress(999_999)).toBeNull();
    });

    it('keeps the first cluster id', async () => {
      expect(await store.clusterId('one')).toBe('one');
      expect(await store.clusterId('two')).toBe('one');
    });

    it('moves progress and keeps what the slice left', async () => {
      await decide(AT(0n), AT(3n));
      const progress = { decided: AT(3n), seqs: SEQS, outbox: 1n, catalogVersion: 7n };
      expect(await store.progress(partition)).toEqual(progress);
    });

    it('refuses a slice that begins elsewhere: compare-and-set', async () => {
      await decide(AT(0n), AT(3n));
      await expect(numbered(AT(0n), AT(5n))).rejects.toThrow(Lost);
      await expect(numbered(AT(3n, 1n), AT(5n, 1n))).rejects.toThrow(Lost);
      await expect(decide(AT(0n), AT(5n))).rejects.toThrow(Lost);
      expect((await store.progress(partition))?.decided).toEqual(AT(3n));
    });

    it('lets a second owner wait at its first statement, and then lose', async () => {
      const first = await store.begin(partition, AT(0n), AT(3n));
      const second = numbered(AT(0n), AT(4n));
      const lost = expect(second).rejects.toThrow(Lost);
      await commit(first, AT(0n), AT(3n));
      await lost;
    });

    it('leaves nothing of a slice that was rolled back', async () => {
      const tx = await begun();
      await tx.lock([SESSION]);
      await tx.rollback();
      expect((await store.progress(partition))?.decided).toEqual(AT(0n));
    });

    it('gives the outbox from an offset on, in order, with its bytes', async () => {
      await decide(AT(0n), AT(3n));
      await decide(AT(3n), AT(3n, 2n));
      await decide(AT(3n, 2n), AT(5n, 2n));
      const rows = await store.unpublished(partition, AT(3n));
      expect(rows).toEqual([outboxRow(2n, AT(3n), AT(3n, 2n)), outboxRow(3n, AT(3n, 2n), AT(5n, 2n))]);
      expect(await store.unpublished(partition, AT(5n, 2n))).toEqual([]);
    });

    it('gives back every kind of row as it was written', async () => {
      for (const stored of oneOfEach(5n)) {
        await write([stored]);
        expect(await reading(stored.row)).toEqual(stored);
      }
    });

    it('writes a row again', async () => {
      const [first, second] = [3n, 4n].map((value) => counterStored('again', value, value));
      if (first) await write([first]);
      if (second) await write([second]);
      expect(await reading(COUNTER('again'))).toEqual(second);
    });

    it('keeps apart counters whose names are longer than an index can hold, and differ at their end', async () => {
      const long = `setDiscount|1||;s=${randomBytes(3000).toString('base64url')}|`;
      const [anna, ben] = ['anna', 'ben'].map((profile, index) => counterStored(long + profile, BigInt(index), 3n));
      await write([anna, ben].filter((stored) => stored !== undefined));
      expect([await reading(COUNTER(`${long}anna`)), await reading(COUNTER(`${long}ben`))]).toEqual([anna, ben]);
      expect(await reading(COUNTER(`${long}cleo`))).toMatchObject({ value: null });
    });

    it('knows a row that is not there, and one that was deleted', async () => {
      const row = COUNTER('never');
      expect(await reading(row)).toEqual({ kind: 'counter', row, value: null, version: null });
      const gone = { ...counterStored('gone', 1n, 3n), value: null } as Stored;
      await write([gone]);
      expect(await reading(gone.row)).toMatchObject({ value: null });
    });

    it('answers every row that is locked, there or not, in the order asked', async () => {
      await write([counterStored('b', 2n, 5n)]);
      const tx = await begun();
      const locked = await tx.lock([COUNTER('a'), COUNTER('b')]);
      expect(locked).toEqual([
        { kind: 'counter', row: COUNTER('a'), value: null, version: null },
        counterStored('b', 2n, 5n),
      ]);
      await tx.rollback();
    });

    it('creates rows that nobody holds', async () => {
      const created = [couponStored('NEW1', 401n), couponStored('NEW2', 402n)];
      await write([], { created });
      expect(await Promise.all(created.map(({ row }) => reading(row)))).toEqual(created);
    });

    it('creates a row that a slice locked and did not write', async () => {
      const created = couponStored('LOCKED', 411n);
      const tx = await begun();
      await tx.lock([created.row]);
      const from = (await store.progress(partition))?.decided ?? AT(0n);
      await commit(tx, from, AT(from.live + 1n));
      await write([], { created: [created] });
      expect(await reading(created.row)).toEqual(created);
    });

    it('creates no row that is there by now, and nothing else of the slice then', async () => {
      const [held, other] = [couponStored('TWICE', 421n), couponStored('OTHER', 423n)];
      await write([], { created: [held] });
      const again = write([counterStored('beside', 1n, 422n)], { created: [other, couponStored('TWICE', 422n)] });
      await expect(again).rejects.toThrow(Conflict);
      expect(await reading(held.row)).toEqual(held);
      expect(await reading(other.row)).toMatchObject({ value: null });
      expect(await reading(COUNTER('beside'))).toMatchObject({ value: null });
    });

    it('lets one of two slices create a row at the same time', async () => {
      const rivals = [431n, 432n].map((version) => couponStored('RIVALS', version));
      const first = await begun();
      const at = (await store.progress(partition))?.decided ?? AT(0n);
      partition += 1;
      await store.open(partition, AT(0n));
      const second = await begun();
      const ends = await Promise.allSettled([
        commit(first, at, AT(at.live + 1n), { created: rivals.slice(0, 1) }),
        commit(second, AT(0n), AT(1n), { created: rivals.slice(1) }),
      ]);
      await Promise.all([first.rollback(), second.rollback()]);
      expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(ends).toContainEqual({ status: 'rejected', reason: expect.any(Conflict) as Conflict });
    });

    it.each(['a row that is there', 'a row that is not there'])('holds %s against other slices', async (which) => {
      const row = COUNTER(which);
      if (which === 'a row that is there') await write([counterStored(which, 1n, 5n)]);
      const holder = await begun();
      await holder.lock([row]);
      const order: string[] = [];
      const waiting = inOther(async (tx) => {
        const [seen] = await tx.lock([row]);
        order.push('waited');
        return seen;
      });
      await new Promise((resolve) => setImmediate(resolve));
      order.push('committed');
      const from = (await store.progress(partition - 1))?.decided ?? AT(0n);
      await commit(holder, from, AT(from.live + 1n), { states: [counterStored(which, 8n, 9n)] });
      expect(await waiting).toEqual(counterStored(which, 8n, 9n));
      expect(order).toEqual(['committed', 'waited']);
    });

    it('ends a circle of waiting slices with a Conflict for one of them', async () => {
      const one = await begun();
      await one.lock([COUNTER('circle a')]);
      const endings = await inOther(async (two) => {
        await two.lock([COUNTER('circle b')]);
        return Promise.all([ending(one, COUNTER('circle b')), ending(two, COUNTER('circle a'))]);
      });
      expect(endings.some((reason) => reason instanceof Conflict)).toBe(true);
    });

    it('finds ledgers and profiles that are due in a partition, the earliest first, and those alone', async () => {
      const ledger = (profileId: string, start: bigint, settled = 1n): Stored => {
        const subledgers = [
          { id: '', lots: [{ ...LOT, start }], spent: 0n, expired: 0n, negative: 0n, tier: null, opening: null },
        ];
        const row = { kind: 'ledger', program: 4n, profile: profileId } as const;
        return { kind: 'ledger', row, value: ledgerOf({ profileId, settled, subledgers }), version: 3n };
      };
      const mine = partition;
      const due300 = [ledger('b/late', 300n), ledger('early', 200n)];
      const members = [memberUntil('member', 250n), memberUntil('other member', 301n), memberUntil('for good', null)];
      await write([...due300, ledger('later', 900n), ledger('settled', 100n, 500n), ...members]);
      const due = (of: number) => inOther((tx) => tx.due({ kind: 'due', partition: of, until: 300n }));
      const profiles = (await due(mine)).map((row) => (row.kind === 'ledger' ? row.profile : row.id));
      expect(profiles).toEqual(['early', 'member', 'b/late']);
      expect(await due(mine + 1)).toEqual([]);
      const tx = await store.begin(mine, AT(1n), AT(2n));
      await commit(tx, AT(1n), AT(2n), { states: [ledger('early', 200n, 200n), memberUntil('member', null)] });
      expect(await due(mine)).toEqual([{ kind: 'ledger', program: 4n, profile: 'b/late' }]);
    });

    it('gives numbers that rise over all slices', async () => {
      const one = await begun();
      const first = await one.numbers(3);
      const second = await inOther((tx) => tx.numbers(2));
      const all = [...first, ...second, ...(await one.numbers(1))];
      await one.rollback();
      expect(all).toEqual([...all].sort((a, b) => Number(a - b)));
      expect(new Set(all).size).toBe(6);
    });

    it('finds the first decision of a request id, within its application and since its time', async () => {
      const first = {
        application: 1n,
        requestId: `r${partition}`,
        hash: new Uint8Array([1, 2]),
        position: 9n,
        recordedAt: 100n,
      };
      const kept = { ...first, reply: new Uint8Array([3]) };
      await write([], { firsts: [kept] });
      const ask = (application: bigint, since: bigint) =>
        inOther((tx) => tx.firsts([{ application, requestId: kept.requestId }], since));
      expect((await ask(1n, 99n)).map(plain)).toEqual([plain(kept)]);
      expect(await ask(2n, 99n)).toEqual([]);
      expect(await ask(1n, 100n)).toEqual([]);
    });

    it('holds a request id against other slices, so that an id is decided once', async () => {
      const id = { application: 1n, requestId: `held ${partition}` };
      const holder = await begun();
      await holder.firsts([id], 0n);
      const other = inOther((tx) => tx.firsts([id], 0n));
      const from = (await store.progress(partition - 1))?.decided ?? AT(0n);
      const first = { ...id, hash: new Uint8Array(), position: 1n, recordedAt: 5n, reply: null };
      await commit(holder, from, AT(from.live + 1n), { firsts: [first] });
      expect((await other).map(plain)).toEqual([plain(first)]);
    });

    it('finds a coupon by its id', async () => {
      await write([couponStored('BY-ID', 41n)]);
      const ask: RowOf<'couponId'>[] = [42n, 41n].map((id) => ({ kind: 'couponId', application: 1n, id }));
      const rows = await inOther((tx) => tx.couponRows(ask));
      expect(rows).toEqual([null, { kind: 'coupon', application: 1n, canonical: 'BY-ID' }]);
    });

    it('gives each subject one key, whoever comes first', async () => {
      const subject = `p:${partition}`;
      const candidate = (keyId: string) => ({ subject, keyId, wrapped: new Uint8Array([keyId.length]), position: 1n });
      const [firstId, otherId] = [`first ${partition}`, `other ${partition}`];
      const tx = await begun();
      const [own] = await tx.subjectKeys([candidate(firstId)]);
      await commit(tx, AT(0n), AT(1n));
      const [found] = await inOther((other) => other.subjectKeys([candidate(otherId)]));
      expect([own?.keyId, found?.keyId]).toEqual([firstId, firstId]);
    });

    historyCases({ write, reading, inOther, subject: () => `of ${partition}` });

    it('counts how often deciding began at one place', async () => {
      expect(await store.attempt(partition, AT(4n))).toBe(1);
      expect(await store.attempt(partition, AT(4n))).toBe(2);
      await store.forgive(partition);
      expect(await store.attempt(partition, AT(4n))).toBe(2);
      expect(await store.attempt(partition, AT(5n))).toBe(1);
    });
  });
}

/** Waits for a lock and ends the transaction then, as a slice does that could not have it. @returns why, or null */
async function ending(tx: SliceTransaction, row: StateRow): Promise<unknown> {
  const reason = await tx.lock([row]).then(
    () => null,
    (error: unknown) => error,
  );
  await tx.rollback();
  return reason;
}

function plain(first: { readonly hash: Uint8Array; readonly reply: Uint8Array | null }) {
  return { ...first, hash: [...first.hash], reply: first.reply && [...first.reply] };
}
