import type { Decision } from '../decision';
import type { Effect, RuleFailure } from '../effect';
import type { DomainEvent } from '../event';
import type { Session } from '../session';

/** Short views of a decision for expectations. */
export function effectsOf(decision: Decision, type: string): readonly Effect[] {
  return decision.effects.filter((effect) => effect.type === type);
}

/** Why a rule gave nothing; only the log has it sealed. */
export function detailsOf({ details }: RuleFailure): string {
  if (typeof details !== 'string') throw new Error('the details are sealed');
  return details;
}

/** `acceptCoupon`, `setDiscount 210`: enough to read a case at a glance. */
export function told({ effects }: Decision): string[] {
  return effects.map(({ type, props }) => {
    const word = props['rejectionReason'] ?? props['value'];
    return word === undefined || typeof word === 'object' ? type : `${type} ${word}`;
  });
}

export function eventsOf<K extends DomainEvent['kind']>(
  decision: Decision,
  kind: K,
): Extract<DomainEvent, { kind: K }>[] {
  return decision.events.filter((event): event is Extract<DomainEvent, { kind: K }> => event.kind === kind);
}

/** `setDiscount|1||| 500 -> 900`: how far each counter moved, and to what. */
export function moved(decision: Decision): string[] {
  return eventsOf(decision, 'CounterChanged').map(({ counter, delta, value }) => `${counter} ${delta} -> ${value}`);
}

export function sessionOf(decision: Decision): Session {
  const [changed] = eventsOf(decision, 'SessionChanged');
  if (changed === undefined) throw new Error(`no session: ${JSON.stringify(decision.refusals)}`);
  return changed.session;
}

export function codesOf(decision: Decision): string[] {
  return decision.refusals.map(({ code, pointer }) => `${code} ${pointer ?? ''}`.trim());
}

/** `added 150`: what a decision did to points. */
export function bookedIn(decision: Decision): string[] {
  const changed = [...eventsOf(decision, 'LedgerChanged'), ...eventsOf(decision, 'LedgerOpeningChanged')];
  return changed.flatMap(({ entries }) => entries.map(({ kind, points }) => `${kind} ${points}`));
}
