import type { Explained, Situation, Verdict } from '../decide';
import type { Request } from '../request';
import { validate } from '../validation/validate';
import { decideChange, decideChanges, decideChunk, decideDeletion } from './decide-coupon';
import { decideGiveaways } from './decide-giveaways';
import { decideIdle } from './decide-idle';
import { decidePoints } from './decide-points';
import { decideErasure, decideEvent, decideProfile } from './decide-profile';
import { decideReturn } from './decide-return';
import { decideSession } from './decide-session';
import { decideTick } from './decide-tick';
import { Desk } from './desk';
import { decideLedgerOpening } from './ledger-openings';
import { decideCouponOpenings, decideLimitOpenings, decideProfileOpening } from './openings';
import { decideReservation } from './reservations';
import { decideReopen } from './session-action';
import { refused } from './verdict';
import { Witness } from './witness';

/**
 * What becomes of one request, seen from one situation: the same situation and request give the same verdict, nothing is
 * changed by asking, and every request gets an answer.
 *
 * `needs` names rows to load or to lock before asking again, `short` how many numbers; else the decision is there: accepted
 * with events and effects, refused with reasons, or repeated.
 */
export function decide(situation: Situation, request: Request): Verdict {
  return decideOn(new Desk(situation), request);
}

/**
 * Decides as `decide` does, and says of each rule of the campaigns that run (of `only`, where they are named) why it gave
 * what it gave. It tries rules that deciding passes over, so that it may need rows that deciding does not.
 */
export function explain(situation: Situation, request: Request, only: ReadonlySet<bigint> | null = null): Explained {
  const witness = new Witness(only);
  const verdict = decideOn(new Desk(situation, witness), request);
  return { verdict, explanation: witness.explanation };
}

function decideOn(desk: Desk, request: Request): Verdict {
  const { situation } = desk;
  const refusals = validate(situation.catalog, situation.application, request);
  return refusals.length > 0 ? refused(desk, request, refusals) : decideSound(desk, request);
}

function decideSound(desk: Desk, request: Request): Verdict {
  switch (request.kind) {
    case 'SessionUpdateReceived':
      return decideSession(desk, request);
    case 'ProfileUpdateReceived':
      return decideProfile(desk, request);
    case 'CustomEventReceived':
      return decideEvent(desk, request);
    case 'ProfileErasureReceived':
      return decideErasure(desk, request);
    case 'CouponChunkReceived':
      return decideChunk(desk, request);
    case 'CouponChangeReceived':
      return decideChange(desk, request);
    case 'CouponDeletionReceived':
      return decideDeletion(desk, request);
    case 'CouponsChangeReceived':
      return decideChanges(desk, request);
    case 'CouponReservationReceived':
      return decideReservation(desk, request);
    case 'PointsAdditionReceived':
    case 'PointsDeductionReceived':
    case 'TierAssignmentReceived':
    case 'PointsActivationReceived':
      return decidePoints(desk, request);
    case 'ClockTicked':
      return decideTick(desk, request);
    case 'SessionReturnReceived':
      return decideReturn(desk, request);
    case 'SessionIdled':
      return decideIdle(desk, request);
    case 'SessionReopenReceived':
      return decideReopen(desk, request);
    case 'GiveawayChunkReceived':
      return decideGiveaways(desk, request);
    case 'CouponOpeningsReceived':
      return decideCouponOpenings(desk, request);
    case 'ProfileOpeningReceived':
      return decideProfileOpening(desk, request);
    case 'LimitOpeningsReceived':
      return decideLimitOpenings(desk, request);
    case 'LedgerOpeningReceived':
      return decideLedgerOpening(desk, request);
  }
}
