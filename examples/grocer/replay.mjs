import { codesOf, rowsOf } from './data.mjs';
import { client } from './http.mjs';

const products = new Map(rowsOf('products').map((product) => [product.sku, product]));

function cartItem([sku, quantity, cents]) {
  const { name, category, brand, offers = [] } = products.get(sku) ?? {};
  return {
    sku,
    name: name ?? sku,
    quantity,
    price: cents / 100,
    ...(category && { category }),
    attributes: { offers, ...(brand && { brand }) },
  };
}

/** A basket fills up in two steps, gets its coupons, is paid: the bodies in the order a checkout sends them. */
export function updatesOf(basket) {
  const items = basket.items.map(cartItem);
  const first = {
    profileId: basket.profile,
    attributes: { store: basket.store },
    cartItems: items.slice(0, Math.ceil(items.length / 2)),
  };
  const codes = codesOf(basket);
  return [first, { cartItems: items }, ...(codes.length > 0 ? [{ couponCodes: codes }] : []), { state: 'closed' }].map(
    (customerSession) => ({ customerSession, responseContent: [] }),
  );
}

/** Sends one basket; the updates are a second apart, the last at the time of the basket. */
async function send(integrate, basket, meter) {
  const updates = updatesOf(basket);
  const at = Date.parse(basket.at);
  for (const [index, body] of updates.entries()) {
    const occurredAt = new Date(at - (updates.length - 1 - index) * 1000).toISOString();
    const begin = performance.now();
    const answer = await integrate('PUT', `/v2/customer_sessions/${basket.id}`, { ...body, occurredAt });
    meter.answered(performance.now() - begin, answer.body.effects);
  }
  meter.closed();
}

/** What must happen one after the other: the baskets of a household, and of a code that only the first few get. */
function chainsOf(basket) {
  return [basket.profile, ...(basket.synthetic?.kind === 'overTheLimit' ? [basket.synthetic.code] : [])];
}

/**
 * Replays the baskets in time order, at most `width` at a time and `perSecond` new ones a second (0: as fast as it goes).
 * Baskets of one household wait for each other. Ends early, with the open ones finished, when `stopped()` says so.
 */
export async function replay({ url, key, baskets, width, perSecond, meter, stopped = () => false }) {
  const integrate = client(url, `ApiKey-v1 ${key}`);
  const tails = new Map();
  const open = new Set();
  const begin = performance.now();
  for (const [index, basket] of baskets.entries()) {
    if (stopped()) break;
    if (perSecond > 0) await until(begin + (index * 1000) / perSecond);
    while (open.size >= width) await Promise.race(open);
    const chains = chainsOf(basket);
    const sent = Promise.all(chains.map((chain) => tails.get(chain))).then(() => send(integrate, basket, meter));
    for (const chain of chains) tails.set(chain, sent);
    open.add(sent);
    void sent.then(
      () => open.delete(sent),
      () => undefined,
    );
  }
  await Promise.all(open);
}

const until = (time) => new Promise((resolve) => setTimeout(resolve, Math.max(0, time - performance.now())));
