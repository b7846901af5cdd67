import { valueText } from '../attributes/same-value';
import { overlaid } from '../fold/overlaid';
import { rowsAfter } from '../fold/rows-after';
import { isRunning } from '../fold/running';
import type { Effect, RuleFailure } from '../effect';
import type { CartItem, Session } from '../session';
import type { Instant } from '../value';
import { NO_MOVES } from './audience-moves';
import type { Desk } from './desk';
import type { EffectDraft } from './effect-draft';
import { evaluate } from './evaluate';
import type { Evaluated } from './evaluation';
import { isDiscount } from './rollback';
import { subjectOf } from './subject';
import { totalsOf } from './totals';
import { undoneBy } from './undo-close';
import { movesPoints } from './unbook-points';

/** Effects of a close by their index, with what rules would give in their place for what is left; null: nothing. */
export type Reevaluated = ReadonlyMap<number, EffectDraft | null>;

export interface Reevaluation {
  readonly effects: Reevaluated;
  /** Why rules give nothing of the campaigns that want to be asked again. */
  readonly failures: readonly RuleFailure[];
}

/** No rule is asked again. */
export const AS_IT_WAS: Reevaluation = { effects: new Map(), failures: [] };

/**
 * What the rules of a session's campaigns would have given at its close for the items that are left, as if nobody had bought the
 * others: on the state that undoing the close leaves, at the time of the close. Only campaigns that want it are asked, and
 * only where they run the rules that they ran then; whatever looks at the past stays as it was.
 */
export function reevaluated(desk: Desk, stored: Session, items: readonly CartItem[], at: Instant): Reevaluation {
  const given = stored.effects.filter((effect) => isDiscount(effect) || movesPoints(effect));
  const closedAt = stored.closedAt ?? at;
  const asked = given.filter((effect) => isReevaluated(desk, effect, closedAt));
  if (asked.length === 0) return AS_IT_WAS;
  const { application, world } = desk.situation;
  const undoing = { type: 'talon_session_reopened', state: 'open', closedAt: null, kept: [] } as const;
  const { events } = desk.trying(world, (trial) => undoneBy(trial, stored, at, undoing));
  const before = overlaid(world, rowsAfter({ application, at }, events));
  const campaigns = new Set(given.map(({ campaign }) => campaign));
  const now = desk.trying(before, (trial) => givenFor(trial, leftOf(stored, items), closedAt, campaigns));
  const wanting = new Set(asked.map(({ campaign }) => campaign));
  return {
    effects: matched(asked, now.effects),
    failures: now.failures.filter(({ campaign }) => wanting.has(campaign)),
  };
}

function isReevaluated(
  { situation }: Desk,
  { campaign: id, ruleset, rulesetVersion }: Effect,
  closedAt: Instant,
): boolean {
  const { catalog, application } = situation;
  const campaign = catalog.campaign(application, id);
  if (campaign?.reevaluateOnReturn !== true || !isRunning(campaign, closedAt)) return false;
  const compiled = catalog.compiled(campaign);
  const isSame = compiled?.ruleset.id === ruleset && compiled.ruleset.version === rulesetVersion;
  return isSame && !compiled.rules.some(({ reads }) => reads.variables.has('history'));
}

/** The session as it would have closed. */
function leftOf(stored: Session, items: readonly CartItem[]): Session {
  const left = items.filter(({ quantity, returnedQuantity }) => quantity > returnedQuantity);
  const cartItems = left.map((item) => ({
    ...item,
    quantity: item.quantity - item.returnedQuantity,
    returnedQuantity: 0,
  }));
  return { ...stored, state: 'closed', cartItems, ...totalsOf(cartItems, stored.additionalCosts) };
}

function givenFor(desk: Desk, session: Session, at: Instant, campaigns: ReadonlySet<bigint>): Evaluated {
  const profile = session.profileId === '' ? null : desk.profile(session.profileId);
  const event = { type: 'talon_session_closed', attributes: {}, moves: NO_MOVES };
  return evaluate(subjectOf(desk, at, profile, session, event), campaigns);
}

/** The first of what is given now stands for the first of what was given alike, and so on. */
function matched(asked: readonly Effect[], now: readonly EffectDraft[]): Reevaluated {
  const byPlace = new Map<string, EffectDraft[]>();
  for (const effect of now) byPlace.set(placeOf(effect), [...(byPlace.get(placeOf(effect)) ?? []), effect]);
  return new Map(asked.map((effect) => [effect.index, byPlace.get(placeOf(effect))?.shift() ?? null]));
}

/** Where in a rule an effect comes from, and what of the session it is on. */
function placeOf({ type, ruleId, effectIndex, triggeredByCoupon, props }: EffectDraft): string {
  const { position, cartItemPosition, additionalCostId } = props;
  const place = [position, cartItemPosition, additionalCostId].map((value) => valueText(value ?? null));
  return [type, ruleId, effectIndex, triggeredByCoupon, ...place].join('|');
}
