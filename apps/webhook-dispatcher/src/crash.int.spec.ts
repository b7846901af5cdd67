import { effects } from '@tessera/event-contracts';
import { connectDatabase, inTransaction, migrate, sqlOf } from '@tessera/postgres';
import { dropSchema, eventually, services, uniqueName } from '@tessera/testing';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DataSource } from 'typeorm';
import { database } from './database';
import { turnDays } from './deliveries/days';
import { addDeliveries, type Claimed, Deliveries } from './deliveries/deliveries';
import { Dispatch, type DispatchParts } from './dispatch';
import { deliveryOf } from './effects/webhook-effect';
import { Sender } from './sending/sender';
import { MASTER_KEY, webhook, webhookEffect } from './testing.fixture';

const schema = uniqueName();
const settings = database({ DATABASE_URL: services().databaseUrl, DATABASE_SCHEMA: schema });
const calls: { id: string | string[] | undefined; body: string }[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    calls.push({ id: request.headers['webhook-id'], body: Buffer.concat(chunks).toString() });
    response.writeHead(200).end();
  });
});
const sender = new Sender({ dev: true });
let dataSource: DataSource;

beforeAll(async () => {
  await migrate(settings);
  dataSource = await connectDatabase(settings);
  await turnDays(dataSource, Date.now());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await sender.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await dataSource.destroy();
  await dropSchema(schema);
});

const effect = webhookEffect(1n);
const endpoint = (payload: string) => {
  const { port } = server.address() as AddressInfo;
  return webhook({ url: `http://127.0.0.1:${port}/`, payload });
};

/** A dispatcher process as far as one delivery goes. */
const process_ = (deliveries: DispatchParts['deliveries']) =>
  new Dispatch({
    ...{ deliveries, sender, masterKey: MASTER_KEY, chance: () => 0.5 },
    keys: { opener: () => Promise.resolve(() => undefined) },
    endpoints: { disable: () => Promise.resolve() },
  });

const claimOne = (deliveries: Deliveries): Promise<Claimed> =>
  eventually(async () => (await deliveries.claim([{ webhook: 7n, slots: 1 }], 1n, 1))[0]);

it('a process that dies between the call and its record: another calls again, with the same id and body', async () => {
  const brief = new Deliveries(sqlOf(dataSource), 50);
  await inTransaction(dataSource, (sql) => addDeliveries(sql, [deliveryOf(effect)!]));
  const dying: DispatchParts['deliveries'] = {
    freeze: (one, body) => brief.freeze(one, body),
    postpone: (one, ms) => brief.postpone(one, ms),
    record: () => Promise.reject(new Error('killed')),
  };
  const never = new AbortController().signal;

  await expect(process_(dying).run(await claimOne(brief), endpoint('"${$name}"'), never)).rejects.toThrow('killed');
  const again = await claimOne(new Deliveries(sqlOf(dataSource), 60_000));
  await process_(brief).run(again, endpoint('"another template"'), never);

  expect(calls).toEqual([
    { id: effect.id, body: '"Anna"' },
    { id: effect.id, body: '"Anna"' },
  ]);
  const rows: unknown = await dataSource.query('SELECT status, attempts FROM delivery');
  expect(rows).toEqual([{ status: 'delivered', attempts: 2 }]);
  const tries: unknown = await dataSource.query('SELECT number, status FROM attempt ORDER BY number');
  expect(tries).toEqual([
    { number: 1, status: null },
    { number: 2, status: 200 },
  ]);
  expect(effects.fromWire(again.effect)).toEqual(effect);
});
