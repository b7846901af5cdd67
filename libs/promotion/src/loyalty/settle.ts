import type { EntryKind, Ledger, LedgerEntry, Lot, Subledger, TierChange } from '../ledger';
import type { LoyaltyProgram } from '../loyalty-program';
import type { Instant } from '../value';
import { activePoints, isActive, isExpired, isPending, pointsOf } from './balance';
import { takeFrom } from './lots';
import { withExpired } from './opening';
import { tierAt, type TierAnchors } from './tiers';

/** A ledger at an instant, and what time brought since it was settled last. */
export interface Settled {
  readonly ledger: Ledger;
  readonly entries: readonly LedgerEntry[];
  readonly tierChanges: readonly TierChange[];
}

/**
 * Books what follows from the dates up to an instant: points that become active or expire, owed points that are paid,
 * tiers that rise or end; each at its own time, in order. Doing it in steps gives the same as doing it at once, so it does not
 * matter who comes first, the clock or the customer.
 */
export function settle(program: LoyaltyProgram, ledger: Ledger, at: Instant): Settled {
  const joined = ledger.joined ?? activationOf(program, ledger, at);
  const each = ledger.subledgers.map((own) =>
    new Course(program, own, { joined, tierExpiry: ledger.tierExpiry }, ledger.settled).to(at),
  );
  return {
    ledger: { ...ledger, joined, settled: at, subledgers: each.map(({ own }) => own) },
    entries: each.flatMap(({ entries }) => entries),
    tierChanges: each.flatMap(({ tierChanges }) => tierChanges),
  };
}

/** Where customers join with their first active points, when that was. */
function activationOf({ programJoinPolicy }: LoyaltyProgram, { subledgers }: Ledger, at: Instant): Instant | null {
  if (programJoinPolicy !== 'points_activated') return null;
  const starts = subledgers.flatMap(({ lots }) => lots.map(({ start }) => start)).filter((start) => start <= at);
  return starts.reduce<Instant | null>((first, start) => (first === null || start < first ? start : first), null);
}

/** The next instant at which something changes by itself; null: nothing is going to. */
export function dueOf({ subledgers, settled }: Ledger): Instant | null {
  return earliest(subledgers.flatMap((own) => momentsOf(own, settled)));
}

function momentsOf({ lots, tier }: Subledger, from: Instant): Instant[] {
  const dates = lots.flatMap(({ start, expiry }) => (expiry === null ? [start] : [start, expiry]));
  return [...dates, ...(tier?.until == null ? [] : [tier.until])].filter((moment) => moment > from);
}

function earliest(moments: readonly Instant[]): Instant | null {
  return moments.reduce<Instant | null>((first, one) => (first === null || one < first ? one : first), null);
}

/** One subledger on its way through time. */
class Course {
  readonly entries: LedgerEntry[] = [];
  readonly tierChanges: TierChange[] = [];

  constructor(
    private readonly program: LoyaltyProgram,
    public own: Subledger,
    private readonly anchors: TierAnchors,
    private now: Instant,
  ) {}

  to(at: Instant): this {
    for (;;) {
      const next = earliest(momentsOf(this.own, this.now));
      if (next === null || next > at) break;
      this.reach(next);
    }
    this.reach(at);
    return this;
  }

  private reach(at: Instant): void {
    this.expire(at);
    this.activate(at);
    this.now = at;
    this.pay(at);
    this.lookAtTier(at);
  }

  private expire(at: Instant): void {
    const gone = this.own.lots.filter((lot) => isExpired(lot, at));
    if (gone.length === 0) return;
    const lots = this.own.lots.filter((lot) => !isExpired(lot, at));
    const opening = withExpired(this.own.opening, gone);
    this.own = { ...this.own, lots, expired: this.own.expired + pointsOf(gone), opening };
    for (const lot of gone) this.enter('expired', lot, at);
  }

  private activate(at: Instant): void {
    const begun = this.own.lots.filter((lot) => isPending(lot, this.now) && !isPending(lot, at));
    for (const lot of begun) this.enter('activated', lot, at);
  }

  private pay(at: Instant): void {
    if (this.own.negative === 0n) return;
    const { left, takes } = takeFrom(this.own.lots, this.own.negative, (lot) => isActive(lot, at));
    this.own = { ...this.own, lots: left, negative: this.own.negative - pointsOf(takes) };
  }

  private lookAtTier(at: Instant): void {
    const { id: subledger, tier: before } = this.own;
    const tier = tierAt(this.program, before, activePoints(this.own, at), this.anchorsAt(at), at);
    if (tier === before) return;
    this.own = { ...this.own, tier };
    if (tier?.name === before?.name) return;
    this.tierChanges.push({
      subledger,
      before: before?.name ?? null,
      after: tier?.name ?? null,
      at,
      until: tier?.until ?? null,
    });
  }

  /** Whoever joins later has not joined yet. */
  private anchorsAt(at: Instant): TierAnchors {
    const { joined, tierExpiry } = this.anchors;
    return { joined: joined !== null && joined <= at ? joined : null, tierExpiry };
  }

  /** No rule is behind what the clock does. */
  private enter(kind: EntryKind, { transactionUUID, name, points, start, expiry }: Lot, at: Instant): void {
    const what = { kind, subledger: this.own.id, points, transactionUUID, name, at, start, expiry };
    this.entries.push({ ...what, campaign: 0n, ruleset: 0n, ruleName: '', sessionId: null, importId: 0n });
  }
}
