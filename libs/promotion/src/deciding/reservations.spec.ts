import type { CouponReservationReceived } from '../request';
import { campaign, close, codesOf, coupons, effect, effectsOf, eventsOf, given, rule, told, update } from '../testing';

const accepting = campaign(1n, [rule('coupon.valid', [effect('showNotification', { title: 'ok' })])]);
const reserving = campaign(1n, [rule('true', [effect('reserveCoupon', { code: 'CODE' })])]);

const reservation = (profileId: string, reserved = true, code = 'code '): CouponReservationReceived => ({
  kind: 'CouponReservationReceived',
  ...{ code, profileId, reserved },
});

const withCode = (changes = accepting, settings = {}) => given(changes).after(coupons(1n, ['CODE'], settings)).shop;

describe('a reservation', () => {
  it('is counted once for each profile, and given back once', () => {
    const shop = withCode();
    const changes = ['anna', 'anna', 'ben'].map((id) =>
      eventsOf(shop.when(reservation(id)).decision, 'CouponReservationChanged'),
    );
    expect(changes).toMatchObject([
      [{ code: 'CODE', delta: 1n, reservationCounter: 1n }],
      [],
      [{ reservationCounter: 2n }],
    ]);
    const back = () => eventsOf(shop.when(reservation('anna', false)).decision, 'CouponReservationChanged');
    expect(back()).toMatchObject([{ profileId: 'anna', delta: -1n, reservationCounter: 1n }]);
    expect(back()).toEqual([]);
  });

  it('creates the profile that was never seen, under a number of its own', () => {
    const shop = withCode();
    const created = ['anna', 'ben'].flatMap((id) => eventsOf(shop.when(reservation(id)).decision, 'ProfileChanged'));
    expect(created.map(({ type }) => type)).toEqual(['talon_profile_created', 'talon_profile_created']);
    const ids = created.map(({ profile }) => profile.id);
    expect(new Set(ids).size).toBe(2);
    expect(ids).not.toContain(0n);
  });

  it('is not found without such a coupon, and needs a profile', () => {
    const shop = withCode();
    const missing = shop.when(reservation('anna', true, 'NONE')).decision;
    expect([codesOf(missing), missing.refusals[0]?.status]).toEqual([['coupon.not_found /couponValue'], 404]);
    expect(codesOf(shop.when(reservation('')).decision)).toEqual(['id.length /integrationIDs']);
  });

  it('is for coupons: a referral is none', () => {
    const shop = withCode(reserving, { advocate: 'dora' });
    expect(codesOf(shop.when(reservation('anna')).decision)).toEqual(['coupon.not_found /couponValue']);
    const { ruleFailures } = shop.when(update('s', { profileId: 'anna' })).decision;
    expect(ruleFailures.map(({ details }) => details)).toEqual(['there is no such coupon to reserve']);
  });

  it('by a call goes beyond the limit', () => {
    const shop = withCode(accepting, { reservationLimit: 1n });
    shop.when(reservation('anna'));
    expect(eventsOf(shop.when(reservation('ben')).decision, 'CouponReservationChanged')).toHaveLength(1);
  });
});

describe('a coupon that must be reserved', () => {
  const mandatory = { reservationMandatory: true };
  const tried = (shop: ReturnType<typeof withCode>, profileId: string) =>
    told(shop.when(close(`s-${profileId}`, { profileId, couponCodes: ['CODE'] })).decision);

  it('is redeemed by who has reserved it, and by nobody else', () => {
    const shop = withCode(accepting, mandatory);
    shop.when(reservation('anna'));
    shop.when(reservation('cleo'));
    shop.when(reservation('cleo', false));
    expect(tried(shop, 'anna')).toEqual(['acceptCoupon CODE', 'showNotification']);
    expect(tried(shop, 'ben')).toEqual(['rejectCoupon CouponReservationRequired']);
    expect(tried(shop, 'cleo')).toEqual(['rejectCoupon CouponReservationRequired']);
    expect(tried(shop, '')).toEqual(['rejectCoupon ProfileRequired']);
  });

  it('and that everybody is shown is still redeemed by who has reserved it alone', () => {
    const shop = withCode(accepting, { ...mandatory, implicitlyReserved: true });
    shop.when(reservation('anna'));
    expect(tried(shop, 'ben')).toEqual(['rejectCoupon CouponReservationRequired']);
    expect(tried(shop, '')).toEqual(['rejectCoupon ProfileRequired']);
    expect(tried(shop, 'anna')).toEqual(['acceptCoupon CODE', 'showNotification']);
  });

  it.each([false, true])('and one that need not be is redeemed by anybody; shown to everybody: %j', (shown) => {
    const shop = withCode(accepting, { implicitlyReserved: shown });
    shop.when(reservation('anna'));
    expect(tried(shop, 'ben')).toEqual(['acceptCoupon CODE', 'showNotification']);
  });
});

describe('reserveCoupon', () => {
  const props = (decision: Parameters<typeof effectsOf>[0]) =>
    effectsOf(decision, 'reserveCoupon').map((one) => one.props);

  it('reserves while the session is open, once, and says whether it is new', () => {
    const shop = withCode(reserving);
    const first = shop.when(update('s', { profileId: 'anna' })).decision;
    expect(props(first)).toEqual([{ couponValue: 'CODE', profileIntegrationId: 'anna', isNewReservation: true }]);
    expect(effectsOf(first, 'reserveCoupon')[0]?.phase).toBe('durable');
    expect(eventsOf(first, 'CouponReservationChanged')).toMatchObject([{ profileId: 'anna', reservationCounter: 1n }]);
    expect(props(shop.when(close('s')).decision)).toEqual([]);
    const again = shop.when(update('s2', { profileId: 'anna' })).decision;
    expect(props(again)).toMatchObject([{ isNewReservation: false }]);
    expect(eventsOf(again, 'CouponReservationChanged')).toEqual([]);
  });

  it('keeps to the limit, in one decision too, and fails without profile or coupon', () => {
    const twice = campaign(1n, [
      rule('true', [
        effect('reserveCoupon', { code: 'CODE' }),
        effect('reserveCoupon', { code: 'CODE', profile: 'ben' }),
      ]),
    ]);
    const both = withCode(twice, { reservationLimit: 2n }).when(update('s', { profileId: 'anna' })).decision;
    expect(eventsOf(both, 'CouponReservationChanged').map((one) => one.reservationCounter)).toEqual([1n, 2n]);
    const one = withCode(twice, { reservationLimit: 1n }).when(update('s', { profileId: 'anna' })).decision;
    expect([props(one), one.ruleFailures[0]?.details]).toEqual([[], 'all reservations of the coupon are taken']);
    const failures = (profileId: string, changes = reserving) =>
      given(changes)
        .shop.when(update('s', { profileId }))
        .decision.ruleFailures.map(({ details }) => details);
    expect(failures('')).toEqual(['a reservation needs a profile']);
    expect(failures('anna')).toEqual(['there is no such coupon to reserve']);
  });
});
