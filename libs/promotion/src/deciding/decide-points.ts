import { RandomSource } from '../codes/random-source';
import type { Verdict } from '../decide';
import type { Refusal } from '../decision';
import { drawUuid } from '../effects/points';
import type { LedgerChanged } from '../event';
import type { Ledger } from '../ledger';
import { subledgerOf } from '../loyalty/balance';
import { Book, type Movement, NO_ORIGIN } from '../loyalty/book';
import { hasRoom, MOST_LOTS } from '../loyalty/lots';
import { datesOf } from '../loyalty/validity';
import type { LoyaltyProgram } from '../loyalty-program';
import type {
  PointsActivationReceived,
  PointsAdditionReceived,
  PointsDeductionReceived,
  TierAssignmentReceived,
} from '../request';
import { refusal } from '../validation/problem';
import type { Desk } from './desk';
import { placed } from './effect-draft';
import { ledgerEffects } from './ledger-effects';
import { storedLedger } from './ledgers';
import { NOTHING_CREATED } from './numbers';
import { showProfile } from './subject-profile';
import { refused, verdict } from './verdict';

type PointsRequest = PointsAdditionReceived | PointsDeductionReceived;
type ByHand = PointsRequest | TierAssignmentReceived | PointsActivationReceived;

/** Points and tiers that somebody gives or takes by hand; no session gives them back. */
export function decidePoints(desk: Desk, request: ByHand): Verdict {
  const { catalog, at } = desk.situation;
  const { program: id, profileId } = request;
  const program = catalog.loyaltyProgram(id);
  if (desk.profile(profileId) === null || program === undefined) return refused(desk, request, [NO_PROFILE]);
  const ledger = storedLedger(desk, program, profileId);
  const book = new Book(program, ledger, at);
  const wrong = change(desk, book, program, ledger, request);
  if (wrong !== null) return refused(desk, request, [wrong]);
  desk.writes({ kind: 'ledger', program: id, profile: profileId });
  showProfile(desk, profileId);
  const event: LedgerChanged = { kind: 'LedgerChanged', ...book.close() };
  const effects = placed(ledgerEffects([event], []), 'final');
  const complete = () => ({ events: [event], effects, ruleFailures: [] });
  return verdict(desk, request, { at, created: NOTHING_CREATED, complete });
}

const NO_PROFILE = refusal('profile.not_found', null, 'there is no such customer profile', 404);

/** Null: it was booked. */
function change(desk: Desk, book: Book, program: LoyaltyProgram, ledger: Ledger, request: ByHand): Refusal | null {
  switch (request.kind) {
    case 'TierAssignmentReceived':
      return assign(book, request);
    case 'PointsActivationReceived':
      return book.activate(request.transactionUUIDs) === 0 ? NOT_WAITING : null;
    case 'PointsAdditionReceived':
    case 'PointsDeductionReceived':
      return move(desk, book, program, ledger, request);
  }
}

/** Null: it was booked. */
function assign(book: Book, { subledger, tier, until }: TierAssignmentReceived): Refusal | null {
  if (until <= book.at) return TIER_IS_OVER;
  book.assign(subledger, tier, until);
  return null;
}

/** Null: it was booked. */
function move(desk: Desk, book: Book, program: LoyaltyProgram, ledger: Ledger, request: PointsRequest): Refusal | null {
  const { subledger, points, name } = request;
  const transactionUUID = drawUuid(new RandomSource(desk.situation.entropy));
  const movement: Movement = { ...NO_ORIGIN, subledger, points, name, transactionUUID };
  if (request.kind === 'PointsDeductionReceived') return book.deduct(movement) === null ? TOO_FEW : null;
  if (!hasRoom(subledgerOf(ledger, subledger).lots, book.at)) return TOO_MANY;
  const dates = datesOf(program, request, book.at);
  const { start, expiry, validity } = dates;
  if (expiry !== null && expiry <= (validity === null ? start : book.at)) return EXPIRES_FIRST;
  book.add({ ...movement, importId: request.importId, ...dates });
  return null;
}

const NOT_WAITING = refusal('loyalty.not_waiting', '/transactionUUIDs', 'none of these additions waits for it', 404);
const TIER_IS_OVER = refusal('loyalty.dates', '/until', 'the tier has ended already');
const TOO_FEW = refusal('loyalty.balance', '/points', 'the customer has fewer active points');
const TOO_MANY = refusal('loyalty.too_many', null, `at most ${MOST_LOTS} additions are open in a subledger`);
const EXPIRES_FIRST = refusal('loyalty.dates', '/validUntil', 'the points expire before they are active');
