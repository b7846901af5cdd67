import { effectId } from '@tessera/event-contracts';
import { connectDatabase, inTransaction, migrate, schemaDifferences, sqlOf } from '@tessera/postgres';
import { dropSchema, eventually, services, uniqueName } from '@tessera/testing';
import type { DataSource } from 'typeorm';
import { database } from '../database';
import { DisabledEndpoints } from '../endpoints/disabled-endpoints';
import { webhook } from '../testing.fixture';
import { turnDays } from './days';
import { addDeliveries, type Claimed, Deliveries, type Result } from './deliveries';

const DAY_MS = 86_400_000;
const OFTEN = 60_000;

const schema = uniqueName();
const settings = database({ DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: schema });
let dataSource: DataSource;
let deliveries: Deliveries;

const add = (count: number, hook = 7n, catalogVersion = 1n, from = 1): Promise<void> =>
  inTransaction(dataSource, (sql) =>
    addDeliveries(
      sql,
      Array.from({ length: count }, (_, index) => ({
        ...{
          id: effectId(BigInt(from + index), 0),
          requestId: 'r',
          application: 3n,
          campaign: 5n,
          webhook: hook,
          catalogVersion,
        },
        effect: Uint8Array.of(index),
      })),
    ),
  );

const claim = (slots = 10, hook = 7n, from = deliveries): Promise<readonly Claimed[]> =>
  from.claim([{ webhook: hook, slots }], 1n, 100);

const result = (change: Partial<Result> = {}): Result => {
  return { durationMs: 5, status: 500, error: null, becomes: 'waiting', retryInMs: 0, ...change };
};

const rows = (columns: string, table = 'delivery'): Promise<Record<string, unknown>[]> =>
  dataSource.query(`SELECT ${columns} FROM ${table}`);

beforeAll(async () => {
  await migrate(settings);
  dataSource = await connectDatabase(settings);
  deliveries = new Deliveries(sqlOf(dataSource), OFTEN);
  await turnDays(dataSource, Date.now());
});

afterEach(() => dataSource.query('TRUNCATE delivery, attempt, endpoint'));

afterAll(async () => {
  await dataSource.destroy();
  await dropSchema(schema);
});

it('the migrated schema is that of the entities', async () => {
  await expect(schemaDifferences(dataSource)).resolves.toEqual([]);
});

describe('claiming', () => {
  it('gives each delivery to one of many dispatchers', async () => {
    await add(60);
    const others = Array.from({ length: 6 }, () => claim(10));
    const ids = (await Promise.all(others)).flat().map(({ id }) => id);
    const rest = (await claim(100)).map(({ id }) => id);
    expect(new Set([...ids, ...rest]).size).toBe(60);
    expect(ids.length + rest.length).toBe(60);
  });

  it('passes over what another holds the lock of, instead of waiting', async () => {
    await add(2);
    await inTransaction(dataSource, async (sql) => {
      const [held] = await sql.query<{ id: string }>('SELECT id FROM delivery LIMIT 1 FOR UPDATE');
      const got = await claim();
      expect(got).toHaveLength(1);
      expect(got[0]?.id).not.toBe(held?.id);
    });
  });

  it('takes no more than a webhook has free, and not more than the limit', async () => {
    await add(5);
    await add(5, 8n, 1n, 100);
    const got = await deliveries.claim([{ webhook: 7n, slots: 2 }, { webhook: 8n, slots: 9 }], 1n, 4); // prettier-ignore
    expect(got).toHaveLength(4);
    expect(got.filter(({ webhook: hook }) => hook === 7n).length).toBeLessThanOrEqual(2);
  });

  it('leaves what was decided with a newer catalog than is held', async () => {
    await add(1, 7n, 2n);
    await expect(claim()).resolves.toEqual([]);
    await expect(deliveries.claim([{ webhook: 7n, slots: 1 }], 2n, 9)).resolves.toHaveLength(1);
  });

  it('gives what its effect was, and counts and notes the try', async () => {
    await add(1);
    const [claimed] = await claim();
    expect(claimed).toMatchObject({ id: effectId(1n, 0), webhook: 7n, attempt: 1, body: null });
    expect([...(claimed?.effect ?? [])]).toEqual([0]);
    await expect(rows('number, status, error', 'attempt')).resolves.toEqual([{ number: 1, status: null, error: null }]);
  });

  it('takes over what was not recorded when its lease is over', async () => {
    const brief = new Deliveries(sqlOf(dataSource), 1);
    await add(1);
    const [first] = await claim(1, 7n, brief);
    const [second] = await eventually(async () => {
      const got = await claim(1);
      return got.length > 0 ? got : undefined;
    });
    expect(second).toMatchObject({ id: first?.id, attempt: 2 });
  });
});

describe('recording', () => {
  const one = async (): Promise<Claimed> => {
    await add(1);
    const [claimed] = await claim();
    if (!claimed) throw new Error('nothing was due');
    return claimed;
  };

  it('makes it due again after the delay', async () => {
    const claimed = await one();
    await expect(deliveries.record(claimed, result({ retryInMs: 0 }))).resolves.toBe(true);
    await expect(claim()).resolves.toEqual([expect.objectContaining({ id: claimed.id, attempt: 2 })]);
    const again = { ...claimed, attempt: 2 };
    await deliveries.record(again, result({ retryInMs: OFTEN }));
    await expect(claim()).resolves.toEqual([]);
  });

  it('keeps every try', async () => {
    const claimed = await one();
    await deliveries.record(claimed, result({ status: 503, durationMs: 12 }));
    const [second] = await claim();
    await deliveries.record(second ?? claimed, result({ status: null, error: 'no answer in time' }));
    await expect(rows('number, status, error, duration_ms', 'attempt ORDER BY number')).resolves.toEqual([
      { number: 1, status: 503, error: null, duration_ms: 12 },
      { number: 2, status: null, error: 'no answer in time', duration_ms: 5 },
    ]);
  });

  it.each(['delivered', 'failed', 'blocked', 'gone'] as const)(
    'ends it as %s, and empties the body',
    async (becomes) => {
      const claimed = await one();
      await deliveries.freeze(claimed, 'personal');
      await deliveries.record(claimed, result({ becomes }));
      await expect(rows('status, body, finished IS NOT NULL AS finished')).resolves.toEqual([
        { status: becomes, body: null, finished: true },
      ]);
      await expect(claim()).resolves.toEqual([]);
    },
  );

  it('changes nothing where another took it over, but keeps what the try saw', async () => {
    const late = await one();
    await dataSource.query("UPDATE delivery SET due = now() - interval '1 s'");
    await claim();
    await expect(deliveries.record(late, result({ becomes: 'delivered', status: 200 }))).resolves.toBe(false);
    await expect(rows('status, attempts')).resolves.toEqual([{ status: 'waiting', attempts: 2 }]);
    await expect(rows('number, status', 'attempt ORDER BY number')).resolves.toEqual([
      { number: 1, status: 200 },
      { number: 2, status: null },
    ]);
  });

  it('keeps the first body', async () => {
    const claimed = await one();
    await expect(deliveries.freeze(claimed, 'first')).resolves.toBe('first');
    await expect(deliveries.freeze(claimed, 'second')).resolves.toBe('first');
    await deliveries.record(claimed, result());
    await expect(claim()).resolves.toEqual([expect.objectContaining({ body: 'first' })]);
  });

  it('puts off as if it had not been claimed', async () => {
    const claimed = await one();
    await deliveries.postpone(claimed, 0);
    await expect(rows('number', 'attempt')).resolves.toEqual([]);
    await expect(claim()).resolves.toEqual([expect.objectContaining({ id: claimed.id, attempt: 1 })]);
  });
});

describe('deleted webhooks', () => {
  it('end their deliveries, unless the catalog may not know them yet', async () => {
    await add(1, 7n, 1n, 1);
    await add(1, 8n, 1n, 2);
    await add(1, 9n, 5n, 3);
    await deliveries.drop([7n], 1n);
    await expect(rows('webhook, status', 'delivery ORDER BY webhook')).resolves.toEqual([
      { webhook: '7', status: 'waiting' },
      { webhook: '8', status: 'gone' },
      { webhook: '9', status: 'waiting' },
    ]);
  });
});

describe('the backlog', () => {
  it('counts what waits', async () => {
    await expect(deliveries.backlog()).resolves.toEqual({ waiting: 0, overdueMs: 0 });
    await add(2);
    await expect(deliveries.backlog()).resolves.toMatchObject({ waiting: 2 });
  });
});

describe('disabled endpoints', () => {
  it('are not called until their webhook is saved anew', async () => {
    const endpoints = new DisabledEndpoints(sqlOf(dataSource));
    const [gone, other] = [webhook({ modified: 5n }), webhook({ id: 8n })];
    await endpoints.disable(gone);
    await expect(endpoints.callable([gone, other])).resolves.toEqual([other]);
    const saved = { ...gone, modified: 6n };
    await expect(endpoints.callable([saved, other])).resolves.toEqual([saved, other]);
  });

  it('are those of disabled webhooks too', async () => {
    await expect(new DisabledEndpoints(sqlOf(dataSource)).callable([webhook({ enabled: false })])).resolves.toEqual([]);
  });
});

describe('the days', () => {
  const days = async (): Promise<string[]> => {
    const found: { name: string }[] = await dataSource.query(
      "SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = 'delivery'::regclass ORDER BY 1",
    );
    return found.map(({ name }) => name);
  };

  it('have partitions ahead, made once, and lose those that are over', async () => {
    const now = Date.parse('2031-01-31T23:00:00Z');
    await Promise.all([turnDays(dataSource, now), turnDays(dataSource, now)]);
    await expect(days()).resolves.toEqual(['delivery_20310131', 'delivery_20310201', 'delivery_20310202']);
    await turnDays(dataSource, now + 10 * DAY_MS);
    await expect(days()).resolves.toEqual([
      'delivery_20310201',
      'delivery_20310202',
      'delivery_20310210',
      'delivery_20310211',
      'delivery_20310212',
    ]);
  });
});
