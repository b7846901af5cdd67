import {
  audience,
  campaign,
  codesOf,
  effect,
  effectsOf,
  eventsOf,
  given,
  item,
  NOON,
  profileUpdate,
  rule,
  Shop,
  update,
} from '../testing';

// Goal: which audiences a profile is in is its own state, changed by requests and by rules, and asked by rules as the
// request left it.

const VIP = audience(5n, 'vip');
const NEW = audience(6n, 'new');

const note = (title: string) => effect('showNotification', { title });
const titles = (shop: Shop) =>
  effectsOf(shop.log.at(-1)?.decision ?? { ...NO_DECISION }, 'showNotification').map(({ props }) => props['title']);
const NO_DECISION = new Shop().when(update('none')).decision;

const join = (ids: bigint[], changes = {}) => profileUpdate('anna', { joins: ids, runRuleEngine: true, ...changes });
const leave = (ids: bigint[]) => profileUpdate('anna', { leaves: ids, runRuleEngine: true });

const namesIn = (shop: Shop) => {
  const changed = shop.log.flatMap(({ decision }) => eventsOf(decision, 'ProfileChanged'));
  return changed.at(-1)?.profile.audiences.map(({ name }) => name);
};

describe('a profile', () => {
  it('joins audiences and leaves them, each once, with the time at which it joined', () => {
    const { shop } = given(VIP, NEW).after(join([5n, 6n, 5n]));
    expect(namesIn(shop)).toEqual(['vip', 'new']);
    const [changed] = eventsOf(shop.at(shop.now + 1000n).when(join([5n])).decision, 'ProfileChanged');
    expect(changed?.profile.audiences[0]?.joined).toBe(shop.now - 1000n);
    shop.when(leave([5n]));
    expect(namesIn(shop)).toEqual(['new']);
  });

  it('does not join what it leaves in the same request', () => {
    const { shop } = given(VIP).after(join([5n], { leaves: [5n] }));
    expect(namesIn(shop)).toEqual([]);
  });

  it('cannot join what is not there, or is of other applications; it may leave what is gone', () => {
    const { shop } = given(VIP, audience(7n, 'theirs', { subscribedApplications: [2n] })).after(join([5n]));
    expect(codesOf(shop.try(join([5n, 7n, 8n])).decision)).toEqual([
      'audience.unknown /audiencesChanges/adds/1',
      'audience.unknown /audiencesChanges/adds/2',
    ]);
    shop.save([{ kind: 'AudienceDeleted', id: 5n }]).when(leave([5n]));
    expect(namesIn(shop)).toEqual([]);
  });

  it('is in at most 1,000', () => {
    const ids = Array.from({ length: 1001 }, (_, index) => BigInt(index + 1));
    const { shop } = given(...ids.map((id) => audience(id, `a${id}`)));
    shop.when(join(ids.slice(0, 1000)));
    expect(codesOf(shop.try(join([1001n])).decision)).toEqual(['audience.too_many /audiencesChanges/adds']);
    expect(shop.try(join([1001n], { leaves: [1n] })).decision.outcome).toBe('accepted');
  });

  it('that is erased is in none', () => {
    const { shop } = given(VIP).after(join([5n]), { kind: 'ProfileErasureReceived', profileId: 'anna' });
    expect(namesIn(shop)).toEqual([]);
  });
});

describe('a rule', () => {
  const rules = campaign(1n, [
    rule("'vip' in profile.audiences", [note('member')]),
    rule("'vip' in profile.joinedAudiences", [note('joined')]),
    rule("'vip' in profile.leftAudiences", [note('left')]),
  ]);

  it('sees who is in, and in the decision that changes it who has just joined or left', () => {
    const { shop } = given(VIP, NEW, rules);
    const seen = [join([5n]), join([6n]), leave([5n]), leave([6n])].map((request) => {
      shop.when(request);
      return titles(shop);
    });
    expect(seen).toEqual([['member', 'joined'], ['member'], ['left'], []]);
  });

  it('is not run by a request that changes no audience, so that sending it again gives nothing again', () => {
    const { shop } = given(VIP, rules).after(join([5n]), join([5n]));
    expect(titles(shop)).toEqual([]);
    shop.when(join([5n], { attributes: {} }));
    expect(titles(shop)).toEqual(['member']);
  });

  it('of a session sees the audiences of its profile by the names that they have now', () => {
    const { shop } = given(VIP, rules).after(join([5n]), update('s', { profileId: 'anna' }));
    expect(titles(shop)).toEqual(['member']);
    shop.save([audience(5n, 'gold')]).when(update('s'));
    expect(titles(shop)).toEqual([]);
  });
});

describe('a membership that ends', () => {
  const END = NOON + 1000n;
  const member = campaign(1n, [rule("'vip' in profile.audiences", [note('member')])]);
  const joinUntil = (until: bigint) => join([5n], { ends: [{ audience: 5n, until }] });
  const tick = { kind: 'ClockTicked', partition: 0 } as const;

  it('is over for rules from its end on, to the millisecond, whether or not the clock has come to it', () => {
    const { shop } = given(VIP, member).after(joinUntil(END));
    const seenAt = (at: bigint) => {
      shop.at(at).when(update('s', { profileId: 'anna' }));
      return titles(shop);
    };
    expect([seenAt(END - 1n), seenAt(END)]).toEqual([['member'], []]);
  });

  it('is taken out of the profile by the clock, told as leaving is, once', () => {
    const { shop } = given(VIP, NEW).after(joinUntil(END), join([6n]));
    expect(shop.at(END - 1n).when(tick, 0n).decision).toMatchObject({ events: [], effects: [] });
    const { decision } = shop.at(END).when(tick, 0n);
    expect(namesIn(shop)).toEqual(['new']);
    expect(decision.effects).toMatchObject([
      {
        type: 'removeFromAudience',
        phase: 'durable',
        props: {
          ...{ audienceId: 5n, audienceName: 'vip', profileIntegrationId: 'anna' },
          profileId: expect.any(BigInt) as bigint,
        },
      },
    ]);
    expect(shop.when(tick, 0n).decision).toMatchObject({ events: [], effects: [] });
  });

  it('takes the end that is said last, and none where none is said, and nobody joins by that', () => {
    const { shop } = given(VIP, campaign(1n, [rule("'vip' in profile.joinedAudiences", [note('joined')])]));
    shop.when(joinUntil(END));
    expect(titles(shop)).toEqual(['joined']);
    for (const [request, until] of [
      [joinUntil(END + 5n), END + 5n],
      [join([5n]), null],
    ] as const) {
      shop.at(shop.now + 1n).when(request);
      expect(eventsOf(shop.log.at(-1)!.decision, 'ProfileChanged')[0]?.profile.audiences).toEqual([
        { audience: 5n, name: 'vip', joined: NOON, until },
      ]);
      expect(titles(shop)).toEqual([]);
    }
  });

  it('is joined anew by who comes back after its end', () => {
    const { shop } = given(VIP, campaign(1n, [rule("'vip' in profile.joinedAudiences", [note('joined')])]));
    shop.when(joinUntil(END));
    shop.at(END).when(join([5n]));
    expect(titles(shop)).toEqual(['joined']);
    expect(eventsOf(shop.log.at(-1)!.decision, 'ProfileChanged')[0]?.profile.audiences).toMatchObject([
      { joined: END, until: null },
    ]);
  });

  it('ends after it begins', () => {
    const { shop } = given(VIP);
    expect(codesOf(shop.try(joinUntil(NOON)).decision)).toEqual(['audience.until /audiencesChanges/until']);
  });

  it('is given by rules too, once per session, and lasts as long as the last of them says', () => {
    const days = "now + duration('24h')";
    const rules = [rule('true', [effect('addToAudience', { audienceId: 5n, until: days })])];
    const { shop } = given(VIP, campaign(1n, rules)).after(update('s', { profileId: 'anna' }));
    const given24h = { audienceId: 5n, until: { kind: 'instant', at: NOON + 86_400_000n } };
    expect(effectsOf(shop.log.at(-1)!.decision, 'addToAudience')).toMatchObject([{ props: given24h }]);
    shop.at(NOON + 5n).when(update('s'));
    expect(effectsOf(shop.log.at(-1)!.decision, 'addToAudience')).toEqual([]);
    shop.when(update('t', { profileId: 'anna' }));
    expect(eventsOf(shop.log.at(-1)!.decision, 'ProfileChanged')[0]?.profile.audiences).toMatchObject([
      { joined: NOON, until: NOON + 86_400_005n },
    ]);
  });

  it('fails aloud where its rule lets it end before it begins', () => {
    const rules = [rule('true', [effect('addToAudience', { audienceId: 5n, until: 'now' })])];
    const { shop } = given(VIP, campaign(1n, rules)).after(update('s', { profileId: 'anna' }));
    expect(shop.log.at(-1)!.decision.effects.map(({ type }) => type)).toEqual(['error']);
  });
});

describe('addToAudience and removeFromAudience', () => {
  const adds = rule('session.total >= 10', [effect('addToAudience', { audienceId: 5n })]);
  const cart = (cents: number) => update('s', { profileId: 'anna', cartItems: [item('tea', cents)] });

  it('change the profile while the session is open, once, and stay when it is cancelled', () => {
    const { shop } = given(VIP, campaign(1n, [adds]));
    const { decision } = shop.when(cart(1000));
    expect(effectsOf(decision, 'addToAudience')).toMatchObject([
      { phase: 'durable', props: { audienceId: 5n, audienceName: 'vip', profileIntegrationId: 'anna' } },
    ]);
    expect(namesIn(shop)).toEqual(['vip']);
    expect(effectsOf(shop.when(cart(2000)).decision, 'addToAudience')).toEqual([]);
    shop.when(update('s', { state: 'cancelled' }));
    expect(namesIn(shop)).toEqual(['vip']);
  });

  it('name the profile by its own id too, but in the decision that creates it', () => {
    const rules = [5n, 6n].map((audienceId) => {
      return rule(`session.total >= ${audienceId}`, [effect('addToAudience', { audienceId })]);
    });
    const { shop } = given(VIP, NEW, campaign(1n, rules));
    const first = shop.when(cart(500)).decision;
    const [created] = eventsOf(first, 'ProfileChanged');
    expect(effectsOf(first, 'addToAudience')[0]?.props).not.toHaveProperty('profileId');
    expect(effectsOf(shop.when(cart(600)).decision, 'addToAudience')).toMatchObject([
      { props: { audienceId: 6n, profileIntegrationId: 'anna', profileId: created?.profile.id } },
    ]);
  });

  it('give nothing where the profile is as they would make it, and keep no other effect back', () => {
    const both = { ...adds, effects: [...adds.effects, note('hello')] };
    const { shop } = given(VIP, campaign(1n, [both])).after(join([5n]));
    const { decision } = shop.when(cart(1000));
    expect(decision.effects.map(({ type }) => type)).toEqual(['showNotification']);
    expect(eventsOf(decision, 'ProfileChanged')).toEqual([]);
  });

  it('take a profile out', () => {
    const out = rule('session.total < 10', [effect('removeFromAudience', { audienceId: 5n })]);
    const { shop } = given(VIP, campaign(1n, [out])).after(join([5n]), cart(500));
    expect(namesIn(shop)).toEqual([]);
  });

  it('fail without a profile, and aloud where the audience is gone', () => {
    const { shop } = given(VIP, campaign(1n, [adds]));
    const { decision } = shop.when(update('anonymous', { cartItems: [item('tea', 1000)] }));
    expect(decision.ruleFailures.map(({ details }) => details)).toEqual(['there is no profile']);
    shop.save([{ kind: 'AudienceDeleted', id: 5n }]);
    expect(shop.when(cart(1000)).decision.effects.map(({ type }) => type)).toEqual(['error']);
  });
});
