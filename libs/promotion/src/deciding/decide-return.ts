import type { Verdict } from '../decide';
import type { Refusal } from '../decision';
import type { RuleFailure } from '../effect';
import type { DomainEvent } from '../event';
import type { ReturnedCartItemInput, SessionReturnReceived } from '../request';
import type { CartItem, Session, SessionReturn } from '../session';
import type { Instant } from '../value';
import { LIMITS } from '../validation/limits';
import { refusal } from '../validation/problem';
import { stepsBack } from './achievement-steps';
import { activityEvents } from './activity';
import type { Desk } from './desk';
import { type EffectDraft, placed } from './effect-draft';
import { ledgerEffects } from './ledger-effects';
import { NOTHING_CREATED } from './numbers';
import { counterEvents } from './redeem';
import { AS_IT_WAS, reevaluated } from './reevaluate';
import { returnedBudgets } from './returned-budgets';
import { lastUnits, valueOf, type ReturnedUnits } from './returned-units';
import { returnedValues, takeBack } from './rollback';
import { actOnSession } from './session-action';
import { showProfile } from './subject-profile';
import { unbookPoints } from './unbook-points';
import { refused, verdict } from './verdict';

/**
 * Units of a closed session come back: what its close committed for them is rolled back, exactly. A step towards an
 * achievement lies on no unit: it goes back with the last one.
 */
export function decideReturn(desk: Desk, request: SessionReturnReceived): Verdict {
  return actOnSession(desk, request, 'returns', (stored, at) => {
    const refusals = returnRefusals(stored, request.returnedCartItems);
    if (refusals.length > 0) return refused(desk, request, refusals);
    return giveBack(desk, request, stored, returnedUnits(stored, request.returnedCartItems), at);
  });
}

function returnRefusals({ cartItems, returns }: Session, returned: readonly ReturnedCartItemInput[]): Refusal[] {
  if (returns.length >= LIMITS.returns) {
    return [refusal('return.too_many', null, `at most ${LIMITS.returns} returns of a session`)];
  }
  return returned.flatMap((one, index) => {
    const item = cartItems[one.position];
    const at = `/returnedCartItems/${index}`;
    if (item === undefined) return [refusal('return.position', `${at}/position`, 'the session has no such cart item')];
    return [...skuRefusals(one, item, at), ...quantityRefusals(one, item, at)];
  });
}

function skuRefusals({ sku }: ReturnedCartItemInput, item: CartItem, at: string): Refusal[] {
  return sku === null || sku === item.sku ? [] : [refusal('return.sku', `${at}/sku`, 'the cart item has another sku')];
}

function quantityRefusals({ quantity }: ReturnedCartItemInput, item: CartItem, at: string): Refusal[] {
  const left = unitsLeft(item);
  if (left > 0 && (quantity ?? left) <= left) return [];
  return [refusal('return.quantity', `${at}/quantity`, `${left} of ${item.quantity} units are not returned yet`)];
}

function unitsLeft({ quantity, returnedQuantity }: CartItem): number {
  return quantity - returnedQuantity;
}

function returnedUnits({ cartItems }: Session, returned: readonly ReturnedCartItemInput[]): ReturnedUnits[] {
  return returned.flatMap(({ position, quantity }) => {
    const item = cartItems[position];
    return item === undefined ? [] : lastUnits(item, quantity ?? unitsLeft(item));
  });
}

function giveBack(
  desk: Desk,
  request: SessionReturnReceived,
  stored: Session,
  returned: readonly ReturnedUnits[],
  at: Instant,
): Verdict {
  showProfile(desk, stored.profileId);
  const { session: changed, consequences, rollbacks, ruleFailures } = undone(desk, request, stored, returned, at);
  const effects = placed(rollbacks, desk.situation.dry ? 'dry' : 'final');
  return verdict(desk, request, {
    at,
    created: NOTHING_CREATED,
    complete: ({ position: id }) => {
      const session = { ...changed, returns: [...stored.returns, recorded(id, at, returned)] };
      const event = { kind: 'SessionChanged', type: 'talon_session_partially_returned', session } as const;
      return { events: [event, ...consequences], effects, ruleFailures };
    },
  });
}

interface Undone {
  readonly session: Session;
  readonly consequences: readonly DomainEvent[];
  readonly rollbacks: readonly EffectDraft[];
  readonly ruleFailures: readonly RuleFailure[];
}

/** What was committed for the units, taken back: from the session, and from all else that it moved. */
function undone(
  desk: Desk,
  { runRuleEngine }: SessionReturnReceived,
  stored: Session,
  returned: readonly ReturnedUnits[],
  at: Instant,
): Undone {
  const cartItems = itemsAfter(stored.cartItems, returned);
  const again = runRuleEngine ? reevaluated(desk, stored, cartItems, at) : AS_IT_WAS;
  const taken = takeBack(stored, returned, again.effects);
  const steps = cartItems.every((item) => unitsLeft(item) === 0) ? stepsBack(desk, stored) : undefined;
  const points = unbookPoints(desk, stored, taken.points, at, false);
  const budgets = returnedBudgets(stored, taken, points.rollbacks);
  return {
    session: {
      ...stored,
      state: 'partially_returned',
      updateCount: stored.updateCount + 1,
      updated: at,
      cartItems,
      durable: steps?.durable ?? stored.durable,
      counted: budgets.counted,
      effects: taken.left.filter((effect) => steps?.taken.has(effect) !== true),
      deductions: points.deductions,
    },
    consequences: [
      ...returnedValues(desk, stored, taken.rollbacks),
      ...(steps?.events ?? []),
      ...counterEvents(desk, budgets.moved),
      ...points.events,
      ...activityEvents(desk, stored.profileId, at, { closedSessions: 0n, totalSales: -totalOf(stored, returned) }),
    ],
    rollbacks: [
      ...taken.rollbacks,
      ...(steps?.rollbacks ?? []),
      ...points.rollbacks,
      ...ledgerEffects(points.events, []),
    ],
    ruleFailures: again.failures,
  };
}

function itemsAfter(items: readonly CartItem[], returned: readonly ReturnedUnits[]): CartItem[] {
  const byLine = new Map(returned.map(({ position, units }) => [position, units]));
  return items.map((item) => {
    const units = byLine.get(item.position);
    return units === undefined ? item : { ...item, returnedQuantity: item.returnedQuantity + units };
  });
}

function totalOf({ cartItems }: Session, returned: readonly ReturnedUnits[]): bigint {
  return returned.reduce((sum, units) => {
    const item = cartItems[units.position];
    return item === undefined ? sum : sum + valueOf(item, units);
  }, 0n);
}

function recorded(id: bigint, at: Instant, returned: readonly ReturnedUnits[]): SessionReturn {
  return { id, at, items: returned.map(({ position, units }) => ({ position, quantity: units })) };
}
