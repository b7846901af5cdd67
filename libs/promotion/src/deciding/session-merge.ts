import { attributesFrom } from '../attributes/attributes-from';
import { mergeAttributes, withoutNulls } from '../attributes/merge';
import { itemPath } from '../effects/attribute-targets';
import type { Effect } from '../effect';
import { attributesText, valueText } from '../attributes/same-value';
import type { Catalog } from '../catalog';
import type { CartItemInput, SessionUpdateReceived } from '../request';
import type { CartItem, Session } from '../session';
import type { Value } from '../value';
import { totalsOf, type Totals } from './totals';

/** What the integration says a session holds. */
export interface SessionContent extends Totals {
  readonly profileId: string;
  readonly couponCodes: readonly string[];
  readonly referralCode: string;
  readonly cartItems: readonly CartItem[];
  readonly additionalCosts: Readonly<Record<string, bigint>>;
  readonly identifiers: readonly string[];
  readonly attributes: Session['attributes'];
}

/** The stored content with the request put over it: what is left out stays, what is empty clears. */
export function mergedContent(
  catalog: Catalog,
  application: bigint,
  stored: Session | null,
  request: SessionUpdateReceived,
): SessionContent {
  const definitions = catalog.attributes(application, 'CustomerSession');
  const given = request.attributes === null ? null : attributesFrom(request.attributes, definitions);
  const cartItems =
    request.cartItems === null ? (stored?.cartItems ?? []) : lines(catalog, application, request.cartItems);
  const additionalCosts = request.additionalCosts ?? stored?.additionalCosts ?? {};
  return {
    profileId: request.profileId ?? stored?.profileId ?? '',
    couponCodes: request.couponCodes ?? stored?.couponCodes ?? [],
    referralCode: request.referralCode ?? stored?.referralCode ?? '',
    cartItems,
    additionalCosts,
    identifiers: request.identifiers ?? stored?.identifiers ?? [],
    attributes: mergeAttributes(stored?.attributes ?? {}, given),
    ...totalsOf(cartItems, additionalCosts),
  };
}

/** Positions are ours, whatever was sent. An item's attributes come whole with the item. */
function lines(catalog: Catalog, application: bigint, items: readonly CartItemInput[]): CartItem[] {
  const definitions = catalog.attributes(application, 'CartItem');
  return items.map((item, position) => ({
    ...item,
    attributes: withoutNulls(attributesFrom(item.attributes, definitions)),
    position,
    returnedQuantity: 0,
  }));
}

/** Whether the request leaves a stored session as it is: the same call once more. What rules wrote of its items nobody sends. */
export function sameContent(stored: Session, merged: SessionContent): boolean {
  const own = (content: SessionContent): string => {
    return contentText({ ...content, cartItems: withoutWritten(content.cartItems, stored.effects) });
  };
  return own(stored) === own(merged);
}

function withoutWritten(items: readonly CartItem[], effects: readonly Effect[]): readonly CartItem[] {
  const paths = effects.flatMap(({ type, props }) => (type === 'updateAttribute' ? [props] : []));
  const written = new Set(paths.map(({ path = '', cartItemPosition = null }) => placeText(cartItemPosition, path)));
  if (written.size === 0) return items;
  return items.map((item) => {
    const own = Object.entries(item.attributes).filter(
      ([name]) => !written.has(placeText(BigInt(item.position), itemPath(name))),
    );
    return { ...item, attributes: Object.fromEntries(own) };
  });
}

function placeText(position: Value, path: Value): string {
  return `${valueText(position)} ${valueText(path)}`;
}

function contentText(content: SessionContent): string {
  const { profileId, couponCodes, referralCode, cartItems, additionalCosts, identifiers, attributes } = content;
  const texts = [profileId, couponCodes, referralCode, cartItems.map(itemText), identifiers];
  return JSON.stringify([...texts, attributesText(additionalCosts), attributesText(attributes)]);
}

function itemText(item: CartItem): string {
  const { name, sku, quantity, price, category, weight, height, width, length, attributes, additionalCosts } = item;
  const own = [name, sku, quantity, String(price), category, weight, height, width, length];
  return JSON.stringify([...own, attributesText(attributes), attributesText(additionalCosts)]);
}
