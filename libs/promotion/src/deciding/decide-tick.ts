import type { Verdict } from '../decide';
import { Book } from '../loyalty/book';
import { dueOf } from '../loyalty/settle';
import type { LedgerChanged } from '../event';
import type { ClockTicked } from '../request';
import type { Instant } from '../value';
import type { Due } from '../world';
import type { Desk } from './desk';
import { placed } from './effect-draft';
import { ledgerEffects } from './ledger-effects';
import { storedLedger } from './ledgers';
import { NOTHING_CREATED } from './numbers';
import { verdict } from './verdict';

/**
 * What dates have brought to ledgers: points that became active or expired, tiers that rose or ended. Who was there before, a
 * customer or an earlier tick, has booked it already; then there is nothing to do, so a tick may come twice.
 */
export function decideTick(desk: Desk, { partition, ...request }: ClockTicked): Verdict {
  const { at } = desk.situation;
  const due = desk.due(partition, at) ?? [];
  const events = due.flatMap((one) => settled(desk, one, at));
  const effects = placed(ledgerEffects(events, []), 'final');
  const complete = () => ({ events, effects, ruleFailures: [] });
  return verdict(desk, { ...request, partition }, { at, created: NOTHING_CREATED, complete });
}

function settled(desk: Desk, { program: id, profile }: Due[number], at: Instant): LedgerChanged[] {
  const program = desk.situation.catalog.loyaltyProgram(id);
  const ledger = desk.ledger(id, profile);
  if (program === undefined || ledger === null) return [];
  const next = dueOf(ledger);
  if (next === null || next > at) return [];
  desk.writes({ kind: 'ledger', program: id, profile });
  return [{ kind: 'LedgerChanged', ...new Book(program, storedLedger(desk, program, profile), at).close() }];
}
