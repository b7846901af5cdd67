import type { Coupon } from '../coupon';
import { rowKey } from '../rows';
import type { Row, Versioned, World } from '../world';
import type { CouponCounters, WrittenRow } from './rows-after';

/** A world as it would be with rows written that were not: what is not among them, and every version, is the world's own. */
export function overlaid(world: World, written: readonly WrittenRow[]): World {
  const values = new Map<string, unknown>();
  const counters = new Map<string, Partial<CouponCounters>>();
  for (const one of written) {
    const key = rowKey(one.row);
    if ('counters' in one) counters.set(key, { ...counters.get(key), ...one.counters });
    else if ('value' in one) values.set(key, one.value);
  }
  function over<T>(row: Row, found: Versioned<T> | undefined): Versioned<T> | undefined {
    const key = rowKey(row);
    return found === undefined || !values.has(key) ? found : { ...found, value: values.get(key) as T | null };
  }
  function counted(application: bigint, found: Versioned<Coupon> | undefined): Versioned<Coupon> | undefined {
    const { value } = found ?? {};
    if (found === undefined || value == null) return found;
    return { ...found, value: { ...value, ...counters.get(rowKey({ kind: 'couponId', application, id: value.id })) } };
  }
  return {
    session: (application, id) => over({ kind: 'session', application, id }, world.session(application, id)),
    profile: (id) => over({ kind: 'profile', id }, world.profile(id)),
    activity: (application, profile) =>
      over({ kind: 'activity', application, profile }, world.activity(application, profile)),
    ledger: (program, profile) => over({ kind: 'ledger', program, profile }, world.ledger(program, profile)),
    coupon: (application, canonical) => counted(application, world.coupon(application, canonical)),
    couponById: (application, id) => counted(application, world.couponById(application, id)),
    counter: (application, counter) =>
      over({ kind: 'counter', application, counter }, world.counter(application, counter)),
    history: (application, profile) => world.history(application, profile),
    achievement: (application, achievement, profile) =>
      over(
        { kind: 'achievement', application, achievement, profile },
        world.achievement(application, achievement, profile),
      ),
    giveawayStock: (pool) => world.giveawayStock(pool),
    giveaway: (pool, number) => world.giveaway(pool, number),
    giveawayCode: (pool, code) => world.giveawayCode(pool, code),
    eventId: (application, id) => world.eventId(application, id),
    due: (partition, until) => world.due(partition, until),
  };
}
