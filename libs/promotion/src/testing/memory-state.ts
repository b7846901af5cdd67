import type { AchievementProgress } from '../achievement-progress';
import type { Coupon } from '../coupon';
import { membershipsDueOf } from '../deciding/audience-moves';
import { remainingTotal } from '../deciding/returned-units';
import type { WrittenRow } from '../fold/rows-after';
import type { Giveaway, GiveawayStock } from '../giveaway';
import type { Ledger } from '../ledger';
import type { Profile, ProfileActivity } from '../profile';
import { rowKey } from '../rows';
import type { Session } from '../session';
import { dueOf } from '../loyalty/settle';
import type { Due, History, PastEvent, Row, Versioned, World } from '../world';

const CLOSED = ['closed', 'partially_returned'];

interface Kept<T> {
  readonly value: T;
  readonly version: bigint;
}

/** The rows of a store, in memory: folds what decisions wrote, and shows it as a world. */
export class MemoryState {
  private readonly rows = new Map<
    string,
    Kept<Session | Profile | ProfileActivity | Ledger | bigint | GiveawayStock | Giveaway>
  >();
  private readonly coupons = new Map<bigint, Kept<Coupon>>();
  private readonly events = new Map<string, Map<bigint, PastEvent>>();
  truncated = false;

  write(written: WrittenRow, version: bigint): void {
    if ('counters' in written) this.patchCoupon(written.row.id, written.counters, version);
    else if ('event' in written) this.addEvent(written.row.profile, written.id, written.event);
    else if (written.row.kind === 'coupon') this.writeCoupon(written.value as Coupon, version);
    else if (written.row.kind === 'couponId')
      this.changeCoupon(written.row.id, written.value as Coupon | null, version);
    else this.rows.set(rowKey(written.row), { value: written.value as Session, version });
  }

  /** A world in which only what `held` says is loaded, and only what `locked` says is locked. */
  world(held: (row: Row) => boolean, locked: (row: Row) => boolean): World {
    const see = <T>(row: Row, kept: Kept<T> | undefined): Versioned<T> | undefined => {
      if (!held(row)) return undefined;
      return { value: kept?.value ?? null, version: kept?.version ?? null, locked: locked(row) };
    };
    const plain = <T>(row: Row) => see(row, this.rows.get(rowKey(row)) as Kept<T> | undefined);
    return {
      session: (application, id) => plain<Session>({ kind: 'session', application, id }),
      profile: (id) => plain<Profile>({ kind: 'profile', id }),
      activity: (application, profile) => plain<ProfileActivity>({ kind: 'activity', application, profile }),
      ledger: (program, profile) => plain<Ledger>({ kind: 'ledger', program, profile }),
      counter: (application, counter) => plain<bigint>({ kind: 'counter', application, counter }),
      achievement: (application, achievement, profile) =>
        plain<AchievementProgress>({ kind: 'achievement', application, achievement, profile }),
      giveawayStock: (pool) => plain<GiveawayStock>({ kind: 'giveawayStock', pool }),
      giveaway: (pool, number) => plain<Giveaway>({ kind: 'giveaway', pool, number }),
      giveawayCode: (pool, code) => plain<bigint>({ kind: 'giveawayCode', pool, code }),
      eventId: (application, id) => plain<bigint>({ kind: 'eventId', application, id }),
      coupon: (application, canonical) => {
        const kept = [...this.coupons.values()].find(({ value }) => isCoupon(value, application, canonical));
        return see({ kind: 'coupon', application, canonical }, kept);
      },
      couponById: (application, id) => {
        const kept = this.coupons.get(id);
        const own = kept?.value.application === application ? kept : undefined;
        return see({ kind: 'couponId', application, id }, own);
      },
      due: (partition, until) => (held({ kind: 'due', partition, until }) ? this.due(until) : undefined),
      history: (application, profile) =>
        held({ kind: 'history', application, profile }) ? this.history(application, profile) : undefined,
    };
  }

  /** Everything by kind and key, as a reader of the log would name it. */
  entries(): ReadonlyMap<string, unknown> {
    const rows = [...this.rows].map(([key, { value }]) => [key.slice(key.indexOf('/') + 1), value] as const);
    const coupons = [...this.coupons.values()].map(
      ({ value }) => [`couponId/${value.application}/${value.id}`, value] as const,
    );
    const events = [...this.events].flatMap(([profile, own]) =>
      [...own].map(([id, event]) => [`event/${profile}/${id}`, event] as const),
    );
    return new Map<string, unknown>([...rows, ...coupons, ...events]);
  }

  /** Everything, as text: equal for equal states. */
  text(): string {
    const all = [...this.rows, ...[...this.coupons].map(([id, kept]) => [`coupon ${id}`, kept] as const)];
    const lines = all.map(
      ([key, { value }]) =>
        `${key} ${JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one))}`,
    );
    return lines.sort().join('\n');
  }

  private allOf(kind: Row['kind']): unknown[] {
    const of = [...this.rows].filter(([key]) => key.split('/')[1] === kind);
    return of.map(([, { value }]) => value);
  }

  /** All rows are of one partition. */
  private due(until: bigint): Due {
    const ledgers = this.allOf('ledger') as Ledger[];
    const points = ledgers.filter((ledger) => (dueOf(ledger) ?? until + 1n) <= until);
    const profiles = this.allOf('profile') as Profile[];
    const memberships = profiles.filter((profile) => (membershipsDueOf(profile) ?? until + 1n) <= until);
    return [
      ...points.map(({ program, profileId: profile }) => ({ kind: 'ledger', program, profile }) as const),
      ...memberships.map(({ integrationId: id }) => ({ kind: 'profile', id }) as const),
    ];
  }

  private history(application: bigint, profile: string): History {
    const past = (this.allOf('session') as Session[]).filter(
      (one) => one.application === application && one.profileId === profile && CLOSED.includes(one.state),
    );
    past.sort((a, b) => Number((b.closedAt ?? 0n) - (a.closedAt ?? 0n)));
    const sessions = past.map((session) => {
      const { integrationId: id, closedAt, cartItems, attributes } = session;
      return { id, at: closedAt ?? 0n, total: remainingTotal(session), cartItems, attributes };
    });
    const events = [...(this.events.get(profile)?.values() ?? [])].sort((a, b) => Number(b.at - a.at));
    const truncated = { sessionsTruncated: this.truncated, eventsTruncated: this.truncated };
    return { sessions, events, ...truncated, sessionsAfter: -1n, eventsAfter: -1n };
  }

  private writeCoupon(value: Coupon, version: bigint): void {
    this.coupons.set(value.id, { value, version });
  }

  private changeCoupon(id: bigint, value: Coupon | null, version: bigint): void {
    if (value === null) this.coupons.delete(id);
    else this.writeCoupon(value, version);
  }

  private patchCoupon(id: bigint, counters: Partial<Coupon>, version: bigint): void {
    const kept = this.coupons.get(id);
    if (kept !== undefined) this.writeCoupon({ ...kept.value, ...counters }, version);
  }

  private addEvent(profile: string, id: bigint, event: PastEvent): void {
    this.events.set(profile, new Map(this.events.get(profile)).set(id, event));
  }
}

function isCoupon(coupon: Coupon, application: bigint, canonical: string): boolean {
  return coupon.application === application && coupon.canonical === canonical;
}
