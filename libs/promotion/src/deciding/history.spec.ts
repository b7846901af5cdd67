import type { HistoryNeed } from '../history-window';
import {
  attribute,
  campaign,
  cancel,
  close,
  effect,
  eventType,
  given,
  item,
  NOON,
  rule,
  SHOP,
  told,
  update,
} from '../testing';
import type { History } from '../world';
import { decide } from './decide';

const DAY = 86_400_000n;
const note = effect('showNotification', { title: '{{ history.sessions.within("30d").count() }}' });
const spender = campaign(1n, [rule('history.sessions.within("30d").sum(s, s.total) >= 50', [note])]);
const buy = (id: string, cents: number) => close(id, { profileId: 'ann', cartItems: [item('A', cents)] });

describe('the past', () => {
  it('is what the profile closed within the window, without the session itself', () => {
    const { shop } = given(spender);
    expect(told(shop.at(NOON - 31n * DAY).when(buy('old', 9000)).decision)).toEqual([]);
    shop.at(NOON - 30n * DAY + 1n).when(buy('a', 2000));
    expect(told(shop.at(NOON).when(buy('b', 3000)).decision)).toEqual([]);
    expect(told(shop.when(update('c', { profileId: 'ann' })).decision)).toEqual(['showNotification']);
    expect(told(shop.when(update('c', { profileId: 'bob' })).decision)).toEqual([]);
    shop.when(cancel('b'));
    expect(told(shop.when(update('c', { profileId: 'ann' })).decision)).toEqual([]);
  });

  it('holds the customer’s own events with their attributes', () => {
    const visits = rule('history.events.within("1d").exists(e, e.type == "visited" && e.attributes.store == "Bonn")', [
      note,
    ]);
    const declared = [eventType('visited'), attribute('Event', 'store', 'string', { eventType: 'visited' })];
    const { shop } = given(declared, campaign(1n, [visits]));
    const visit = {
      kind: 'CustomEventReceived',
      profileId: 'ann',
      type: 'visited',
      attributes: { store: 'Bonn' },
      sessionId: null,
      integrationId: null,
      connectedSessionId: null,
    } as const;
    expect(told(shop.when(visit).decision)).toEqual([]);
    expect(told(shop.when(update('s', { profileId: 'ann' })).decision)).toEqual(['showNotification']);
    expect(told(shop.at(NOON + DAY).when(update('s')).decision)).toEqual([]);
  });

  it('fails aloud where it is longer than what can be loaded', () => {
    const { shop } = given(spender).after(buy('a', 9000));
    shop.state.truncated = true;
    const { decision } = shop.when(update('s', { profileId: 'ann' }));
    expect(told(decision)).toEqual(['error']);
    expect(decision.ruleFailures[0]?.details).toContain('longer than what can be loaded');
  });

  it('is loaded for sessions alone that a rule would ask about: others cost what they cost without such rules', () => {
    const rules = [
      rule('cartItems.exists(i, i.sku == "A") && history.sessions.within("30d").count() > 3', [note]),
      rule('history.sessions.within("30d").count() > 3 && session.total > 500', [note]),
    ];
    const { shop } = given(campaign(1n, rules));
    const plain = effect('showNotification', { title: 'none' });
    const { shop: without } = given(campaign(1n, [rule('session.total > 500', [plain])]));
    const asked = (sku: string, cents: number) => {
      const request = update(`${sku} ${cents}`, { profileId: 'ann', cartItems: [item(sku, cents)] });
      const [decided, usual] = [shop.when(request), without.when(request)];
      return [decided.decision.reads.some(({ row }) => row === 'history'), decided.rounds - usual.rounds];
    };
    expect(asked('first', 100)).toEqual([false, 0]);
    expect(asked('B', 100)).toEqual([false, 0]);
    expect(asked('A', 100)).toEqual([true, 1]);
    expect(asked('B', 60_000)).toEqual([true, 1]);
  });

  it('is not there for the anonymous', () => {
    expect(told(given(spender).when(close('s', { cartItems: [item('A', 100)] })).decision)).toEqual([]);
  });

  describe('is asked for', () => {
    const month = rule('session.total > 5 && history.sessions.within("30d").count() > 3', [note]);
    const quarter = rule('session.total > 50 && history.sessions.within("90d").exists(s, s.attributes.big)', [note]);
    const visits = rule('session.total > 500 && history.events.count() > 3', [note]);
    const declared = attribute('CustomerSession', 'big', 'boolean');
    const { catalog } = given(declared, campaign(1n, [month, quarter]), campaign(2n, [visits])).shop;

    /** What of the past a session of so much needs, where so much of it is there; undefined: no more. */
    function need(cents: number, loaded?: Partial<History>): HistoryNeed | undefined {
      const absent = { value: null, version: null, locked: true };
      const nothing = { sessions: [], events: [], sessionsTruncated: false, eventsTruncated: false };
      const history = loaded && { ...nothing, sessionsAfter: null, eventsAfter: null, ...loaded };
      const rows = {
        session: () => absent,
        profile: () => absent,
        activity: () => absent,
        counter: () => absent,
        ledger: () => absent,
        due: () => [],
      };
      const keepsakes = { achievement: () => absent, giveawayStock: () => absent };
      const giveaways = { giveaway: () => absent, giveawayCode: () => absent, eventId: () => absent };
      const world = {
        ...rows,
        ...keepsakes,
        ...giveaways,
        coupon: () => absent,
        couponById: () => absent,
        history: () => history,
      };
      const numbers = [1n, 2n, 3n];
      const situation = {
        catalog,
        world,
        application: SHOP,
        at: NOON,
        numbers,
        entropy: new Uint8Array(32),
        dry: false,
      };
      const verdict = decide(situation, update('s', { profileId: 'ann', cartItems: [item('A', cents)] }));
      const row = verdict.kind === 'needs' ? verdict.rows.find(({ kind }) => kind === 'history') : undefined;
      return row?.kind === 'history' ? row.need : undefined;
    }

    it('as far back as the rules look that are tried, and not where none is', () => {
      const days = (cents: number) => {
        const { sessions, events } = need(cents) ?? {};
        return [sessions, events].map((one) => one && (one.milliseconds === null ? 'all' : one.milliseconds / DAY));
      };
      expect([400, 4_000, 40_000, 90_000].map(days)).toEqual([
        [undefined, undefined],
        [30n, null],
        [90n, null],
        [90n, 'all'],
      ]);
      expect(need(40_000)?.sessions?.fields).toEqual(new Set(['attributes.big']));
    });

    it('again only where what is there does not reach as far', () => {
      expect(need(40_000, { sessionsAfter: NOON - 90n * DAY })).toBeUndefined();
      expect(need(40_000, { sessionsAfter: -1n })).toBeUndefined();
      expect(need(40_000, { sessionsAfter: NOON - 30n * DAY })).toBeDefined();
      expect(need(4_000, { sessionsAfter: NOON - 30n * DAY })).toBeUndefined();
      expect(need(90_000, { sessionsAfter: -1n })).toBeDefined();
      expect(need(90_000, { sessionsAfter: -1n, eventsAfter: NOON - DAY })).toBeDefined();
    });
  });
});

describe('time', () => {
  const happy = campaign(1n, [
    rule(
      'now.getHours("Europe/Berlin") >= 17 && now.getHours("Europe/Berlin") < 19 && now.getDayOfWeek("Europe/Berlin") in [1, 2, 3, 4, 5]',
      [effect('setDiscount', { name: 'happy hour', value: 'percent(session.total, 10)' })],
    ),
  ]);

  it.each([
    ['2026-07-15T14:59:59.999Z', []],
    ['2026-07-15T15:00:00Z', ['setDiscount 300']],
    ['2026-07-15T16:59:59.999Z', ['setDiscount 300']],
    ['2026-07-15T17:00:00Z', []],
    ['2026-12-16T15:30:00Z', []],
    ['2026-12-16T16:00:00Z', ['setDiscount 300']],
  ])('A20: happy hour in Berlin at %s', (at, expected) => {
    const { shop } = given(happy);
    expect(told(shop.at(BigInt(Date.parse(at))).when(buy('s', 3000)).decision)).toEqual(expected);
  });

  it.each([
    ['2027-02-28', ['setDiscount 900']],
    ['2028-02-28', []],
    ['2028-02-29', ['setDiscount 900']],
  ])('A22: who was born on 29 February has the birthday on %s', (day, expected) => {
    const leap = 'now.getFullYear() % 4 == 0 && (now.getFullYear() % 100 != 0 || now.getFullYear() % 400 == 0)';
    const bindings = [
      { name: 'born', expression: 'profile.attributes.born' },
      { name: 'leap', expression: leap },
      { name: 'moved', expression: '!leap && born.getMonth() == 1 && born.getDate() == 29' },
      { name: 'date', expression: 'moved ? 28 : born.getDate()' },
    ];
    const birthday = rule(
      'now.getMonth() == born.getMonth() && now.getDate() == date',
      [effect('setDiscount', { name: 'birthday', value: 'percent(session.total, 20)' })],
      { bindings },
    );
    const { shop } = given(attribute('CustomerProfile', 'born', 'time'), campaign(1n, [birthday]));
    shop.when({
      kind: 'ProfileUpdateReceived',
      profileId: 'ann',
      attributes: { born: '1992-02-29T00:00:00Z' },
      runRuleEngine: false,
      joins: [],
      leaves: [],
      ends: [],
    });
    expect(told(shop.at(BigInt(Date.parse(`${day}T12:00:00Z`))).when(buy('s', 4500)).decision)).toEqual(expected);
  });
});
