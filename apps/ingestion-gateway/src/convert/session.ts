import { exponentOf, type NewCartItem, type NewCustomerSession } from '@tessera/api-contracts';
import { attributesFrom, type CartItemInput, type SessionUpdateReceived } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import type { Caller } from '../auth/caller';
import { normalId } from './id';
import { PriceReader } from './price';

/**
 * A session's body as a request of the domain. `dry`: only then may it name the campaigns to evaluate; `place` is where the
 * session stands in the body.
 * Throws ApiError 400 number.finite, money.scale, money.overflow with the places of the prices.
 */
export function sessionRequest(
  id: string,
  body: NewCustomerSession,
  caller: Pick<Caller, 'application' | 'catalog'>,
  dry: boolean,
  place = '/customerSession',
): SessionUpdateReceived {
  const prices = new PriceReader(exponentOf(caller.application.currency));
  const request: SessionUpdateReceived = {
    kind: 'SessionUpdateReceived',
    sessionId: normalId(id),
    profileId: body.profileId == null ? null : normalId(body.profileId),
    state: body.state ?? null,
    cartItems: body.cartItems ? cartItems(body.cartItems, caller, prices, place) : null,
    couponCodes: body.couponCodes ?? null,
    referralCode: body.referralCode ?? null,
    additionalCosts: body.additionalCosts ? costs(body.additionalCosts, place, prices) : null,
    identifiers: body.identifiers?.map(normalId) ?? null,
    attributes: body.attributes ? declared(body.attributes, caller, 'CustomerSession') : null,
    evaluableCampaignIds: dry && body.evaluableCampaignIds ? body.evaluableCampaignIds.map(BigInt) : null,
  };
  if (prices.problems.length > 0) throw new ApiError(400, prices.problems);
  return request;
}

function cartItems(
  items: readonly NewCartItem[],
  caller: Pick<Caller, 'application' | 'catalog'>,
  prices: PriceReader,
  place: string,
): CartItemInput[] {
  const definitions = caller.catalog.attributes(caller.application.id, 'CartItem');
  return items.map((item, index) => {
    const at = `${place}/cartItems/${index}`;
    return {
      sku: item.sku,
      name: item.name ?? null,
      quantity: item.quantity,
      price: prices.read(item.price, `${at}/price`),
      category: item.category ?? null,
      weight: item.weight ?? null,
      height: item.height ?? null,
      width: item.width ?? null,
      length: item.length ?? null,
      attributes: attributesFrom(item.attributes ?? {}, definitions),
      additionalCosts: costs(item.additionalCosts ?? {}, at, prices),
    };
  });
}

function costs(given: Readonly<Record<string, { price: number }>>, at: string, prices: PriceReader) {
  const entries = Object.entries(given).map(
    ([name, { price }]) => [name, prices.read(price, `${at}/additionalCosts/${name}/price`)] as const,
  );
  return Object.fromEntries(entries);
}

function declared(
  given: Readonly<Record<string, unknown>>,
  { application, catalog }: Pick<Caller, 'application' | 'catalog'>,
  entity: string,
) {
  return attributesFrom(given, catalog.attributes(application.id, entity));
}
