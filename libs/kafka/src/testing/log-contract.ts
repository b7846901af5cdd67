import { randomBytes } from 'node:crypto';
import { eventually } from '@tessera/testing';
import type { Log, LogRecord, NewRecord } from '../log';
import { type AtStep, PublishFailed, type PublishStep } from '../publish-failed';

/** One implementation of the port, on a fresh pair of topics with two partitions each. */
export interface LogUnderTest {
  /** Makes another client of the same log and the same group. */
  client(atStep?: AtStep): Log;
  readonly topics: { readonly input: string; readonly output: string };
  /** A publisher's name that no other case uses. */
  name(): string;
  /** Everything that a reader of committed records sees in the partition now. */
  read(topic: string, partition: number): Promise<readonly LogRecord[]>;
}

/** Text that gzip cannot make small. */
const noise = (bytes: number): string => randomBytes((bytes * 3) / 4).toString('base64');
const text = (value: Uint8Array | null): string | null => value && Buffer.from(value).toString();

/** What every implementation of the port does; run by one spec per implementation. */
export function logContract(title: string, make: () => Promise<LogUnderTest>): void {
  describe(title, () => {
    let log: LogUnderTest;

    beforeAll(async () => {
      log = await make();
    });

    const record = (value: string | null, over: Partial<NewRecord> = {}): NewRecord => ({
      topic: log.topics.output,
      partition: 0,
      key: Buffer.from('k'),
      value: value === null ? null : Buffer.from(value),
      timestamp: 1_700_000_000_000n,
      headers: {},
      ...over,
    });
    const values = async (partition = 0) =>
      (await log.read(log.topics.output, partition)).map(({ value }) => text(value));
    /** A commit is answered when it is decided; its markers, and with them the records, may be seen a moment later. */
    const seen = (check: (values: readonly (string | null)[]) => void, partition = 0) =>
      eventually(async () => {
        check(await values(partition));
        return true;
      });
    const input = (partition: number, offset: bigint) => ({ topic: log.topics.input, partition, offset });
    const failingAt = (step: PublishStep) =>
      log.client((at) => {
        if (at === step) throw new Error(`stopped ${at}`);
      });

    it('publishes records and positions together', async () => {
      const client = log.client();
      const publisher = await client.fence(log.name());
      expect(await client.committed(log.topics.input, 0)).toBeNull();
      const records = [record('a'), record('b'), record('other', { partition: 1 })];
      await publisher.publish(records, [input(0, 3n), input(1, 8n)]);
      await seen((found) => expect(found).toEqual(['a', 'b']));
      await seen((found) => expect(found).toEqual(['other']), 1);
      expect(await client.committed(log.topics.input, 0)).toBe(3n);
      expect(await client.committed(log.topics.input, 1)).toBe(8n);
      await publisher.close();
    });

    it('carries key, tombstone, time and headers', async () => {
      const publisher = await log.client().fence(log.name());
      await publisher.publish([record(null, { key: null, headers: { ce_type: 'x' } })], []);
      await seen((found) => expect(found.at(-1)).toBeNull());
      const last = (await log.read(log.topics.output, 0)).at(-1);
      expect(last).toMatchObject({ key: null, value: null, timestamp: 1_700_000_000_000n, headers: { ce_type: 'x' } });
      expect(last).toMatchObject({ topic: log.topics.output, partition: 0 });
      await publisher.close();
    });

    it('trap 2: publishes again and again under one name', async () => {
      const publisher = await log.client().fence(log.name());
      const before = (await values()).length;
      for (let turn = 0; turn < 20; turn++) await publisher.publish([record(`turn ${turn}`)], [input(0, 100n)]);
      const turns = Array.from({ length: 20 }, (_, turn) => `turn ${turn}`);
      await seen((found) => expect(found.slice(before)).toEqual(turns));
      await publisher.close();
    });

    it('trap 1: refuses positions without a record', async () => {
      const publisher = await log.client().fence(log.name());
      await expect(publisher.publish([], [input(0, 9n)])).rejects.toThrow('needs a record');
      await publisher.publish([record('the refusal did no harm')], []);
      await publisher.close();
    });

    it('trap 4, trap 6: a name that was taken over can publish no more, already before the new holder publishes', async () => {
      const name = log.name();
      const zombie = await log.client().fence(name);
      await zombie.publish([record('while it was the holder')], [input(0, 50n)]);
      const holder = await log.client().fence(name);
      await expect(zombie.publish([record('from the grave')], [input(0, 10n)])).rejects.toThrow(PublishFailed);
      expect(await values()).not.toContain('from the grave');
      expect(await log.client().committed(log.topics.input, 0)).toBe(50n);
      await holder.publish([record('by the new holder')], [input(0, 51n)]);
      await seen((found) => expect(found.at(-1)).toBe('by the new holder'));
      await holder.close();
    });

    it('trap 5: the fence ends what was left open, so the committed position is true', async () => {
      const name = log.name();
      const publisher = await failingAt('after_offsets').fence(name);
      await expect(publisher.publish([record('left open')], [input(1, 999n)])).rejects.toThrow(PublishFailed);
      const client = log.client();
      const next = await client.fence(name);
      expect(await client.committed(log.topics.input, 1)).toBe(8n);
      await next.publish([record('decided again')], [input(1, 9n)]);
      await seen((found) => expect(found.at(-1)).toBe('decided again'));
      expect(await values()).not.toContain('left open');
      await next.close();
    });

    it('tells where a publication stands, step by step', async () => {
      const steps: string[] = [];
      const publisher = await log.client((step) => void steps.push(step)).fence(log.name());
      await publisher.publish([record('step by step')], [input(0, 100n)]);
      expect(steps).toEqual(['after_send', 'after_offsets', 'before_endtxn', 'after_endtxn']);
      await publisher.close();
    });

    it('finds a publication whose answer was lost', async () => {
      const name = log.name();
      const publisher = await failingAt('after_endtxn').fence(name);
      await expect(publisher.publish([record('it was there')], [input(1, 20n)])).rejects.toThrow(PublishFailed);
      const client = log.client();
      const next = await client.fence(name);
      expect(await client.committed(log.topics.input, 1)).toBe(20n);
      await seen((found) => expect(found.at(-1)).toBe('it was there'));
      await next.close();
    });

    it('trap 3: any error closes a publisher for good', async () => {
      const name = log.name();
      const publisher = await failingAt('after_send').fence(name);
      const failure = publisher.publish([record('unseen')], []);
      await expect(failure).rejects.toMatchObject({ name: 'PublishFailed', cause: { message: 'stopped after_send' } });
      await expect(publisher.publish([record('unseen')], [])).rejects.toThrow('closed');
      await (await log.client().fence(name)).close();
      expect(await values()).not.toContain('unseen');
    });

    it('trap 7: refuses two publications at once', async () => {
      const publisher = await log.client().fence(log.name());
      const first = publisher.publish([record('first')], []);
      await expect(publisher.publish([record('second')], [])).rejects.toThrow('one publication at a time');
      await first;
      await seen((found) => expect(found.at(-1)).toBe('first'));
      await publisher.close();
    });

    it('trap 8: publishes more than a broker takes in one batch, in order', async () => {
      const publisher = await log.client().fence(log.name());
      const before = (await values(1)).length;
      const big = Array.from({ length: 30 }, (_, i) => record(`${i}:${noise(100_000)}`, { partition: 1 }));
      await publisher.publish(big, [input(1, 21n)]);
      const order = (found: readonly (string | null)[]) => found.slice(before).map((v) => Number(v?.split(':')[0]));
      await seen((found) => expect(order(found)).toEqual(Array.from({ length: 30 }, (_, i) => i)), 1);
      await publisher.close();
    });

    it('trap 18: leaves gaps between visible offsets, where the markers are', async () => {
      const publisher = await log.client().fence(log.name());
      await publisher.publish([record('before the marker')], []);
      await publisher.publish([record('after the marker')], []);
      await seen((found) => expect(found.at(-1)).toBe('after the marker'));
      const [one, two] = (await log.read(log.topics.output, 0)).slice(-2);
      expect(two!.offset - one!.offset).toBeGreaterThan(1n);
      await publisher.close();
    });

    it('trap 25: tells the bounds up to what is stable, so an open transaction holds them back', async () => {
      const name = log.name();
      const before = await log.client().bounds(log.topics.output, 1);
      const publisher = await failingAt('after_send').fence(name);
      await expect(publisher.publish([record('open', { partition: 1 })], [])).rejects.toThrow(PublishFailed);
      expect(await log.client().bounds(log.topics.output, 1)).toEqual(before);
      await (await log.client().fence(name)).close();
      const after = await eventually(async () => {
        const found = await log.client().bounds(log.topics.output, 1);
        return found.end > before.end ? found : undefined;
      });
      expect(after.start).toBe(0n);
    });

    it('knows the cluster', async () => {
      expect(await log.client().clusterId()).toMatch(/./);
    });
  });
}
