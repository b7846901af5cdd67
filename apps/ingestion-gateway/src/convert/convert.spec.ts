import { integrationRequest } from '@tessera/api-contracts';
import { parseAmount, PRICE_DECIMALS } from '@tessera/money';
import { integrationEvents } from '@tessera/event-contracts';
import { validate } from '@tessera/promotion';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { FakeCatalog } from '../testing/gateway.fixture';
import { PriceReader } from './price';
import { sessionRequest } from './session';

describe('a price', () => {
  const amounts = fc.oneof(
    fc.double(),
    fc.integer({ min: -1e9, max: 1e9 }),
    fc
      .tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 10 }))
      .map(([n, scale]) => Number(`${n}e-${scale}`)),
    fc.tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 10 })).map(([n, scale]) => Number(`${n}e-${scale}`)),
  );

  it('is what its shortest text says, whichever way it is read', () => {
    fc.assert(
      fc.property(amounts, fc.constantFrom(0, 2, 3), (price, exponent) => {
        const reader = new PriceReader(exponent);
        const read = reader.read(price, '/price');
        const exact = parseAmount(price, exponent, PRICE_DECIMALS);
        if (typeof exact === 'bigint') expect([read, reader.problems]).toEqual([exact, []]);
        else expect([read, reader.problems.length]).toEqual([0n, 1]);
      }),
      { numRuns: 3000 },
    );
  });
});

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const withoutUndefined = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const cents = fc.integer({ min: 0, max: 1_000_000 }).map((amount) => amount / 10_000);
const item = fc.record({
  sku: fc.string({ minLength: 1, maxLength: 10 }),
  name: optional(text),
  quantity: fc.integer({ min: 1, max: 9 }),
  price: cents,
  category: optional(text),
  weight: optional(fc.integer({ min: 0, max: 1000 })),
  attributes: optional(
    fc.record({ size: fc.integer(), offers: fc.array(text, { maxLength: 3 }) }, { requiredKeys: [] }),
  ),
  additionalCosts: optional(fc.dictionary(fc.constantFrom('post', 'wrap'), fc.record({ price: cents }))),
});
const body = fc
  .record({
    profileId: optional(text),
    state: optional(fc.constantFrom('open', 'closed', 'cancelled')),
    cartItems: optional(fc.array(item, { maxLength: 4 })),
    couponCodes: optional(fc.array(fc.constantFrom('A', 'B'), { maxLength: 3 })),
    additionalCosts: optional(fc.dictionary(fc.constantFrom('post', 'wrap'), fc.record({ price: cents }))),
    identifiers: optional(fc.array(fc.uuid(), { maxLength: 2 })),
    attributes: optional(fc.record({ channel: text }, { requiredKeys: [] })),
  })
  .map(withoutUndefined);

describe('a session', () => {
  const { current: catalog } = new FakeCatalog();
  const application = catalog.application(1n);
  if (!application) throw new Error('the fixture has no application');
  const caller = { application, catalog };

  it('keeps what is left out apart from what is empty', () => {
    fc.assert(
      fc.property(body, (customerSession) => {
        const parsed = integrationRequest.parse({ customerSession }).customerSession;
        const request = sessionRequest('s', parsed, caller, false);
        for (const name of [
          'state',
          'cartItems',
          'couponCodes',
          'additionalCosts',
          'identifiers',
          'attributes',
          'profileId',
        ] as const) {
          expect(request[name] === null).toBe(!(name in customerSession));
        }
      }),
    );
  });

  it('is the same after Avro, with every price to the last ten-thousandth', () => {
    fc.assert(
      fc.property(body, (customerSession) => {
        const parsed = integrationRequest.parse({ customerSession }).customerSession;
        const payload = sessionRequest('s', parsed, caller, false);
        const envelope = {
          src: '',
          seq: 0n,
          requestId: 'r',
          application: 1n,
          at: null,
          recordedAt: 1n,
          catalogVersion: 1n,
        };
        const record = { ...envelope, id: randomUUID(), currency: 'EUR', idempotency: null, payload };
        expect(integrationEvents.fromWire(integrationEvents.toWire(record)).payload).toEqual(payload);
        const prices = (customerSession.cartItems ?? []).map(({ price }) => BigInt(Math.round(price * 1_000_000)));
        expect(payload.cartItems?.map(({ price }) => price) ?? []).toEqual(prices);
      }),
    );
  });

  it('has ids in one normal form, whatever form they came in', () => {
    const request = sessionRequest('e\u0301', { profileId: 'A\u030a', identifiers: ['o\u0308'] }, caller, false);
    expect(request).toMatchObject({ sessionId: '\u00e9', profileId: '\u00c5', identifiers: ['\u00f6'] });
    expect(validate(catalog, 1n, request)).toEqual([]);
  });

  it('names campaigns to evaluate in a dry run only', () => {
    const evaluable = { evaluableCampaignIds: [3] };
    expect(sessionRequest('s', evaluable, caller, true).evaluableCampaignIds).toEqual([3n]);
    expect(sessionRequest('s', evaluable, caller, false).evaluableCampaignIds).toBeNull();
  });
});
