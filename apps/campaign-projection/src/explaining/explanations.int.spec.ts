import { decisions, requestKey } from '@tessera/event-contracts';
import { RecordMissing } from '@tessera/kafka';
import { connectDatabase, inTransaction, migrate } from '@tessera/postgres';
import { type FoldedDecision, SubjectKeyTable } from '@tessera/projection';
import { asPartitions } from '@tessera/projection/testing';
import { season, seasonShop, SHOP } from '@tessera/promotion/testing';
import { services, uniqueName } from '@tessera/testing';
import type { DataSource } from 'typeorm';
import { database } from '../database';
import { Explanations } from './explanations';
import { writeRowVersions } from './row-versions';

const settings = database({ DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: uniqueName() });
const { catalog } = seasonShop();

/** As on a broker: beside the records markers take offsets. */
const partitions: readonly (readonly FoldedDecision[])[] = asPartitions(season(requestKey), 3).map((records) =>
  records.map((record, index) => ({ ...record, offset: BigInt(index * 2) })),
);
const records = partitions.flat();

let dataSource: DataSource;
let explanations: Explanations;
let read: string[] = [];

beforeAll(async () => {
  await migrate(settings);
  dataSource = await connectDatabase(settings);
  const reader = {
    read(partition: number, offset: bigint) {
      read.push(`${partition}/${offset}`);
      const record = partitions[partition]?.find((one) => one.offset === offset);
      if (record === undefined) return Promise.reject(new RecordMissing(`${partition}/${offset}`));
      const place = { topic: decisions.name, partition, offset, key: null, timestamp: 0n, headers: {} };
      return Promise.resolve({ ...place, value: decisions.toWire(record) });
    },
  };
  const keys = new SubjectKeyTable(dataSource, new Uint8Array(32));
  explanations = new Explanations({ dataSource, keys, reader, catalogs: { at: () => Promise.resolve(catalog) } });
  for (const each of partitions) await inTransaction(dataSource, (sql) => writeRowVersions(sql, each));
});

afterAll(async () => {
  await dataSource.query(`DROP SCHEMA "${settings.schema}" CASCADE`);
  await dataSource.destroy();
});

beforeEach(() => {
  read = [];
});

describe('an explanation of a recorded event', () => {
  it('is exact for every decision of a season, from the log alone', async () => {
    const inexact: string[] = [];
    for (const { id } of records) {
      const answer = (await explanations.of(SHOP, BigInt(id), null)) as { readonly exact: boolean };
      if (!answer.exact) inexact.push(id);
    }
    expect(inexact).toEqual([]);
    expect(records.length).toBeGreaterThan(30);
  });

  it('says why a code was rejected, with what its rule saw then, although the coupon was used since', async () => {
    const rejected = records.find(({ payload }) => payload.effects.some(({ type }) => type === 'rejectCoupon'));
    const [effect] = rejected?.payload.effects ?? [];
    expect(await explanations.of(SHOP, BigInt(rejected?.id ?? 0), null)).toMatchObject({
      ...{ position: Number(rejected?.id), outcome: 'accepted', exact: true, truncated: false },
      campaigns: [
        {
          campaignId: 7,
          rules: [
            {
              ...{ couponValue: effect?.props['value'], outcome: 'notHeld', details: effect?.props['rejectionReason'] },
              condition: { text: 'coupon.valid', value: false },
              effects: [{ effectType: 'setDiscount', given: [], reason: 'the rule did not come to it' }],
            },
          ],
        },
      ],
    });
    expect(read.length).toBeLessThanOrEqual(7);
  });

  it('speaks of the campaigns that are asked for', async () => {
    const [closed] = records.filter(({ payload }) => payload.effects.some(({ type }) => type === 'setDiscount'));
    expect(await explanations.of(SHOP, BigInt(closed?.id ?? 0), new Set([8n]))).toMatchObject({
      campaigns: [],
      exact: true,
    });
  });

  it('is not there for another application, nor for a position that is none', async () => {
    await expect(explanations.of(SHOP + 1n, BigInt(records[0]?.id ?? 0), null)).rejects.toMatchObject({ status: 404 });
    await expect(explanations.of(SHOP, 999_999n, null)).rejects.toMatchObject({ status: 404 });
  });

  it('costs a narrow row for each row that a decision wrote, and one for the decision', async () => {
    const [size] = await dataSource.query<{ readonly rows: string }[]>('SELECT count(*) AS rows FROM row_version');
    const perDecision = Number(size?.rows) / records.length;
    expect(perDecision).toBeLessThan(5);
    await inTransaction(dataSource, (sql) => writeRowVersions(sql, records));
    const [again] = await dataSource.query<{ readonly rows: string }[]>('SELECT count(*) AS rows FROM row_version');
    expect(again).toEqual(size);
  });
});
