import { lineTotal } from '@tessera/money';
import type { Definitions } from '../attributes/attributes-from';
import type { Catalog } from '../catalog';
import type { Refusal } from '../decision';
import type { CartItemInput, SessionUpdateReceived } from '../request';
import { attributeRefusals } from './attributes';
import { LIMITS } from './limits';
import { pointerPart, refusal } from './problem';
import { codeRefusals, idRefusals, nameRefusals, textRefusals } from './text';

const STATES = ['open', 'closed', 'cancelled'];

export function sessionRefusals(catalog: Catalog, application: bigint, request: SessionUpdateReceived): Refusal[] {
  return [
    ...idRefusals(request.sessionId, '/sessionId', false),
    ...idRefusals(request.profileId ?? '', '/profileId', true),
    ...stateRefusals(request.state),
    ...attributeRefusals(request.attributes, catalog.attributes(application, 'CustomerSession'), '/attributes'),
    ...cartRefusals(catalog, application, request.cartItems ?? []),
    ...codesRefusals(request.couponCodes ?? []),
    ...(request.referralCode ? codeRefusals(request.referralCode, '/referralCode') : []),
    ...costRefusals(request.additionalCosts ?? {}, '/additionalCosts'),
    ...identifierRefusals(request.identifiers ?? []),
    ...totalRefusals(request),
  ];
}

function stateRefusals(state: string | null): Refusal[] {
  if (state === null || STATES.includes(state)) return [];
  return [refusal('session.state', '/state', `a session can be put into ${STATES.join(', ')}`)];
}

function cartRefusals(catalog: Catalog, application: bigint, items: readonly CartItemInput[]): Refusal[] {
  if (items.length > LIMITS.cartItems) {
    return [refusal('cart.too_many_items', '/cartItems', `at most ${LIMITS.cartItems} cart items`)];
  }
  const declared = catalog.attributes(application, 'CartItem');
  const refusals = items.flatMap((item, index) => itemRefusals(item, declared, `/cartItems/${index}`));
  if (refusals.length > 0) return refusals;
  const units = items.reduce((sum, { quantity }) => sum + quantity, 0);
  if (units <= LIMITS.units) return [];
  return [refusal('cart.too_many_units', '/cartItems', `the quantities sum up to more than ${LIMITS.units}`)];
}

function itemRefusals(item: CartItemInput, declared: Definitions, at: string): Refusal[] {
  return [
    ...(item.sku === '' ? [refusal('field.required', `${at}/sku`, 'a cart item needs a sku')] : []),
    ...textRefusals(item.sku, `${at}/sku`, LIMITS.idLength),
    ...textRefusals(item.name ?? '', `${at}/name`),
    ...textRefusals(item.category ?? '', `${at}/category`),
    ...quantityRefusals(item.quantity, `${at}/quantity`),
    ...priceRefusals(item.price, `${at}/price`),
    ...measureRefusals(item, at),
    ...attributeRefusals(item.attributes, declared, `${at}/attributes`),
    ...costRefusals(item.additionalCosts, `${at}/additionalCosts`),
  ];
}

function quantityRefusals(quantity: number, pointer: string): Refusal[] {
  if (!Number.isInteger(quantity)) return [refusal('number.integer', pointer, 'a quantity is a whole number')];
  if (quantity >= 1 && quantity <= LIMITS.units) return [];
  return [refusal('number.range', pointer, `a quantity is 1 to ${LIMITS.units}`)];
}

function priceRefusals(price: bigint, pointer: string): Refusal[] {
  return price < 0n ? [refusal('number.range', pointer, 'a price is not negative')] : [];
}

const MEASURES = ['weight', 'height', 'width', 'length'] as const;

function measureRefusals(item: CartItemInput, at: string): Refusal[] {
  return MEASURES.flatMap((name) => {
    const value = item[name];
    if (value === null || (Number.isFinite(value) && value >= 0)) return [];
    const code = Number.isFinite(value) ? 'number.range' : 'number.finite';
    return [refusal(code, `${at}/${name}`, `${name} is a number from 0`)];
  });
}

function codesRefusals(codes: readonly string[]): Refusal[] {
  if (codes.length > LIMITS.couponCodes) {
    return [refusal('coupon.too_many', '/couponCodes', `at most ${LIMITS.couponCodes} codes in a session`)];
  }
  return codes.flatMap((code, index) => codeRefusals(code, `/couponCodes/${index}`));
}

function costRefusals(costs: Readonly<Record<string, bigint>>, at: string): Refusal[] {
  const entries = Object.entries(costs);
  if (entries.length > LIMITS.additionalCosts) {
    return [refusal('cost.too_many', at, `at most ${LIMITS.additionalCosts} additional costs`)];
  }
  return entries.flatMap(([name, price]) => {
    const pointer = `${at}/${pointerPart(name)}`;
    return [...nameRefusals(name, pointer), ...priceRefusals(price, pointer)];
  });
}

function identifierRefusals(identifiers: readonly string[]): Refusal[] {
  if (identifiers.length > LIMITS.identifiers) {
    return [refusal('identifier.too_many', '/identifiers', `at most ${LIMITS.identifiers} identifiers`)];
  }
  return identifiers.flatMap((identifier, index) => idRefusals(identifier, `/identifiers/${index}`, false));
}

/** What this request brings; `decide` looks again at the sum with what is stored. */
function totalRefusals(request: SessionUpdateReceived): Refusal[] {
  const items = (request.cartItems ?? []).filter(({ quantity }) => Number.isInteger(quantity));
  const costs = [request.additionalCosts ?? {}, ...items.map((item) => item.additionalCosts)];
  const lines = items.reduce((sum, { price, quantity }) => sum + lineTotal(price, quantity), 0n);
  const rest = costs.flatMap((one) => Object.values(one)).reduce((sum, price) => sum + lineTotal(price, 1), 0n);
  if (lines + rest <= LIMITS.amount) return [];
  return [refusal('money.overflow', '/cartItems', 'the total is above 2^53 minor units')];
}
