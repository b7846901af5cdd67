import fc from 'fast-check';
import { counterApart, counterName, counterParts } from './counters';
import { firstDay, LIMIT_PERIODS, periodName, periodOf } from './period';

const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value);
const id = fc.string({ unit: 'grapheme', minLength: 1 });
const instant = fc.bigInt({ min: 0n, max: 4_000_000_000_000n });
const zone = fc.constantFrom('Europe/Berlin', 'Asia/Kathmandu', 'America/New_York', 'UTC');

describe('the name of a counter', () => {
  it('says again what it was made of, whatever customers call themselves', () => {
    const counted = fc.record({
      action: fc.constantFrom('setDiscount', 'redeemCoupon'),
      campaign: fc.bigInt({ min: 1n, max: 1n << 53n }),
      period: fc.constantFrom('', '2026', '2026-03', '2026-03-28', 'week of 2026-03-23'),
      couponId: orNull(fc.bigInt({ min: 1n, max: 1n << 53n })),
      sessionId: orNull(id),
      identifier: orNull(id),
      profileId: orNull(id),
    });
    fc.assert(
      fc.property(counted, (one) => {
        const { action, campaign, period, profileId } = one;
        const apart = counterApart(one);
        expect(counterParts(counterName(one))).toEqual({
          ...{ action, campaign, period, apart },
          profileId: profileId ?? '',
        });
        expect(apart === '').toBe([one.couponId, one.sessionId, one.identifier].every((by) => by === null));
      }),
    );
  });
});

describe('the name of a period', () => {
  it('says which period it is one of, and with which day that began', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LIMIT_PERIODS), zone, instant, (period, inZone, at) => {
        const name = periodName(period, inZone, at);
        expect(periodOf(name)).toBe(period);
        const first = firstDay(name);
        if (first === undefined) expect(period).toBeNull();
        else expect(periodName(period, 'UTC', BigInt(Date.parse(first)))).toBe(name);
      }),
    );
  });

  it.each([
    ['', undefined],
    ['2026-03-28', '2026-03-28'],
    ['week of 2026-03-23', '2026-03-23'],
    ['2026-03', '2026-03-01'],
    ['2026', '2026-01-01'],
  ])('%j began with %s', (name, day) => {
    expect(firstDay(name)).toBe(day);
  });
});
