import { RandomSource } from '../codes/random-source';
import type { Verdict } from '../decide';
import { drawUuid } from '../effects/points';
import type { LedgerOpeningChanged } from '../event';
import { subledgerOf } from '../loyalty/balance';
import { Book } from '../loyalty/book';
import { MOST_LOTS } from '../loyalty/lots';
import { isSaid } from '../loyalty/opening';
import type { LedgerOpeningReceived } from '../request';
import { refusal } from '../validation/problem';
import type { Desk } from './desk';
import { placed } from './effect-draft';
import { ledgerEffects } from './ledger-effects';
import { storedLedger } from './ledgers';
import { NOTHING_CREATED } from './numbers';
import { refused, verdict } from './verdict';

/**
 * What a subledger came to before Tessera knew of it takes the place of what was said of it before: the ledger moves by the
 * difference, and what was earned and spent since stays. Where points are said to be fewer than were spent since, other active
 * ones are taken, and the rest is owed; in a program where nobody owes anything that is refused.
 */
export function decideLedgerOpening(desk: Desk, request: LedgerOpeningReceived): Verdict {
  const { catalog, at, entropy } = desk.situation;
  const { program: id, profileId, subledger } = request;
  const program = catalog.loyaltyProgram(id);
  if (desk.profile(profileId) === null || program === undefined) return refused(desk, request, [NO_PROFILE]);
  const stored = storedLedger(desk, program, profileId);
  const before = subledgerOf(stored, subledger);
  if (isSaid(before.opening, request)) return concluded(desk, request, []);
  const random = new RandomSource(entropy);
  const book = new Book(program, stored, at);
  const { deltas, owed } = book.open(request, () => drawUuid(random));
  if (owed > 0n && program.returnPolicy !== 'unlimited') return refused(desk, request, [SPENT]);
  const closed = book.close();
  if (subledgerOf(closed.ledger, subledger).lots.length > MOST_LOTS) return refused(desk, request, [TOO_MANY]);
  desk.writes({ kind: 'ledger', program: id, profile: profileId });
  return concluded(desk, request, [{ kind: 'LedgerOpeningChanged', subledger, ...deltas, ...closed }]);
}

function concluded(desk: Desk, request: LedgerOpeningReceived, events: readonly LedgerOpeningChanged[]): Verdict {
  const effects = placed(ledgerEffects(events, []), 'final');
  const complete = () => ({ events, effects, ruleFailures: [] });
  return verdict(desk, request, { at: desk.situation.at, created: NOTHING_CREATED, complete });
}

const NO_PROFILE = refusal('profile.not_found', '/profileId', 'there is no such customer profile', 404);
const SPENT = refusal('opening.spent', '/lots', 'more was spent since than it leaves, and nobody owes in the program');
const TOO_MANY = refusal('loyalty.too_many', '/lots', `at most ${MOST_LOTS} additions are open in a subledger`);
