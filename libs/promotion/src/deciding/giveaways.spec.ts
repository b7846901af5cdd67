import * as fc from 'fast-check';
import {
  campaign,
  cancel,
  close,
  codesOf,
  coupons,
  effect,
  effectsOf,
  eventsOf,
  given,
  giveawayPool,
  giveaways,
  item,
  limit,
  moved,
  NOON,
  profileUpdate,
  reopen,
  returned,
  rule,
  Shop,
  told,
  update,
  type Decided,
} from '../testing';
import { expectLogToBeState } from './log.fixture';

// Goal: a code of a pool is given away once, for good, in the order in which codes came; an empty pool fails the rule.

const POOL = giveawayPool(5n, 'tickets');
const awards = rule('true', [effect('awardGiveaway', { poolId: 5n })]);
const cart = { profileId: 'anna', cartItems: [item('tea', 1000)] };

const codesIn = ({ decision }: Decided) => effectsOf(decision, 'awardGiveaway').map(({ props }) => props['code']);
const failures = ({ decision }: Decided) => decision.ruleFailures.map(({ details }) => details);

describe('codes of a pool', () => {
  it('come in chunks, each once, and are numbered as they come', () => {
    const { shop } = given(POOL);
    const [first] = eventsOf(shop.when(giveaways(5n, ['A', 'B', 'A'])).decision, 'GiveawaysAdded');
    expect(first).toMatchObject({ stock: { added: 2n, awarded: 0n }, skipped: [] });
    const { decision, position } = shop.when(giveaways(5n, ['B', 'C']));
    expect(eventsOf(decision, 'GiveawaysAdded')).toMatchObject([
      {
        stock: { pool: 5n, added: 3n, awarded: 0n },
        giveaways: [{ id: position + 1n, pool: 5n, number: 3n, code: 'C' }],
        skipped: ['B'],
      },
    ]);
  });

  it('are refused where the pool is not there, and where they are no codes', () => {
    const { shop } = given(POOL, giveawayPool(6n, 'theirs', { subscribedApplications: [2n] }));
    expect(codesOf(shop.try(giveaways(6n, ['A'])).decision)).toEqual(['giveaway.pool /pool']);
    expect(codesOf(shop.try(giveaways(5n, [])).decision)).toEqual(['giveaway.batch_size /codes']);
    expect(codesOf(shop.try(giveaways(5n, ['A', ''])).decision)).toEqual(['id.length /codes/1']);
  });
});

describe('codes with dates', () => {
  const HOUR = 3_600_000n;
  const always = rule('true', [effect('awardGiveaway', { poolId: 5n })]);
  const dated = (startDate: bigint | null, endDate: bigint | null) => ({ startDate, endDate });
  const shop = () => new Shop([POOL, ...campaign(1n, [always])]);
  const at = (one: Shop, hours: bigint, id: string) => one.at(NOON + hours * HOUR).when(close(id, cart));

  it('are given from their start on, until their end, and never outside of it', () => {
    const one = shop();
    const of = dated(NOON + HOUR, NOON + 2n * HOUR);
    const { decision } = one.when(giveaways(5n, ['A', 'B', 'C', 'D'], of));
    expect(eventsOf(decision, 'GiveawaysAdded')).toMatchObject([
      {
        stock: { added: 4n, awarded: 0n, runs: [{ next: 1n, last: 4n, ...of }] },
        giveaways: [{ code: 'A', created: NOON, ...of }, {}, {}, {}],
      },
    ]);
    const early = at(one, 0n, 'early');
    expect(failures(early)).toEqual(['the giveaway pool 5 "tickets" has no code that may be given now']);
    const given = [codesIn(early), codesIn(at(one, 1n, 'first'))];
    one.at(NOON + 2n * HOUR - 1n);
    given.push(codesIn(one.when(close('last', cart))), codesIn(at(one, 2n, 'late')));
    expect(given).toEqual([[], ['A'], ['B'], []]);
  });

  it('are passed over where others may be given, and given when their time has come', () => {
    const one = shop();
    one.when(giveaways(5n, ['LATE'], dated(NOON + HOUR, null)));
    one.when(giveaways(5n, ['GONE'], dated(null, NOON)));
    one.when(giveaways(5n, ['A', 'B']));
    expect([at(one, 0n, 'a'), at(one, 1n, 'b'), at(one, 2n, 'c'), at(one, 3n, 'd')].map(codesIn)).toEqual([
      ['A'],
      ['LATE'],
      ['B'],
      [],
    ]);
  });

  it('are announced while a session is open only where one may be given', () => {
    const one = shop();
    one.when(giveaways(5n, ['A'], dated(NOON + HOUR, null)));
    const looks = (hours: bigint) => told(one.at(NOON + hours * HOUR).when(update('s', cart)).decision);
    expect([looks(0n), looks(1n)]).toEqual([[], ['willAwardGiveaway']]);
  });

  it('go to several rules of one session, each code once', () => {
    const one = new Shop([POOL, ...campaign(1n, [always, always])]);
    one.when(giveaways(5n, ['A'], dated(null, NOON + HOUR)));
    one.when(giveaways(5n, ['B', 'C']));
    expect(codesIn(at(one, 0n, 'both'))).toEqual(['A', 'B']);
    expect(eventsOf(one.log.at(-1)!.decision, 'GiveawayAwarded').map(({ stock }) => stock)).toMatchObject([
      { awarded: 1n, runs: [{ next: 2n, last: 3n }] },
      { awarded: 2n, runs: [{ next: 3n, last: 3n }] },
    ]);
  });

  it('are one run with those before that have the same, and what is over is forgotten when others come', () => {
    const one = shop();
    one.when(giveaways(5n, ['OLD'], dated(null, NOON + HOUR)));
    one.when(giveaways(5n, ['A']));
    const runs = () => one.state.world(HELD, HELD).giveawayStock(5n)?.value?.runs.length;
    expect(runs()).toBe(2);
    one.at(NOON + HOUR).when(giveaways(5n, ['B', 'C']));
    expect(runs()).toBe(1);
    expect(at(one, 1n, 'a').decision.events).toContainEqual(
      expect.objectContaining({ stock: { pool: 5n, added: 4n, awarded: 1n, runs: [run(3n, 4n)] } }),
    );
  });

  it('are refused where they end before they begin, or have more dates than a pool can hold', () => {
    const one = shop();
    expect(codesOf(one.when(giveaways(5n, ['A'], dated(NOON, NOON))).decision)).toEqual(['giveaway.dates /endDate']);
    for (let day = 1n; day <= 1_000n; day += 1n) one.when(giveaways(5n, [`day ${day}`], dated(NOON + day, null)));
    expect(codesOf(one.when(giveaways(5n, ['more'])).decision)).toEqual(['giveaway.dates_count /startDate']);
    expect(codesOf(one.when(giveaways(5n, ['same'], dated(NOON + 1_000n, null))).decision)).toEqual([]);
  });

  const run = (next: bigint, last: bigint) => ({ next, last, startDate: null, endDate: null });
  const HELD = (): boolean => true;
});

describe('awardGiveaway', () => {
  const { shop: start } = given(POOL, campaign(1n, [awards])).after(giveaways(5n, ['A', 'B']));
  const shop = () => {
    const copy = new Shop([POOL, ...campaign(1n, [awards])]);
    for (const request of start.log.flatMap(({ decision }) => decision.request ?? [])) copy.when(request);
    return copy;
  };

  it('is only announced while the session is open, and takes nothing', () => {
    const one = shop();
    const { decision } = one.when(update('s', cart));
    expect(decision.effects).toMatchObject([
      {
        type: 'willAwardGiveaway',
        phase: 'transient',
        props: { poolId: 5n, poolName: 'tickets', recipientIntegrationId: 'anna' },
      },
    ]);
    expect(eventsOf(decision, 'GiveawayAwarded')).toEqual([]);
    expect(codesIn(one.when(close('other', cart)))).toEqual(['A']);
  });

  it('gives the next code when the session closes, and says whose it is', () => {
    const one = shop();
    expect(codesIn(one.when(close('s1', cart)))).toEqual(['A']);
    const second = one.when(close('s2', { ...cart, profileId: 'ben' }));
    expect(effectsOf(second.decision, 'awardGiveaway')).toMatchObject([
      { phase: 'committed', props: { code: 'B', recipientIntegrationId: 'ben' } },
    ]);
    expect(eventsOf(second.decision, 'GiveawayAwarded')).toMatchObject([
      {
        giveaway: { number: 2n, code: 'B' },
        stock: { added: 2n, awarded: 2n },
        ...{ poolName: 'tickets', campaign: 1n, profileId: 'ben', sessionId: 's2' },
      },
    ]);
  });

  it('fails its rule where the pool is empty, also while the session is open, and goes on when codes come', () => {
    const one = shop();
    one.when(close('s1', cart));
    one.when(close('s2', cart));
    const empty = ['the giveaway pool 5 "tickets" is empty'];
    expect([failures(one.when(update('s3', cart))), failures(one.when(close('s4', cart)))]).toEqual([empty, empty]);
    one.when(giveaways(5n, ['C']));
    expect(codesIn(one.when(close('s5', cart)))).toEqual(['C']);
  });

  it('rejects the code of a rule that it fails', () => {
    const byCode = { ...awards, condition: 'coupon.valid' };
    const { shop: one } = given(POOL, campaign(1n, [byCode])).after(coupons(1n, ['TICKET']));
    expect(told(one.when(close('s', { ...cart, couponCodes: ['TICKET'] })).decision)).toEqual([
      'rejectCoupon EffectCouldNotBeApplied',
    ]);
  });

  it('A32: gives codes in the order of closes, and a code that a customer has seen comes not back by cancelling', () => {
    const shop = new Shop([POOL, ...campaign(1n, [awards])]);
    shop.when(giveaways(5n, ['G1', 'G2', 'G3']));
    const awarded = ['s1', 's2', 's3', 's4'].map((id) => codesIn(shop.when(close(id, cart))));
    expect(awarded).toEqual([['G1'], ['G2'], ['G3'], []]);
    shop.when(cancel('s2'));
    expect(codesIn(shop.when(close('s5', cart)))).toEqual([]);
  });

  it('gives two rules of one session two codes', () => {
    const { shop: one } = given(POOL, campaign(1n, [awards, awards])).after(giveaways(5n, ['A', 'B', 'C']));
    expect(codesIn(one.when(close('s1', cart)))).toEqual(['A', 'B']);
    expect(codesIn(one.when(close('s2', cart)))).toEqual(['C']);
  });

  it.each([
    ['cancelled', cancel('s')],
    ['returned', returned('s', { 0: null })],
    ['reopened', reopen('s')],
  ])('stays given when the session is %s', (_case, request) => {
    const one = shop();
    one.when(close('s', cart));
    const { decision } = one.when(request);
    expect(decision.outcome).toBe('accepted');
    expect(decision.effects).toEqual([]);
    expect(codesIn(one.when(close('next', cart)))).toEqual(['B']);
  });

  it('is not given again when a session closes once more', () => {
    const one = shop();
    one.when(close('s', cart));
    one.when(reopen('s'));
    expect(one.when(update('s')).decision.effects).toEqual([]);
    expect(codesIn(one.when(close('s')))).toEqual([]);
    expect(codesIn(one.when(close('next', cart)))).toEqual(['B']);
  });

  it('is given at once where there is no session', () => {
    const one = shop();
    const decided = one.when(profileUpdate('anna', { attributes: {}, runRuleEngine: true }));
    expect(codesIn(decided)).toEqual(['A']);
    expect(eventsOf(decided.decision, 'GiveawayAwarded')).toMatchObject([{ profileId: 'anna', sessionId: null }]);
  });

  it('takes nothing in a dry run', () => {
    const one = shop();
    expect(one.try(close('s', cart)).decision.effects.map(({ phase }) => phase)).toEqual(['transient']);
    expect(codesIn(one.when(close('s', cart)))).toEqual(['A']);
  });

  it('uses up the limit on giveaways at close, which cancelling does not give back', () => {
    const limits = [limit('awardGiveaway', 1n)];
    const { shop: one } = given(POOL, campaign(1n, [awards], { limits })).after(giveaways(5n, ['A', 'B']));
    expect(moved(one.when(update('s', cart)).decision)).toEqual([]);
    expect(moved(one.when(close('s')).decision)).toEqual(['awardGiveaway|1||| 1 -> 1']);
    expect(moved(one.when(cancel('s')).decision)).toEqual([]);
    expect(failures(one.when(close('next', cart)))).toEqual(['the limit on awardGiveaway is used up']);
  });
});

describe('whatever happens in whatever order', () => {
  const HOUR = 3_600_000n;
  const hour = fc.option(fc.bigInt(0n, 8n).map((hours) => NOON + hours * HOUR));
  const dates = fc
    .record({ startDate: hour, endDate: hour })
    .filter(({ startDate, endDate }) => startDate === null || endDate === null || startDate < endDate);
  const SESSIONS = ['s1', 's2', 's3', 's4', 's5'];
  const session = fc.constantFrom(...SESSIONS);
  const step = fc.oneof(
    session.map((id) => ({ kind: 'update', id }) as const),
    session.map((id) => ({ kind: 'close', id }) as const),
    session.map((id) => ({ kind: 'cancel', id }) as const),
    session.map((id) => ({ kind: 'reopen', id }) as const),
    fc
      .uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'), { minLength: 1 })
      .chain((codes) => dates.map((own) => ({ kind: 'add', codes, ...own }) as const)),
    fc.bigInt(0n, 3n).map((hours) => ({ kind: 'wait', hours }) as const),
  );

  type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

  /** What a shopkeeper with a pile of cards would do. */
  class Pile {
    now = NOON;
    private cards: { readonly code: string; readonly startDate: bigint | null; readonly endDate: bigint | null }[] = [];
    readonly known = new Set<string>();
    readonly states = new Map<string, string>();
    readonly served = new Set<string>();

    take(one: Step): readonly string[] {
      if (one.kind === 'add') return this.add(one);
      if (one.kind === 'wait') return this.wait(one.hours);
      const state = this.states.get(one.id) ?? 'none';
      if (one.kind === 'close' && (state === 'none' || state === 'open')) return this.close(one.id);
      if (one.kind === 'update' && state === 'none') this.states.set(one.id, 'open');
      if (one.kind === 'cancel' && state !== 'none') this.states.set(one.id, 'cancelled');
      if (one.kind === 'reopen' && state === 'closed') this.states.set(one.id, 'open');
      return [];
    }

    private add({ codes, startDate, endDate }: Extract<Step, { kind: 'add' }>): readonly string[] {
      const fresh = codes.filter((code) => !this.known.has(code));
      this.cards.push(...fresh.map((code) => ({ code, startDate, endDate })));
      codes.forEach((code) => this.known.add(code));
      return [];
    }

    private wait(hours: bigint): readonly string[] {
      this.now += hours * HOUR;
      return [];
    }

    private close(id: string): readonly string[] {
      this.states.set(id, 'closed');
      const card = this.cards.find(
        ({ startDate, endDate }) =>
          (startDate === null || startDate <= this.now) && (endDate === null || this.now < endDate),
      );
      if (card === undefined || this.served.has(id)) return [];
      this.cards = this.cards.filter((one) => one !== card);
      this.served.add(id);
      return [card.code];
    }
  }

  const requestOf = (one: Exclude<Step, { kind: 'wait' }>) => {
    if (one.kind === 'add') {
      const { codes, startDate, endDate } = one;
      return giveaways(5n, codes, { startDate, endDate });
    }
    if (one.kind === 'update') return update(one.id, cart);
    if (one.kind === 'close') return close(one.id, cart);
    return one.kind === 'cancel' ? cancel(one.id) : reopen(one.id);
  };

  it('codes are given as from a pile of cards: each once, in order, in its time, one per session', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const shop = new Shop([POOL, ...campaign(1n, [awards])]);
        const pile = new Pile();
        for (const one of steps) {
          const card = pile.take(one);
          if (one.kind === 'wait') shop.at(pile.now);
          else expect(codesIn(shop.when(requestOf(one)))).toEqual(card);
        }
        expectLogToBeState(shop);
      }),
      { numRuns: 150 },
    );
  });
});
