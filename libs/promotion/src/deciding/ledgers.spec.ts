import { instantValue } from '../attributes/kind';
import {
  attribute,
  bookedIn,
  close,
  codesOf,
  effectsOf,
  eventsOf,
  given,
  loyaltyProgram,
  NOON,
  pointsAdded,
  pointsDeducted,
  profileUpdate,
  type Shop,
  tierAssigned,
  update,
} from '../testing';
import { HOUR, ledger, main, paying, points, shop, spending, STARS, visit } from './loyalty.fixture';

describe('points by hand', () => {
  const known = () => {
    const made = shop([]);
    made.when(update('s', visit));
    return made;
  };

  it('are added and deducted', () => {
    const { shop: of, when } = known();
    expect(bookedIn(when(pointsAdded(STARS, 'ann', 300n)).decision)).toEqual(['added 300']);
    expect(bookedIn(when(pointsDeducted(STARS, 'ann', 100n)).decision)).toEqual(['deducted 100']);
    expect(points(of)).toEqual([200n]);
  });

  it('keep the local time of the ledger from going back', () => {
    const { shop: of, when } = known();
    when(pointsAdded(STARS, 'ann', 300n));
    of.at(NOON - HOUR).when(pointsAdded(STARS, 'ann', 100n, { validityDuration: '30m' }));
    expect(ledger(of)?.settled).toBe(NOON);
    expect(main(of)?.lots.map(({ expiry }) => expiry)).toEqual([NOON + HOUR / 2n, null]);
  });

  it.each([
    ['too many', pointsDeducted(STARS, 'ann', 1n), ['loyalty.balance /points']],
    ['none', pointsDeducted(STARS, 'ann', 0n), ['number.range /points']],
    ['of nobody', pointsDeducted(STARS, 'bob', 1n), ['profile.not_found']],
    ['of another program', pointsDeducted(8n, 'ann', 1n), ['loyalty.unknown']],
    [
      'for no time',
      pointsAdded(STARS, 'ann', 1n, { validityDuration: 'soon' }),
      ['loyalty.duration /validityDuration'],
    ],
    ['that are over', pointsAdded(STARS, 'ann', 1n, { validUntil: NOON }), ['loyalty.dates /validUntil']],
  ])('are refused: %s', (_, request, codes) => {
    const { shop: of, when } = known();
    expect(codesOf(when(request).decision)).toEqual(codes);
    expect(ledger(of)).toBeNull();
  });

  it('are in no subledger where the program has none', () => {
    const { when } = shop([], { allowSubledger: false });
    when(update('s', visit));
    const request = pointsAdded(STARS, 'ann', 1n, { subledger: 'bonus' });
    expect(codesOf(when(request).decision)).toEqual(['loyalty.subledger /subledgerId']);
  });
});

describe('a tick of the clock', () => {
  const tick = { kind: 'ClockTicked', partition: 0 } as const;
  const ACCOUNT = 0n;

  it('books what dates have brought, once', () => {
    const { shop: of, when } = shop([]);
    when(update('s', visit));
    when(pointsAdded(STARS, 'ann', 100n, { pendingDuration: '1h', validityDuration: '1h' }));
    expect(bookedIn(of.at(NOON + HOUR / 2n).when(tick, ACCOUNT).decision)).toEqual([]);
    expect(bookedIn(of.at(NOON + HOUR).when(tick, ACCOUNT).decision)).toEqual(['activated 100']);
    expect(bookedIn(of.when(tick, ACCOUNT).decision)).toEqual([]);
    const { decision } = of.at(NOON + 9n * HOUR).when(tick, ACCOUNT);
    expect(bookedIn(decision)).toEqual(['expired 100']);
    expect(decision.events).toMatchObject([
      { entries: [{ at: NOON + 2n * HOUR }], ledger: { settled: NOON + 9n * HOUR } },
    ]);
  });

  it('finds nothing where a customer was there before', () => {
    const { shop: of, when } = shop([]);
    when(update('s', visit));
    when(pointsAdded(STARS, 'ann', 100n, { pendingDuration: '1h' }));
    of.at(NOON + HOUR).when(pointsAdded(STARS, 'ann', 1n));
    expect(of.when(tick, ACCOUNT).decision.events).toEqual([]);
  });

  it('lets tiers rise and end', () => {
    const { shop: of, when } = shop([], {
      ...{ tiers: [{ name: 'gold', minPoints: 100n }], timezone: 'UTC' },
      ...{ tiersExpirationPolicy: 'tier_start_date', tiersExpireIn: '1D' },
    });
    when(update('s', visit));
    when(pointsAdded(STARS, 'ann', 100n, { pendingDuration: '1h', validityDuration: '1h' }));
    const changed = () =>
      of.when(tick, ACCOUNT).decision.events.flatMap((event) => {
        return event.kind === 'LedgerChanged' ? event.tierChanges.map(({ before, after }) => [before, after]) : [];
      });
    of.at(NOON + HOUR);
    expect(changed()).toEqual([[null, 'gold']]);
    of.at(NOON + 26n * HOUR);
    expect(changed()).toEqual([['gold', null]]);
  });
});

describe('tiers by hand', () => {
  const TIERS = [
    { name: 'silver', minPoints: 100n },
    { name: 'gold', minPoints: 200n },
  ];
  function known(policy = {}) {
    const made = shop([], { tiers: TIERS, ...policy });
    made.when(update('s', visit));
    return made;
  }

  it('are held until then, and told as a change once', () => {
    const { shop: of, when } = known();
    const first = when(tierAssigned(STARS, 'ann', 'gold', NOON + HOUR)).decision;
    expect(effectsOf(first, 'changeLoyaltyTierLevel')).toMatchObject([{ props: { newTierName: 'gold' } }]);
    const again = when(tierAssigned(STARS, 'ann', 'gold', NOON + 2n * HOUR)).decision;
    expect(again.effects).toEqual([]);
    expect(main(of)?.tier).toEqual({ name: 'gold', since: NOON, until: NOON + 2n * HOUR });
    of.at(NOON + 2n * HOUR);
    expect(
      effectsOf(of.when({ kind: 'ClockTicked', partition: 0 }, 0n).decision, 'changeLoyaltyTierLevel'),
    ).toHaveLength(1);
    expect(main(of)?.tier).toBeNull();
  });

  it('are not below what the points reach', () => {
    const { shop: of, when } = known();
    when(pointsAdded(STARS, 'ann', 200n));
    when(tierAssigned(STARS, 'ann', 'silver', NOON + HOUR));
    expect(main(of)?.tier?.name).toBe('gold');
  });

  it.each([
    ['that is over', tierAssigned(STARS, 'ann', 'gold', NOON), ['loyalty.dates /until']],
    ['that is none', tierAssigned(STARS, 'ann', 'iron', NOON + HOUR), ['loyalty.tier /tier']],
    ['of nobody', tierAssigned(STARS, 'bob', 'gold', NOON + HOUR), ['profile.not_found']],
    ['of another program', tierAssigned(8n, 'ann', 'gold', NOON + HOUR), ['loyalty.unknown']],
  ])('are refused: %s', (_, request, codes) => {
    const { shop: of, when } = known();
    expect(codesOf(when(request).decision)).toEqual(codes);
    expect(ledger(of)).toBeNull();
  });
});

describe('tiers that end when the profile says so', () => {
  const TICK = { kind: 'ClockTicked', partition: 0 } as const;
  const GOLD = {
    tiers: [{ name: 'gold', minPoints: 100n }],
    ...{ tiersExpirationPolicy: 'customer_attribute', tiersExpirationAttribute: 'until' },
  };
  const until = (at: bigint) => profileUpdate('ann', { attributes: { until: instantValue(at) } });

  function member() {
    const made = given(loyaltyProgram(STARS, GOLD), attribute('CustomerProfile', 'until', 'time'));
    made.when(until(NOON + 4n * HOUR));
    made.when(pointsAdded(STARS, 'ann', 100n, { validityDuration: '1h' }));
    return made;
  }
  const tier = (of: Shop) => main(of)?.tier;

  it('end then, by the tick', () => {
    const { shop: of } = member();
    expect(tier(of)).toMatchObject({ name: 'gold', until: NOON + 4n * HOUR });
    of.at(NOON + 4n * HOUR).when(TICK, 0n);
    expect(tier(of)).toBeNull();
  });

  it('end at another time as soon as the profile says another one', () => {
    const { shop: of, when } = member();
    expect(eventsOf(when(until(NOON + 4n * HOUR)).decision, 'LedgerChanged')).toEqual([]);
    when(until(NOON + 2n * HOUR));
    expect(tier(of)).toMatchObject({ until: NOON + 2n * HOUR });
    expect(effectsOf(when(until(NOON - HOUR)).decision, 'changeLoyaltyTierLevel')).toEqual([]);
    of.at(NOON + 2n * HOUR);
    expect(effectsOf(when(until(NOON)).decision, 'changeLoyaltyTierLevel')).toHaveLength(1);
    expect(tier(of)).toBeNull();
  });
});

describe('the ledger as a row', () => {
  it('is read by every request of a profile, and shown though nothing was booked', () => {
    const { when } = shop([]);
    const { decision } = when(update('s', visit));
    expect(decision.reads).toContainEqual({ row: 'ledger', key: '9/ann', version: null });
    expect(eventsOf(decision, 'LedgerChanged')).toEqual([]);
  });

  it('is held by what writes it, and only looked at by others', () => {
    const { shop: of, when } = shop([paying('5', '1')]);
    when(update('s', visit));
    const { decision } = when(pointsAdded(STARS, 'ann', 500n));
    expect(decision.reads.map(({ row }) => row)).not.toContain('ledger');
    expect(of.try(close('s', spending)).decision.reads.map(({ row }) => row)).toContain('ledger');
  });
});
