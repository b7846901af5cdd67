import fc from 'fast-check';
import type { LedgerOpeningChanged } from '../event';
import type { Ledger, LedgerEntry } from '../ledger';
import { balanceOf, MAIN, subledgerOf, type Balance } from '../loyalty/balance';
import { settle } from '../loyalty/settle';
import type { LoyaltyProgram } from '../loyalty-program';
import {
  campaign,
  cancel,
  close,
  effect,
  eventsOf,
  item,
  ledgerOpened,
  loyaltyProgram,
  NOON,
  pointsAdded,
  pointsDeducted,
  reopen,
  returned,
  rule,
  Shop,
  update,
} from '../testing';
import { expectLogToBeState } from './log.fixture';

const STARS = 9n;
const MINUTE = 60_000n;
const HOUR = 60n * MINUTE;

/** A session earns what it costs, and spends what its identifier says, hundredth by hundredth. */
const rules = [
  rule('session.identifiers.size() > 0', [
    effect('deductLoyaltyPoints', { name: '', programId: STARS, value: 'decimal(session.identifiers[0]) / 100' }),
  ]),
  rule('true', [effect('addLoyaltyPoints', { name: '', programId: STARS, value: 'session.total' })]),
];

/** One hundredth of a point. */
interface Point {
  readonly start: bigint;
  readonly expiry: bigint | null;
  /** The session that gave it, or what was said of the time before; '': somebody by hand. */
  readonly from: string;
}

interface Visit {
  readonly spent: Point[];
  /** Of what it gave and took, the part on each unit that did not come back. */
  given: number[];
  taken: number[];
}

/** Of the time before: one lot, and sums. */
interface Opening {
  readonly points: number;
  readonly expiry: bigint | null;
  readonly spent: number;
  readonly expired: number;
  readonly owed: number;
}

const NOTHING: Opening = { points: 0, expiry: null, spent: 0, expired: 0, owed: 0 };

/** A ledger as a heap of single hundredths: nothing is added up, so nothing can be added up wrongly. */
class Heap {
  private points: Point[] = [];
  private spent = 0;
  private expired = 0;
  private owed = 0;
  private said = NOTHING;
  /** Names the lot of the opening: another one where it was said to be none. */
  private openings = 0;
  private openedExpired = 0;
  private readonly visits = new Map<string, Visit>();
  private readonly ends = new Map<string, bigint | null>();

  constructor(
    private readonly policy: string,
    private now: bigint,
  ) {}

  /** Minute by minute, since no date lies between. */
  passTo(at: bigint): void {
    while (this.now < at) this.reach(this.now + MINUTE);
  }

  add(count: number, start: bigint, expiry: bigint | null, from = ''): void {
    for (let index = 0; index < count; index += 1) this.points.push({ start, expiry, from });
    this.reach(this.now);
  }

  deduct(count: number): Point[] | null {
    const active = this.active();
    if (active.length < count) return null;
    const taken = active.slice(0, count);
    this.remove(taken);
    this.spent += count;
    return taken;
  }

  close(session: string, units: number, price: number, spend: number, start: bigint, expiry: bigint | null): void {
    const spent = spend > 0 ? this.deduct(spend) : null;
    this.add(units * price, start, expiry, session);
    const taken = spent === null ? 0 : spend;
    const part = (unit: number): number => Math.floor(taken / units) + (unit < taken % units ? 1 : 0);
    this.ends.set(session, expiry);
    this.visits.set(session, {
      spent: spent ?? [],
      given: Array.from({ length: units }, () => price),
      taken: Array.from({ length: units }, (_, unit) => part(unit)),
    });
  }

  undo(session: string, units: number, policy = this.policy): void {
    const visit = this.visits.get(session);
    if (visit === undefined) return;
    const given = visit.given.splice(visit.given.length - units).reduce((sum, one) => sum + one, 0);
    const taken = visit.taken.splice(visit.taken.length - units).reduce((sum, one) => sum + one, 0);
    this.points.push(...visit.spent.splice(visit.spent.length - taken));
    this.spent -= taken;
    this.takeBack(session, given, policy);
    this.reach(this.now);
  }

  /** @param expiry of points that were owed, and have been paid @returns false where nobody may owe what is missing */
  open(said: Opening, expiry: bigint | null): boolean {
    const from = this.opening();
    const less = Math.max(0, this.said.points - said.points);
    const back = Math.min(less, this.openedExpired);
    const own = this.sorted().filter((one) => one.from === from);
    const gone = [...own, ...this.active().filter((one) => one.from !== from)].slice(0, less - back);
    const missing = less - back - gone.length;
    if (missing > 0 && this.policy !== 'unlimited') return false;
    this.remove(gone);
    const owes = said.owed - this.said.owed;
    const moved = Math.max(owes, -this.owed);
    this.owed += moved + missing;
    for (let paid = moved - owes; paid > 0; paid -= 1) this.points.push({ start: this.now, expiry, from: '' });
    for (let more = said.points - this.said.points; more > 0; more -= 1)
      this.points.push({ start: this.now, expiry: said.expiry, from });
    this.spent += said.spent - this.said.spent;
    this.expired += said.expired - this.said.expired - back;
    this.openedExpired -= back;
    this.said = said;
    if (said.points === 0) this.openings += 1;
    this.reach(this.now);
    return true;
  }

  left(session: string): number {
    return this.visits.get(session)?.given.length ?? 0;
  }

  balance(): Balance {
    const active = this.active().length;
    const numbers = [active, this.points.length - active, this.spent, this.expired, this.owed].map(BigInt);
    const [own = 0n, pending = 0n, spent = 0n, expired = 0n, negative = 0n] = numbers;
    return { active: own, pending, spent, expired, negative };
  }

  private takeBack(session: string, count: number, policy: string): void {
    const isOwn = (one: Point): boolean => one.from === session;
    const own = this.sorted().filter((one) => isOwn(one) && (policy !== 'only_pending' || one.start > this.now));
    const others = policy === 'only_pending' ? [] : this.active().filter((one) => !isOwn(one));
    const gone = [...own, ...others].slice(0, count);
    if (this.isOver(session)) return;
    this.remove(gone);
    if (policy === 'unlimited') this.owed += count - gone.length;
  }

  private opening(): string {
    return `opening ${this.openings}`;
  }

  private isOver(session: string): boolean {
    const expiry = this.ends.get(session) ?? null;
    return expiry !== null && expiry <= this.now;
  }

  private reach(at: bigint): void {
    this.now = at;
    const kept = this.points.filter(({ expiry }) => expiry === null || expiry > at);
    this.expired += this.points.length - kept.length;
    const isOpened = ({ from }: Point): boolean => from === this.opening();
    this.openedExpired += this.points.filter(isOpened).length - kept.filter(isOpened).length;
    this.openedExpired = Math.min(this.openedExpired, this.said.points);
    this.points = kept;
    const paid = this.active().slice(0, this.owed);
    this.remove(paid);
    this.owed -= paid.length;
  }

  private active(): Point[] {
    return this.sorted().filter(({ start }) => start <= this.now);
  }

  private sorted(): Point[] {
    const end = ({ expiry }: Point): bigint => expiry ?? 1n << 60n;
    return [...this.points].sort((a, b) => Number(end(a) - end(b)) || Number(a.start - b.start));
  }

  private remove(gone: readonly Point[]): void {
    this.points = this.points.filter((one) => !gone.includes(one));
  }
}

/** The shop and the heap do the same; the shop's ledger must show what the heap has. */
class Pair {
  readonly shop: Shop;
  readonly heap: Heap;
  readonly open: string[] = [];
  private readonly entries: LedgerEntry[] = [];
  private readonly openings: LedgerOpeningChanged[] = [];
  private count = 0;

  constructor(
    readonly program: LoyaltyProgram,
    private readonly pending: bigint,
    private readonly validity: bigint | null,
  ) {
    this.shop = new Shop([{ kind: 'LoyaltyProgramSaved', entity: program }, ...campaign(1n, rules)]);
    this.shop.when(update('first', { profileId: 'ann' }));
    this.heap = new Heap(program.returnPolicy, NOON);
  }

  close(units: number, price: number, spend: number): void {
    const session = `s${(this.count += 1)}`;
    this.visit(session, units, price, spend);
    this.open.push(session);
  }

  undo(how: 'cancel' | 'reopen' | 'return', nth: number): void {
    const session = this.open[nth % Math.max(1, this.open.length)];
    if (session === undefined) return;
    const left = this.heap.left(session);
    if (how === 'return') {
      if (left === 0) return;
      this.when(returned(session, { 0: 1 }));
      this.heap.undo(session, 1);
      return;
    }
    this.open.splice(this.open.indexOf(session), 1);
    if (how === 'cancel') this.when(cancel(session));
    // A session of which units came back cannot be opened again.
    else if (this.when(reopen(session)).outcome === 'refused') return;
    this.heap.undo(session, left, how === 'reopen' ? 'unlimited' : this.program.returnPolicy);
  }

  byHand(count: number): void {
    this.when(pointsAdded(STARS, 'ann', BigInt(count)));
    const { start, expiry } = this.dates();
    this.heap.add(count, start, expiry);
  }

  deductByHand(count: number): void {
    const { outcome } = this.when(pointsDeducted(STARS, 'ann', BigInt(count)));
    expect(outcome === 'accepted').toBe(this.heap.deduct(count) !== null);
  }

  say(points: number, [spent, expired, negative]: readonly [number, number, number]): void {
    const owed = this.program.returnPolicy === 'unlimited' ? negative : 0;
    const expiry = this.validity === null ? null : NOON + 3n * HOUR;
    const lots = points === 0 ? [] : [{ points: BigInt(points), start: null, expiry }];
    const sums = { spent: BigInt(spent), expired: BigInt(expired), negative: BigInt(owed) };
    const { outcome } = this.when(ledgerOpened(STARS, 'ann', lots, sums));
    const paid = this.validity === null ? null : this.shop.now + this.validity;
    expect(outcome === 'accepted').toBe(this.heap.open({ points, expiry, spent, expired, owed }, paid));
    expect(this.when(ledgerOpened(STARS, 'ann', lots, sums)).events).toEqual([]);
  }

  pass(minutes: number): void {
    this.shop.at(this.shop.now + BigInt(minutes) * MINUTE);
    this.heap.passTo(this.shop.now);
  }

  check(): void {
    const { now } = this.shop;
    const stored = this.stored();
    if (stored === null) return;
    const { ledger } = settle(this.program, stored, now);
    const main = subledgerOf(ledger, MAIN);
    const balance = balanceOf(main, now);
    expect(balance).toEqual(this.heap.balance());
    expect(balance.negative > 0n && balance.active > 0n).toBe(false);
    this.checkEntries(subledgerOf(stored, MAIN));
  }

  /** What was written down adds up to what is stored. */
  private checkEntries({ lots, spent, expired, negative }: Ledger['subledgers'][number]): void {
    const sum = (kind: string): bigint =>
      this.entries.reduce((all, one) => (one.kind === kind ? all + one.points : all), 0n);
    const held = lots.reduce((all, lot) => all + lot.points, 0n);
    const moved = (what: 'spentDelta' | 'expiredDelta' | 'negativeDelta'): bigint =>
      this.openings.reduce((all, one) => all + one[what], 0n);
    expect(spent).toBe(sum('deducted') - sum('givenBack') + moved('spentDelta'));
    expect(expired).toBe(sum('expired') + moved('expiredDelta'));
    const before = sum('opened') + moved('spentDelta') + moved('expiredDelta') - moved('negativeDelta');
    expect(sum('added') + before - sum('takenBack')).toBe(held + spent + expired - negative);
  }

  private visit(session: string, units: number, price: number, spend: number): void {
    const cartItems = [item('tea', price, units)];
    const identifiers = spend > 0 ? [String(spend)] : [];
    this.when(close(session, { profileId: 'ann', cartItems, identifiers }));
    const { start, expiry } = this.dates();
    this.heap.close(session, units, price, spend, start, expiry);
  }

  private dates() {
    const start = this.shop.now + this.pending;
    return { start, expiry: this.validity === null ? null : start + this.validity };
  }

  private when(request: Parameters<Shop['when']>[0]) {
    const { decision } = this.shop.when(request);
    const openings = eventsOf(decision, 'LedgerOpeningChanged');
    this.openings.push(...openings);
    const changed = [...eventsOf(decision, 'LedgerChanged'), ...openings];
    this.entries.push(...changed.flatMap(({ entries }) => entries));
    return decision;
  }

  private stored(): Ledger | null {
    const world = this.shop.state.world(
      () => true,
      () => true,
    );
    return world.ledger(STARS, 'ann')?.value ?? null;
  }
}

type Step = (pair: Pair) => void;

const few = fc.integer({ min: 1, max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(few, few, fc.integer({ min: 0, max: 30 })).map(([units, price, spend]): Step => {
    return (pair) => pair.close(units, price, spend);
  }),
  fc.tuple(fc.constantFrom('cancel', 'reopen', 'return' as const), fc.nat(9)).map(([how, nth]): Step => {
    return (pair) => pair.undo(how, nth);
  }),
  fc.integer({ min: 1, max: 20 }).map(
    (count): Step =>
      (pair) =>
        pair.byHand(count),
  ),
  fc.integer({ min: 1, max: 20 }).map(
    (count): Step =>
      (pair) =>
        pair.deductByHand(count),
  ),
  fc.tuple(fc.nat(20), fc.tuple(fc.nat(3), fc.nat(3), fc.nat(9))).map(([points, sums]): Step => {
    return (pair) => pair.say(points, sums);
  }),
  fc.integer({ min: 0, max: 90 }).map(
    (minutes): Step =>
      (pair) =>
        pair.pass(minutes),
  ),
);

const settings = fc.record({
  returnPolicy: fc.constantFrom('only_pending', 'within_balance', 'unlimited'),
  pending: fc.constantFrom(0n, HOUR),
  validity: fc.constantFrom(null, 2n * HOUR),
});

it('a ledger is a heap of hundredths, whatever is earned, spent, undone, said of before, and expires', () => {
  fc.assert(
    fc.property(settings, fc.array(step, { maxLength: 25 }), ({ returnPolicy, pending, validity }, steps) => {
      const change = loyaltyProgram(STARS, {
        returnPolicy,
        defaultPending: pending === 0n ? 'immediate' : '1h',
        defaultValidity: validity === null ? 'unlimited' : '2h',
      });
      if (change.kind !== 'LoyaltyProgramSaved') throw new Error('it is a program');
      const pair = new Pair(change.entity, pending, validity);
      for (const one of steps) {
        one(pair);
        pair.check();
      }
      expectLogToBeState(pair.shop);
    }),
    { numRuns: 150 },
  );
});
