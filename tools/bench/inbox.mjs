import { createRequire } from 'node:module';
import { codesOf, rowsOf } from '../../examples/grocer/data.mjs';

const require = createRequire(import.meta.url);
const { integrationEvents } = require('@tessera/event-contracts');

const products = new Map(rowsOf('products').map((product) => [product.sku, product]));
const ITEM = { name: null, weight: null, height: null, width: null, length: null, additionalCosts: {} };
const OMITTED = { referralCode: null, additionalCosts: null, identifiers: null, evaluableCampaignIds: null };

function cartItem([sku, quantity, cents]) {
  const { category = null, offers = [] } = products.get(sku) ?? {};
  const attributes = { offers: { kind: 'list', items: offers } };
  return { ...ITEM, sku, quantity, price: BigInt(cents) * 10_000n, category, attributes };
}

/** A real basket as the inbox has it: two updates, and the close with its coupons. */
function requestsOf(basket, run) {
  const items = basket.items.map(cartItem);
  const request = (part) => ({
    kind: 'SessionUpdateReceived',
    sessionId: `${run}-${basket.id}`,
    profileId: basket.profile,
    state: null,
    cartItems: null,
    couponCodes: null,
    attributes: null,
    ...OMITTED,
    ...part,
  });
  return [
    { at: basket.at, request: request({ cartItems: items.slice(0, Math.ceil(items.length / 2)) }) },
    { at: basket.at, request: request({ cartItems: items }) },
    { at: basket.at, request: request({ state: 'closed', couponCodes: codesOf(basket) }) },
  ];
}

/** Records for the live lane, `count` of them, with their key and bytes; a real basket comes again under other ids. */
export function inboxRecords(count, application, run) {
  const baskets = rowsOf('baskets');
  const records = [];
  for (let round = 0; records.length < count; round += 1) {
    for (const basket of baskets) {
      for (const { at, request } of requestsOf(basket, `${run}-${round}`))
        records.push(recordOf(request, at, application, records.length, run));
      if (records.length >= count) break;
    }
  }
  return records.slice(0, count);
}

function recordOf(payload, at, application, index, run) {
  const record = {
    id: `${run}-${index}`,
    src: '',
    seq: 0n,
    requestId: `${run}-${index}`,
    application: BigInt(application),
    at: BigInt(Date.parse(at)),
    recordedAt: 0n,
    catalogVersion: 0n,
    currency: 'USD',
    idempotency: null,
    payload,
  };
  return { key: integrationEvents.key(record), value: Buffer.from(integrationEvents.toWire(record)) };
}

export const inboxTopic = integrationEvents;
