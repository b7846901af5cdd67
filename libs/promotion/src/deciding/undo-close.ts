import type { Verdict } from '../decide';
import type { DomainEvent } from '../event';
import type { Request } from '../request';
import type { Session } from '../session';
import type { Instant } from '../value';
import { stepsBack } from './achievement-steps';
import { activityEvents } from './activity';
import type { Desk } from './desk';
import { placed, type EffectDraft } from './effect-draft';
import { ledgerEffects } from './ledger-effects';
import { idleAtOf } from './idle';
import { NOTHING_CREATED } from './numbers';
import { counterEvents } from './redeem';
import { remainingTotal } from './returned-units';
import { survivingCounters, undoneCounters } from './returned-budgets';
import { isUndone, rollbacks, undoneRedemptions, type Kept } from './rollback';
import { showProfile } from './subject-profile';
import { allPoints, unbookPoints } from './unbook-points';
import { verdict } from './verdict';

/** What a closed session becomes. */
export interface Undoing {
  readonly type: 'talon_session_revoked' | 'talon_session_reopened';
  readonly state: 'cancelled' | 'open';
  readonly closedAt: Instant | null;
  readonly kept: Kept;
}

/** What the session's close committed, and no return took back before, goes back, exactly. */
export function undoClose(desk: Desk, request: Request, stored: Session, at: Instant, undoing: Undoing): Verdict {
  const { events, undone } = undoneBy(desk, stored, at, undoing);
  const effects = placed(undone, desk.situation.dry ? 'dry' : 'final');
  const complete = () => ({ events, effects, ruleFailures: [] });
  return verdict(desk, request, { at, created: NOTHING_CREATED, complete });
}

/** What undoing a close comes to. */
export interface Undone {
  readonly events: readonly DomainEvent[];
  readonly undone: readonly EffectDraft[];
}

export function undoneBy(desk: Desk, stored: Session, at: Instant, undoing: Undoing): Undone {
  const { type, state, closedAt, kept } = undoing;
  showProfile(desk, stored.profileId);
  const steps = stepsBack(desk, stored);
  const back = allPoints(stored);
  // A session that is open again gives its points again.
  const points = unbookPoints(desk, stored, back, at, state === 'open');
  const surviving = state === 'open' ? survivingCounters(stored) : [];
  const counted = stored.counted.filter((one) => !surviving.includes(one));
  const session: Session = {
    ...stored,
    state,
    closedAt,
    updateCount: stored.updateCount + 1,
    updated: at,
    counted: surviving,
    keptOnCancel: [],
    durable: steps.durable,
    effects: stored.effects.filter((effect) => !isUndone(effect, kept) && !steps.taken.has(effect)),
    deductions: points.deductions,
    idleAt: state === 'open' ? idleAtOf(desk.situation, at) : null,
  };
  const events: DomainEvent[] = [
    { kind: 'SessionChanged', type, session },
    ...undoneRedemptions(desk, stored, kept),
    ...steps.events,
    ...counterEvents(desk, undoneCounters({ counted }, kept, back, points.rollbacks)),
    ...points.events,
    ...activityEvents(desk, stored.profileId, at, { closedSessions: -1n, totalSales: -remainingTotal(stored) }),
  ];
  const undone = [...rollbacks(stored, kept), ...steps.rollbacks, ...points.rollbacks];
  return { events, undone: [...undone, ...ledgerEffects(points.events, [])] };
}
