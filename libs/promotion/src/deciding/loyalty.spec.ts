import {
  bookedIn,
  cancel,
  close,
  codesOf,
  effect,
  effectsOf,
  item,
  NOON,
  pointsAdded,
  pointsDeducted,
  profileUpdate,
  reopen,
  returned,
  rule,
  sessionOf,
  told,
  update,
} from '../testing';
import { earning, HOUR, ledger, main, paying, points, shop, spending, STARS, visit } from './loyalty.fixture';

describe('points that rules give', () => {
  it('are told while the session is open, and booked when it closes', () => {
    const { shop: of, when } = shop([earning('session.total')]);
    const open = when(update('s', visit)).decision;
    expect(told(open)).toEqual(['addLoyaltyPoints 2500']);
    expect(bookedIn(open)).toEqual([]);
    expect(ledger(of)).toBeNull();
    expect(bookedIn(when(close('s')).decision)).toEqual(['added 2500']);
    expect(points(of)).toEqual([2500n]);
  });

  it('are booked at once for a profile update', () => {
    const { when } = shop([earning('1')]);
    expect(bookedIn(when(profileUpdate('ann', { runRuleEngine: true })).decision)).toEqual(['added 100']);
  });

  it('A42: are multiplied first and cut off last', () => {
    const value = "cartItems.sum(i, i.price * i.quantity * (i.category == 'toys' ? 3 : 1))";
    const earned = (...cartItems: readonly ReturnType<typeof item>[]) =>
      told(shop([earning(value)]).when(close('s', { profileId: 'ann', cartItems })).decision);
    const [toys, food] = [{ category: 'toys' }, { category: 'food' }];
    expect(earned(item('bear', 5000, 1, toys), item('tea', 2000, 1, food))).toEqual(['addLoyaltyPoints 17000']);
    // 5.5555 hundredths of each are 11 together, not 5 and 5.
    const half = { ...food, price: 55_555n };
    expect(earned(item('salt', 0, 1, half), item('rice', 0, 1, half))).toEqual(['addLoyaltyPoints 11']);
  });

  it('have a UUID that follows from the entropy of their decision', () => {
    const uuidOf = () => {
      const { when } = shop([earning('1')]);
      return effectsOf(when(close('s', visit)).decision, 'addLoyaltyPoints')[0]?.props['transactionUUID'];
    };
    expect(uuidOf()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuidOf()).toBe(uuidOf());
  });

  it('with items are one effect per line, exact to the unit', () => {
    const { when } = shop([earning('item.price / 8', { items: "cartItems.filter(i, i.sku == 'tea')" })]);
    const [one, ...others] = effectsOf(when(close('s', visit)).decision, 'addLoyaltyPoints');
    expect(others).toEqual([]);
    expect(one?.props).toMatchObject({ value: 250n, cartItemPosition: 0n });
    expect(one?.shares).toEqual([{ position: 0, subPosition: 0, units: 2, amount: 125n }]);
  });

  it('for some units of an item are on the first of them, and say so; so does what takes them back', () => {
    const { when } = shop([earning('item.price / 8', { items: "cartItems.filter(i, i.sku == 'tea')", units: '1' })]);
    const [one] = effectsOf(when(close('s', visit)).decision, 'addLoyaltyPoints');
    const place = { cartItemPosition: 0n, cartItemSubPosition: 0n, units: 1n };
    expect(one).toMatchObject({
      props: { value: 125n, ...place },
      shares: [{ position: 0, subPosition: 0, units: 1, amount: 125n }],
    });
    expect(when(cancel('s')).decision.effects).toMatchObject([
      { type: 'rollbackAddedLoyaltyPoints', props: { value: 125n, ...place } },
    ]);
  });

  it('with units alone are for all items', () => {
    const { when } = shop([earning('1', { units: 'item.sku == "tea" ? 2 : 0' })]);
    const [one, ...others] = effectsOf(when(close('s', visit)).decision, 'addLoyaltyPoints');
    expect([one?.props, others]).toMatchObject([{ value: 200n, cartItemPosition: 0n }, []]);
    expect(one?.props).not.toHaveProperty('cartItemSubPosition');
  });

  it('of units that come back say which these were', () => {
    const { when } = shop([earning('1', { items: 'cartItems' })]);
    when(close('s', visit));
    expect(when(returned('s', { 0: 1 })).decision.effects).toMatchObject([
      { props: { value: 100n, cartItemPosition: 0n, cartItemSubPosition: 1n, units: 1n } },
    ]);
  });

  describe('with a bundle', () => {
    const pair = { name: 'pair', expression: "['tea', 'cup'].map(sku, cartItems.filter(i, i.sku == sku))" };
    const give = effect('addLoyaltyPoints', { name: 'pair', programId: STARS, value: '3', bundle: 'pair' });
    const rules = [rule('true', [give], { bindings: [pair] })];
    const cartItems = [item('tea', 1000, 2), item('cup', 500, 2)];

    it('are one effect for each, on the units that it is of', () => {
      const { when } = shop(rules);
      const { decision } = when(close('s', { ...visit, cartItems }));
      expect(effectsOf(decision, 'addLoyaltyPoints')).toMatchObject(
        [0, 1].map((unit) => ({
          props: { value: 300n, bundleIndex: BigInt(unit), bundleName: 'pair' },
          shares: [
            { position: 0, subPosition: unit, units: 1, amount: 200n },
            { position: 1, subPosition: unit, units: 1, amount: 100n },
          ],
        })),
      );
    });

    it('come back with its units', () => {
      const { when } = shop(rules);
      when(close('s', { ...visit, cartItems }));
      const { decision } = when(returned('s', { 1: 1 }));
      expect(decision.effects).toMatchObject([{ undoes: { index: 1 }, props: { value: 100n } }]);
    });

    it('are not given where the cart holds none', () => {
      const { decision } = shop(rules).when(close('s', { ...visit, cartItems: [item('tea', 1000)] }));
      expect([told(decision), decision.ruleFailures[0]?.details]).toEqual([[], 'the cart holds no such bundle']);
    });
  });

  it('for a recipient whom nobody knows are not given', () => {
    const { when } = shop([earning('1', { recipient: 'nobody' })]);
    const { effects, ruleFailures } = when(close('s', visit)).decision;
    expect([effects, ruleFailures.map(({ details }) => details)]).toEqual([
      [],
      ['there is no profile of the recipient'],
    ]);
  });

  it.each([
    ['nothing', '0'],
    ['less than a hundredth', 'decimal("0.009")'],
    ['less than nothing', '-1'],
  ])('are not given where there are %s', (_, value) => {
    const { when } = shop([earning(value)]);
    const { decision } = when(close('s', visit));
    expect(told(decision)).toEqual([]);
    expect(decision.ruleFailures[0]?.details).toBe('there are no points to move');
  });

  it('are not given to an anonymous session', () => {
    const { when } = shop([earning('1')]);
    const { decision } = when(close('s', { cartItems: visit.cartItems }));
    expect(decision.ruleFailures[0]?.details).toBe('points need a profile');
  });

  it('of a program that the application is not subscribed to make the rule fail aloud', () => {
    const { when } = shop([earning('1')], { subscribedApplications: [2n] });
    expect(told(when(close('s', visit)).decision)).toEqual(['error']);
  });

  it('are not given where a thousand additions are open already', () => {
    const { shop: of, when } = shop([earning('1', { validityDuration: '1D' })]);
    when(update('s', visit));
    const many = Array.from({ length: 1000 }, (_, index) => BigInt(index));
    for (const minute of many)
      of.at(NOON + minute * 1000n).when(pointsAdded(STARS, 'ann', 1n, { validityDuration: '9D' }));
    expect(codesOf(when(pointsAdded(STARS, 'ann', 1n)).decision)).toEqual(['loyalty.too_many']);
    expect(told(when(close('s')).decision)).toEqual(['error']);
  });

  it('that expire together become one, so that room is left', () => {
    const { shop: of, when } = shop([]);
    when(update('s', visit));
    for (let index = 0; index < 250; index += 1) when(pointsAdded(STARS, 'ann', 1n));
    expect(points(of).length).toBeLessThan(201);
    expect(points(of).reduce((sum, one) => sum + one, 0n)).toBe(250n);
  });

  it('are only shown by a dry run', () => {
    const { shop: of } = shop([earning('1')]);
    const { decision } = of.try(close('s', visit));
    expect(told(decision)).toEqual(['addLoyaltyPoints 100']);
    expect(bookedIn(decision)).toEqual([]);
  });

  it('become active and expire by the dates of the rule, or of the program', () => {
    const { shop: of, when } = shop([earning('1', { pendingDuration: '2h', validityDuration: '1D' })]);
    when(close('s', visit));
    expect(main(of)?.lots).toMatchObject([{ start: NOON + 2n * HOUR, expiry: NOON + 26n * HOUR }]);
    expect(bookedIn(of.at(NOON + 3n * HOUR).when(pointsAdded(STARS, 'ann', 5n)).decision)).toEqual([
      'activated 100',
      'added 5',
    ]);
    expect(bookedIn(of.at(NOON + 27n * HOUR).when(pointsAdded(STARS, 'ann', 6n)).decision)).toEqual([
      'expired 100',
      'added 6',
    ]);
    expect(main(of)?.expired).toBe(100n);
  });
});

describe('a customer joins the program', () => {
  const ACTIVE = NOON + 2n * HOUR;

  it.each([
    ['not_join: never', 'not_join', [null, null, null]],
    ['points_earned: when the first points are booked, active or not', 'points_earned', [NOON, NOON, NOON]],
    ['points_activated: when the first points become active', 'points_activated', [null, ACTIVE, ACTIVE]],
  ] as const)('%s', (_, programJoinPolicy, expected) => {
    const { shop: of, when } = shop([earning('1', { pendingDuration: '2h' })], { programJoinPolicy });
    when(update('s', visit));
    expect(ledger(of)).toBeNull();
    when(close('s'));
    const joined = [NOON + HOUR, NOON + 3n * HOUR, NOON + 9n * HOUR].map((at) => {
      of.at(at).when(pointsAdded(STARS, 'ann', 1n, { pendingDuration: '1D' }));
      return ledger(of)?.joined;
    });
    expect(joined).toEqual(expected);
  });
});

describe('points that rules take', () => {
  it('expire first', () => {
    const { shop: of, when } = shop([paying('6', '1')]);
    when(update('s', visit));
    when(pointsAdded(STARS, 'ann', 500n, { validityDuration: '2D' }));
    when(pointsAdded(STARS, 'ann', 500n, { validityDuration: '1D' }));
    when(pointsAdded(STARS, 'ann', 500n));
    expect(told(when(close('s', spending)).decision)).toEqual(['deductLoyaltyPoints 600', 'setDiscount 100']);
    expect(points(of)).toEqual([400n, 500n]);
    expect(main(of)?.spent).toBe(600n);
  });

  it('beyond the active balance fail the rule with all of its effects', () => {
    const { shop: of, when } = shop([paying('6', '1')]);
    when(update('s', visit));
    when(pointsAdded(STARS, 'ann', 500n));
    when(pointsAdded(STARS, 'ann', 500n, { pendingDuration: '1h' }));
    const { decision } = when(close('s', spending));
    expect(told(decision)).toEqual([]);
    expect(decision.ruleFailures[0]?.details).toBe('the customer has fewer active points');
    expect(points(of)).toEqual([500n, 500n]);
  });

  it('count what other rules of the same session take', () => {
    const { when } = shop([paying('6', '1'), paying('6', '1'), paying('4', '1')]);
    when(update('s', visit));
    when(pointsAdded(STARS, 'ann', 1000n));
    expect(told(when(close('s', spending)).decision)).toEqual([
      'deductLoyaltyPoints 600',
      'setDiscount 100',
      'deductLoyaltyPoints 400',
      'setDiscount 100',
    ]);
  });

  it('are not those that the same session earns', () => {
    const { when } = shop([earning('10'), paying('6', '1')]);
    expect(told(when(close('s', spending)).decision)).toEqual(['addLoyaltyPoints 1000']);
  });
});

describe('a rule', () => {
  const balance = (condition: string) => rule(condition, [effect('showNotification', { title: 'yes' })]);

  it('reads the balance as it was before the session', () => {
    const { when } = shop([
      balance('profile.loyalty.stars.currentBalance == 10 && profile.loyalty.stars.pendingBalance == 0.5'),
      earning('100'),
    ]);
    when(update('s', visit));
    when(pointsAdded(STARS, 'ann', 1000n));
    when(pointsAdded(STARS, 'ann', 50n, { pendingDuration: '1D' }));
    expect(told(when(close('s')).decision)).toEqual(['showNotification', 'addLoyaltyPoints 10000']);
  });

  it('reads subledgers by their names', () => {
    const { when } = shop([balance("profile.loyalty.stars.subLedgers['bonus'].currentBalance >= 1")]);
    when(update('s', visit));
    when(pointsAdded(STARS, 'ann', 100n, { subledger: 'bonus' }));
    expect(told(when(close('s')).decision)).toEqual(['showNotification']);
  });

  it('reads zero where nothing was ever booked', () => {
    const { when } = shop([balance('profile.loyalty.stars.currentBalance == 0')]);
    expect(told(when(close('s', visit)).decision)).toEqual(['showNotification']);
  });
});

describe('a session that is undone', () => {
  it('takes its points back', () => {
    const { shop: of, when } = shop([earning('session.total')]);
    when(close('s', visit));
    const { decision } = when(cancel('s'));
    expect(told(decision)).toEqual(['rollbackAddedLoyaltyPoints 2500']);
    expect(decision.effects[0]).toMatchObject({ phase: 'rolledBack', undoes: { index: 0 } });
    expect(points(of)).toEqual([]);
  });

  it('gives back what it took, with the dates that the points had', () => {
    const { shop: of, when } = shop([paying('6', '1')]);
    when(update('s', visit));
    when(pointsAdded(STARS, 'ann', 500n, { validityDuration: '1D' }));
    when(pointsAdded(STARS, 'ann', 500n));
    const before = main(of);
    when(close('s', spending));
    const { decision } = when(cancel('s'));
    expect(told(decision)).toEqual([
      'rollbackDiscount 100',
      'rollbackDeductedLoyaltyPoints 100',
      'rollbackDeductedLoyaltyPoints 500',
    ]);
    expect(main(of)).toEqual(before);
    expect(sessionOf(decision).deductions).toEqual([]);
  });

  it('gives back points that expired meanwhile, which then are expired', () => {
    const { shop: of, when } = shop([paying('5', '1')]);
    when(update('s', visit));
    when(pointsAdded(STARS, 'ann', 500n, { validityDuration: '1D' }));
    when(close('s', spending));
    const { decision } = of.at(NOON + 30n * HOUR).when(cancel('s'));
    expect(bookedIn(decision)).toEqual(['givenBack 500', 'expired 500']);
    expect(main(of)).toMatchObject({ lots: [], spent: 0n, expired: 500n });
  });

  it('whose points are spent leaves what its program says', () => {
    const left = (returnPolicy: string, changes = {}) => {
      const { shop: of, when } = shop([earning('25')], { returnPolicy });
      when(close('s', visit));
      when(pointsAdded(STARS, 'ann', 500n));
      when(pointsDeducted(STARS, 'ann', 2800n));
      const { decision } = when(cancel('s'));
      return { told: told(decision), left: points(of), owed: main(of)?.negative, ...changes };
    };
    expect(left('only_pending')).toEqual({ told: [], left: [200n], owed: 0n });
    expect(left('within_balance')).toEqual({ told: ['rollbackAddedLoyaltyPoints 200'], left: [], owed: 0n });
    expect(left('unlimited')).toEqual({ told: ['rollbackAddedLoyaltyPoints 2500'], left: [], owed: 2300n });
  });

  it('only takes pending points back where its program says so', () => {
    const { shop: of, when } = shop([earning('25', { pendingDuration: '1D' })], { returnPolicy: 'only_pending' });
    when(close('s', visit));
    when(close('t', visit));
    expect(told(when(cancel('s')).decision)).toEqual(['rollbackAddedLoyaltyPoints 2500']);
    expect(told(of.at(NOON + 25n * HOUR).when(cancel('t')).decision)).toEqual(['loyaltyPointsActivated 2500']);
    expect(points(of)).toEqual([2500n]);
  });

  it('owes what the next points pay', () => {
    const { shop: of, when } = shop([earning('25')], { returnPolicy: 'unlimited' });
    when(close('s', visit));
    when(pointsDeducted(STARS, 'ann', 2500n));
    when(cancel('s'));
    when(pointsAdded(STARS, 'ann', 1000n));
    expect(main(of)).toMatchObject({ lots: [], negative: 1500n });
    when(pointsAdded(STARS, 'ann', 2000n));
    expect(main(of)).toMatchObject({ lots: [{ points: 500n }], negative: 0n });
  });

  it('that is open again takes all of its points back, since it gives them again', () => {
    const { shop: of, when } = shop([earning('25')], { returnPolicy: 'only_pending' });
    when(close('s', visit));
    expect(told(when(reopen('s')).decision)).toEqual(['rollbackAddedLoyaltyPoints 2500']);
    when(close('s'));
    expect(points(of)).toEqual([2500n]);
  });
});

describe('units that come back', () => {
  it('take their part of the points, exactly', () => {
    const { shop: of, when } = shop([earning('10')]);
    when(close('s', visit));
    expect(told(when(returned('s', { 1: 1 })).decision)).toEqual(['rollbackAddedLoyaltyPoints 200']);
    expect(told(when(returned('s', { 0: 1 })).decision)).toEqual(['rollbackAddedLoyaltyPoints 400']);
    expect(told(when(returned('s', { 0: 1 })).decision)).toEqual(['rollbackAddedLoyaltyPoints 400']);
    expect(points(of)).toEqual([]);
  });

  it('give their part of what was paid with points back', () => {
    const { shop: of, when } = shop([paying('5', '5')]);
    when(update('s', visit));
    when(pointsAdded(STARS, 'ann', 500n));
    when(close('s', spending));
    const { decision } = when(returned('s', { 0: 2 }));
    expect(told(decision)).toEqual(['rollbackDiscount 400', 'rollbackDeductedLoyaltyPoints 400']);
    expect(points(of)).toEqual([400n]);
    expect(told(when(cancel('s')).decision)).toEqual(['rollbackDiscount 100', 'rollbackDeductedLoyaltyPoints 100']);
    expect(main(of)).toMatchObject({ lots: [{ points: 500n }], spent: 0n });
  });

  it('take points back with the last of them where nothing was paid', () => {
    const { shop: of, when } = shop([earning('10')]);
    when(close('s', { profileId: 'ann', cartItems: [item('gift', 0, 2)] }));
    expect(told(when(returned('s', { 0: 1 })).decision)).toEqual([]);
    expect(told(when(returned('s', { 0: 1 })).decision)).toEqual(['rollbackAddedLoyaltyPoints 1000']);
    expect(points(of)).toEqual([]);
  });
});
