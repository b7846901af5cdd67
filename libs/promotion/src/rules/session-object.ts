import { CelObject, type Result } from '@tessera/expression';
import { Rational } from '@tessera/money';
import type { CartItem, Session } from '../session';
import { AttributesObject } from './attribute-type';

/** Decimals of a price beyond the currency's minor unit. */
const PRICE_DECIMALS = 4;

/** A cart item as rules see it. */
export class ItemObject extends CelObject {
  constructor(
    readonly item: CartItem,
    private readonly exponent: number,
  ) {
    super();
  }

  override get(field: string): Result | undefined {
    const { item } = this;
    switch (field) {
      case 'sku':
        return item.sku;
      case 'name':
        return item.name ?? undefined;
      case 'category':
        return item.category ?? undefined;
      case 'price':
        return Rational.fromMinor(item.price, this.exponent + PRICE_DECIMALS);
      case 'quantity':
        return BigInt(item.quantity);
      // Units that were not returned.
      case 'remaining':
        return BigInt(item.quantity - item.returnedQuantity);
      case 'position':
        return BigInt(item.position);
      case 'attributes':
        return new AttributesObject(item.attributes);
      default:
        return undefined;
    }
  }
}

export function itemObjects(items: readonly CartItem[], exponent: number): ItemObject[] {
  return items.map((item) => new ItemObject(item, exponent));
}

/** The session as it was before the evaluation; only `remainingTotal` is asked for anew at each reading. */
export class SessionObject extends CelObject {
  private readonly attributes: AttributesObject;

  constructor(
    private readonly session: Session,
    private readonly items: readonly ItemObject[],
    private readonly exponent: number,
    private readonly remainingTotal: () => bigint,
  ) {
    super();
    this.attributes = new AttributesObject(session.attributes);
  }

  override get(field: string): Result | undefined {
    const { session } = this;
    switch (field) {
      case 'id':
        return session.integrationId;
      case 'state':
      case 'referralCode':
      case 'firstSession':
        return session[field];
      case 'total':
      case 'cartItemTotal':
      case 'additionalCostTotal':
        return Rational.fromMinor(session[field], this.exponent);
      case 'remainingTotal':
        return Rational.fromMinor(this.remainingTotal(), this.exponent);
      case 'cartItems':
        return this.items;
      case 'couponCodes':
      case 'identifiers':
        return session[field];
      case 'attributes':
        return this.attributes;
      default:
        return undefined;
    }
  }
}
