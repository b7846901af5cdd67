import type { Refusal } from '../decision';
import type { ReturnedCartItemInput, SessionReturnReceived } from '../request';
import { LIMITS } from './limits';
import { refusal } from './problem';
import { idRefusals } from './text';

/** What can be said of a return without its session: each line once, whole units. */
export function returnRefusals({ sessionId, returnedCartItems }: SessionReturnReceived): Refusal[] {
  return [...idRefusals(sessionId, '/sessionId', false), ...listRefusals(returnedCartItems)];
}

function listRefusals(returned: readonly ReturnedCartItemInput[]): Refusal[] {
  if (returned.length === 0) return [refusal('return.empty', '/returnedCartItems', 'name at least one cart item')];
  if (returned.length > LIMITS.cartItems) {
    return [refusal('cart.too_many_items', '/returnedCartItems', `at most ${LIMITS.cartItems} cart items`)];
  }
  const seen = new Set<number>();
  return returned.flatMap(({ position, quantity }, index) => {
    const at = `/returnedCartItems/${index}`;
    const again = seen.size === seen.add(position).size;
    return [...positionRefusals(position, again, `${at}/position`), ...quantityRefusals(quantity, `${at}/quantity`)];
  });
}

function positionRefusals(position: number, again: boolean, pointer: string): Refusal[] {
  if (!Number.isInteger(position)) return [refusal('number.integer', pointer, 'a position is a whole number')];
  if (position < 0 || position >= LIMITS.cartItems) {
    return [refusal('number.range', pointer, `a position is 0 to ${LIMITS.cartItems - 1}`)];
  }
  return again ? [refusal('return.position', pointer, 'each cart item stands once')] : [];
}

function quantityRefusals(quantity: number | null, pointer: string): Refusal[] {
  if (quantity === null) return [];
  if (!Number.isInteger(quantity)) return [refusal('number.integer', pointer, 'a quantity is a whole number')];
  if (quantity >= 1 && quantity <= LIMITS.units) return [];
  return [refusal('number.range', pointer, `a quantity is 1 to ${LIMITS.units}`)];
}
