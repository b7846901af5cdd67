import { optionalDate } from '../effects/points';
import type { LedgerChanged, LedgerOpeningChanged } from '../event';
import type { LedgerEntry, TierChange } from '../ledger';
import type { Value } from '../value';
import { OF_NO_RULE, type EffectDraft } from './effect-draft';

/** What became of a ledger. */
type Changed = LedgerChanged | LedgerOpeningChanged;

/** What time does to points, as the effects that tell of it. */
const BY_TIME: Readonly<Record<string, string>> = {
  activated: 'loyaltyPointsActivated',
  expired: 'loyaltyPointsExpired',
};

/**
 * What integrations are told of changes that no rule asked for: points that became active or expired, one effect for each
 * subledger, and tiers. Whoever books them tells them, the clock or the customer who came first, so each is told once.
 * A tier that rises by what a rule gave is that rule's effect; `given` are the effects of the decision's rules.
 */
export function ledgerEffects(events: readonly Changed[], given: readonly EffectDraft[]): EffectDraft[] {
  return events.flatMap((event) => [
    ...timeEffects(event),
    ...event.tierChanges.map((change) => tierEffect(event, change, causeOf(event, change, given))),
  ]);
}

function timeEffects({ ledger, entries }: Changed): EffectDraft[] {
  const sums = new Map<string, { readonly entry: LedgerEntry; value: bigint }>();
  for (const entry of entries) {
    if (BY_TIME[entry.kind] === undefined) continue;
    const key = `${entry.kind}/${entry.subledger}`;
    const sum = sums.get(key) ?? { entry, value: 0n };
    sums.set(key, { ...sum, value: sum.value + entry.points });
  }
  return [...sums.values()].map(({ entry: { kind, subledger }, value }) => ({
    ...OF_NO_RULE,
    type: BY_TIME[kind] ?? '',
    props: { ...placeOf(ledger, subledger), value },
  }));
}

function tierEffect(
  { ledger }: Changed,
  { subledger, before, after, until }: TierChange,
  cause: EffectDraft | undefined,
): EffectDraft {
  const props = {
    ruleTitle: cause?.ruleName ?? '',
    ...placeOf(ledger, subledger),
    ...(before === null ? {} : { previousTierName: before }),
    newTierName: after ?? '',
    ...optionalDate('expiryDate', until),
  };
  return { ...(cause ?? OF_NO_RULE), type: 'changeLoyaltyTierLevel', shares: [], props };
}

/** The rule's effect whose points, booked at the same instant, were the last before the change. */
function causeOf(
  { entries }: Changed,
  { subledger, at }: TierChange,
  given: readonly EffectDraft[],
): EffectDraft | undefined {
  const added = entries.findLast((one) => one.kind === 'added' && one.subledger === subledger && one.at === at);
  return added && given.find(({ props }) => props['transactionUUID'] === added.transactionUUID);
}

function placeOf({ program, profileId }: Changed['ledger'], subledger: string): Record<string, Value> {
  return { programId: program, subLedgerId: subledger, recipientIntegrationId: profileId };
}
