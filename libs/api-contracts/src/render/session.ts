import { currencyExponent, formatAmount, PRICE_DECIMALS } from '@tessera/money';
import type { CartItem, Session } from '@tessera/promotion';
import { type Json, type RenderSealed, renderAttributes, renderInstant } from './value';

/** Decimals of the currency; two where it is unknown, which the catalog does not let in. */
export const exponentOf = (currency: string): number => currencyExponent(currency) ?? 2;

/** A customer session as CustomerSessionV2 of the public API; `currency` is that of its application. */
export function renderSession(session: Session, currency: string, sealed?: RenderSealed): { [name: string]: Json } {
  const exponent = exponentOf(currency);
  return {
    id: Number(session.id),
    integrationId: session.integrationId,
    applicationId: Number(session.application),
    profileId: session.profileId,
    state: session.state,
    created: renderInstant(session.created),
    updated: renderInstant(session.updated),
    updateCount: session.updateCount,
    firstSession: session.firstSession,
    couponCodes: session.couponCodes,
    referralCode: session.referralCode,
    identifiers: session.identifiers,
    cartItems: session.cartItems.map((item) => renderCartItem(item, exponent, sealed)),
    additionalCosts: renderCosts(session.additionalCosts, exponent),
    attributes: renderAttributes(session.attributes, sealed),
    total: formatAmount(session.total, exponent),
    cartItemTotal: formatAmount(session.cartItemTotal, exponent),
    additionalCostTotal: formatAmount(session.additionalCostTotal, exponent),
    cartItemAdditionalCostTotal: formatAmount(session.cartItemAdditionalCostTotal, exponent),
  };
}

const price = (tenThousandths: bigint, exponent: number): number =>
  formatAmount(tenThousandths, exponent + PRICE_DECIMALS);

function renderCosts(costs: Readonly<Record<string, bigint>>, exponent: number): { [name: string]: Json } {
  return Object.fromEntries(Object.entries(costs).map(([name, cost]) => [name, { price: price(cost, exponent) }]));
}

function renderCartItem(item: CartItem, exponent: number, sealed?: RenderSealed): { [name: string]: Json } {
  return {
    name: item.name ?? item.sku,
    sku: item.sku,
    quantity: item.quantity,
    returnedQuantity: item.returnedQuantity,
    remainingQuantity: item.quantity - item.returnedQuantity,
    price: price(item.price, exponent),
    position: item.position,
    ...present({ category: item.category, ...measures(item) }),
    attributes: renderAttributes(item.attributes, sealed),
    additionalCosts: renderCosts(item.additionalCosts, exponent),
  };
}

const measures = ({ weight, height, width, length }: CartItem) => ({ weight, height, width, length });

function present(entries: Readonly<Record<string, Json>>): { [name: string]: Json } {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== null));
}
