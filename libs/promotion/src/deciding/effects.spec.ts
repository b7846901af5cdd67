import {
  attribute,
  campaign,
  cancel,
  close,
  effect,
  effectsOf,
  eventsOf,
  eventType,
  given,
  item,
  NOON,
  rule,
  sessionOf,
  SHOP,
  told,
  update,
  webhook,
} from '../testing';

const cart = [item('A', 1000)];
const one = (...effects: Parameters<typeof rule>[1]) => campaign(1n, [rule('true', effects)]);

describe('when effects become facts', () => {
  it('is at close for what the customer gets, at once and once for what lasts, never for refusals', () => {
    const { shop } = given(
      webhook(7n),
      one(
        effect('setDiscount', { name: 'd', value: '1' }),
        effect('showNotification', { title: 'n' }),
        effect('customEffect', { name: 'c' }),
        effect('couponCreated', {}),
        effect('triggerWebhook', { webhookId: 7n }),
      ),
    );
    const phases = (request: Parameters<typeof shop.when>[0]) =>
      Object.fromEntries(shop.when(request).decision.effects.map(({ type, phase }) => [type, phase]));
    expect(phases(update('s', { cartItems: cart, couponCodes: ['NO'] }))).toEqual({
      setDiscount: 'transient',
      showNotification: 'transient',
      customEffect: 'transient',
      couponCreated: 'durable',
      triggerWebhook: 'durable',
      rejectCoupon: 'transient',
    });
    expect(phases(close('s'))).toEqual({
      setDiscount: 'committed',
      showNotification: 'committed',
      customEffect: 'committed',
      rejectCoupon: 'transient',
    });
  });

  it('gives durable effects again to another session, and by another rule', () => {
    const hook = effect('triggerWebhook', { webhookId: 7n });
    const { shop } = given(webhook(7n), campaign(1n, [rule('true', [hook]), rule('true', [hook])]));
    expect(told(shop.when(update('a')).decision)).toHaveLength(2);
    expect(told(shop.when(update('a')).decision)).toHaveLength(0);
    expect(told(shop.when(update('b')).decision)).toHaveLength(2);
  });

  it('gives what lasts to a session from the past as its campaign runs then: else to its first update in the schedule', () => {
    const hook = [rule('true', [effect('triggerWebhook', { webhookId: 7n })])];
    const past = NOON - 60_000n;
    const calls = (startTime: bigint | null): readonly string[][] => {
      const { shop } = given(webhook(7n), campaign(1n, hook, { startTime }));
      return [past, NOON, NOON + 1n].map((at) => told(shop.at(at).when(update('s')).decision));
    };
    expect(calls(null)).toEqual([['triggerWebhook'], [], []]);
    expect(calls(NOON)).toEqual([[], ['triggerWebhook'], []]);
  });

  it('does not try again what was given: that its webhook is gone by then does not fail the rule', () => {
    const { shop } = given(
      webhook(7n),
      one(effect('triggerWebhook', { webhookId: 7n }), effect('showNotification', { title: 'n' })),
    ).after(update('s'));
    shop.save([{ kind: 'WebhookDeleted', id: 7n }]);
    expect(told(shop.when(update('s')).decision)).toEqual(['showNotification']);
  });

  it('does not count a durable effect as given where its rule failed', () => {
    const failing = effect('setDiscount', { name: 'd', value: '1' });
    const { shop } = given(webhook(7n), one(effect('triggerWebhook', { webhookId: 7n }), failing));
    expect(told(shop.when(update('s')).decision)).toEqual([]);
    expect(told(shop.when(update('s', { cartItems: cart })).decision)).toEqual(['triggerWebhook', 'setDiscount 100']);
  });

  it('keeps creations, notifications and written attributes when a session is cancelled', () => {
    const tier = attribute('CustomerProfile', 'tier', 'string');
    const { shop } = given(
      tier,
      one(
        effect('couponCreated', {}),
        effect('updateAttribute', { path: 'Profile.attributes.tier', value: 'gold' }),
        effect('showNotification', { title: 'thanks' }),
      ),
    ).after(close('s', { profileId: 'ann' }));
    const { decision } = shop.when(cancel('s'));
    expect(decision.effects).toEqual([]);
    expect(sessionOf(decision).effects.map(({ type }) => type)).toEqual([
      'couponCreated',
      'updateAttribute',
      'showNotification',
    ]);
  });
});

describe('couponCreated', () => {
  const birthday = effect('couponCreated', {
    pattern: 'BDAY-####',
    usageLimit: '2',
    discountLimit: '12.5',
    expiryDate: "now + duration('24h')",
    attributes: { kind: 'map', entries: { region: 'DE', level: '1 + 1' } },
  });
  const declared = [attribute('Coupon', 'region', 'string'), attribute('Coupon', 'level', 'number')];

  it('creates a coupon for the profile, which can be used', () => {
    const { shop } = given(declared, one(birthday), campaign(2n, []));
    const { decision, position } = shop.when(update('s', { profileId: 'ann' }));
    const [created] = eventsOf(decision, 'CouponsCreated');
    expect(created).toMatchObject({
      batch: '',
      settings: {
        campaign: 1n,
        usageLimit: 2n,
        discountLimit: 1250n,
        expiryDate: NOON + 86_400_000n,
        recipient: 'ann',
        attributes: { region: 'DE', level: 2 },
      },
      coupons: [{ id: position + 3n }],
    });
    const code = created?.coupons[0]?.code ?? '';
    expect(code).toMatch(/^BDAY-[A-HJKMNP-Z2-9]{4}$/);
    expect(effectsOf(decision, 'couponCreated')).toMatchObject([{ props: { value: code, profileId: 'ann' } }]);
  });

  it('gives the coupon the attributes that the campaign has for new ones, and its own beside them', () => {
    const couponAttributes = { region: 'FR', level: 5 };
    const plain = effect('couponCreated', { attributes: { kind: 'map', entries: { region: 'DE' } } });
    const { shop } = given(declared, campaign(1n, [rule('true', [plain])], { couponAttributes }));
    const [created] = eventsOf(shop.when(update('s', { profileId: 'ann' })).decision, 'CouponsCreated');
    expect(created?.settings.attributes).toEqual({ region: 'DE', level: 5 });
  });

  it('draws the same code from the same entropy, and none that exists', () => {
    const tiny = effect('couponCreated', { pattern: 'CODE#' });
    const few = { couponSettings: { validCharacters: ['A', 'B'], couponPattern: 'XXX' } };
    const { shop } = given(campaign(1n, [rule('true', [tiny])], few));
    const codes = ['a', 'b'].map((id) => effectsOf(shop.when(update(id)).decision, 'couponCreated')[0]?.props['value']);
    expect(codes.sort()).toEqual(['CODEA', 'CODEB']);
    const { decision } = shop.when(update('c'));
    expect(told(decision)).toEqual(['error']);
    expect(decision.ruleFailures[0]?.details).toContain('no free codes');
  });

  it('takes the campaign’s pattern, and anybody as recipient', () => {
    const settings = { couponSettings: { validCharacters: ['Z'], couponPattern: 'ABC-##' } };
    const made = effect('couponCreated', { recipient: '*' });
    const { decision } = given(campaign(1n, [rule('true', [made])], settings)).when(update('s', { profileId: 'ann' }));
    expect(eventsOf(decision, 'CouponsCreated')[0]).toMatchObject({
      coupons: [{ code: 'ABC-ZZ' }],
      settings: { recipient: null },
    });
  });
});

describe('couponCreated with settings that no coupon may have', () => {
  it.each([{ usageLimit: '-1' }, { discountLimit: '-1' }, { startDate: 'now', expiryDate: 'now' }])(
    '%j fails',
    (props) => {
      const { decision } = given(one(effect('couponCreated', props))).when(update('s'));
      expect(told(decision)).toEqual(['error']);
      expect(eventsOf(decision, 'CouponsCreated')).toEqual([]);
    },
  );
});

describe('updateAttribute', () => {
  const declared = [
    attribute('CustomerProfile', 'points', 'number'),
    attribute('CustomerSession', 'label', 'string'),
    attribute('CustomerProfile', 'seen', 'time'),
    attribute('CustomerProfile', 'tags', '(list string)'),
  ];
  const write = (path: string, value: Parameters<typeof effect>[1][string]) =>
    effect('updateAttribute', { path, value });

  it('writes the session and the profile, by text, expression or constant', () => {
    const { shop } = given(
      declared,
      one(
        write('Session.attributes.label', 'cart of {{ session.total }}'),
        write('Profile.Attributes.points', 'session.total * 2'),
        write('Profile.attributes.seen', 'now'),
        write('Profile.attributes.tags', { kind: 'list', items: ['a', 'b'] }),
      ),
    );
    const { decision } = shop.when(update('s', { profileId: 'ann', cartItems: cart }));
    expect(sessionOf(decision).attributes).toEqual({ label: 'cart of 10' });
    expect(eventsOf(decision, 'ProfileChanged')).toMatchObject([
      {
        type: 'talon_profile_created',
        profile: {
          attributes: {
            points: 20,
            seen: { kind: 'instant', at: NOON },
            tags: { kind: 'list', items: ['a', 'b'] },
          },
        },
      },
    ]);
    expect(effectsOf(decision, 'updateAttribute')[1]).toMatchObject({
      phase: 'durable',
      props: { path: 'Profile.Attributes.points', value: 20 },
    });
  });

  it('is given again only where its value differs', () => {
    const { shop } = given(declared, one(write('Profile.attributes.points', 'session.total')));
    const times = (cents: number) =>
      told(shop.when(update('s', { profileId: 'ann', cartItems: [item('A', cents)] })).decision);
    expect(times(100)).toEqual(['updateAttribute 1']);
    expect(times(100)).toEqual([]);
    expect(times(200)).toEqual(['updateAttribute 2']);
    expect(times(100)).toEqual(['updateAttribute 1']);
  });

  it('is held to the declaration like what is sent', () => {
    const sizes = attribute('CustomerSession', 'size', 'string', { suggestions: ['S'], restrictedBySuggestions: true });
    const { decision } = given(sizes, one(write('Session.attributes.size', '{{ "X" + "L" }}'))).when(update('s'));
    expect(told(decision)).toEqual(['error']);
    expect(sessionOf(decision).attributes).toEqual({});
  });

  it('lets conditions see the state before the evaluation', () => {
    const first = rule('true', [write('Profile.attributes.points', '5')]);
    const then = rule('has(profile.attributes.points)', [effect('showNotification', { title: 'seen' })]);
    const { shop } = given(declared, campaign(1n, [first, then]));
    expect(told(shop.when(update('s', { profileId: 'ann' })).decision)).toEqual(['updateAttribute 5']);
    expect(told(shop.when(update('s')).decision)).toEqual(['showNotification']);
  });

  it('fails its rule for an anonymous session, without an error', () => {
    const { decision } = given(declared, one(write('Profile.attributes.points', '5'))).when(update('s'));
    expect(decision.effects).toEqual([]);
    expect(decision.ruleFailures).toHaveLength(1);
  });
});

describe('webhooks and custom effects', () => {
  it('carry what the rule computed', () => {
    const params = { kind: 'map', entries: { total: '{{ session.total }}', fixed: 5n } } as const;
    const { decision } = given(
      webhook(7n),
      one(
        effect('triggerWebhook', { webhookId: 7n, params }),
        effect('customEffect', { name: 'wrap', effectId: 3, payload: params }),
      ),
    ).when(update('s', { cartItems: cart }));
    const rendered = { kind: 'map', entries: { total: '10', fixed: 5n } };
    expect(decision.effects.map(({ props }) => props)).toEqual([
      { webhookId: 7n, webhookName: 'webhook 7', params: rendered },
      { effectId: 3n, name: 'wrap', payload: rendered },
    ]);
  });

  it('fail aloud where the webhook is gone, disabled, or another application’s', () => {
    const hook = one(effect('triggerWebhook', { webhookId: 7n }));
    for (const missing of [[], [webhook(7n, { enabled: false })], [webhook(7n, { applications: [SHOP + 1n] })]]) {
      expect(told(given(missing, hook).when(update('s')).decision)).toEqual(['error']);
    }
  });
});

describe('custom events and profile updates', () => {
  const declared = [
    eventType('visited'),
    attribute('Event', 'store', 'string', { eventType: 'visited' }),
    attribute('CustomerProfile', 'visits', 'number'),
  ];
  const visited = {
    kind: 'CustomEventReceived',
    profileId: 'ann',
    type: 'visited',
    attributes: { store: 'Bonn' },
    sessionId: null,
    integrationId: null,
    connectedSessionId: null,
  } as const;

  it('records the event and commits what rules give at once', () => {
    const greet = rule("event.type == 'visited' && event.attributes.store == 'Bonn'", [
      effect('showNotification', { title: 'Hello' }),
      effect('updateAttribute', { path: 'Profile.attributes.visits', value: '1' }),
    ]);
    const { decision, position } = given(declared, campaign(1n, [greet])).when(visited);
    expect(decision.effects).toMatchObject([
      { type: 'showNotification', phase: 'committed' },
      { type: 'updateAttribute', phase: 'durable' },
    ]);
    expect(decision.events).toMatchObject([
      {
        kind: 'ProfileChanged',
        type: 'talon_profile_created',
        profile: { id: position + 1n, attributes: { visits: 1 } },
      },
      {
        kind: 'CustomEventRecorded',
        id: position + 2n,
        type: 'visited',
        profileId: 'ann',
        attributes: { store: 'Bonn' },
      },
      { kind: 'ProfileActivityChanged' },
    ]);
  });

  it('has no session: a rule that reads one does not hold, a discount cannot be given', () => {
    const rules = [
      rule('session.total > 0', [effect('showNotification', { title: 'no' })]),
      rule('true', [effect('setDiscount', { name: 'no', value: '1' })]),
    ];
    const { decision } = given(declared, campaign(1n, rules)).when(visited);
    expect(decision.effects).toEqual([]);
    expect(decision.ruleFailures.map(({ ruleIndex }) => ruleIndex)).toEqual([1]);
  });

  it('gives a durable effect with each event: there is no session to remember it', () => {
    const { shop } = given(declared, webhook(7n), one(effect('triggerWebhook', { webhookId: 7n }))).after(visited);
    expect(told(shop.when(visited).decision)).toEqual(['triggerWebhook']);
  });

  const profile = (attributes: Record<string, number | null>, runRuleEngine = false) =>
    ({
      kind: 'ProfileUpdateReceived',
      profileId: 'ann',
      attributes,
      runRuleEngine,
      joins: [],
      leaves: [],
      ends: [],
    }) as const;

  it('merges a profile, without rules unless asked for', () => {
    const { shop } = given(declared, one(effect('showNotification', { title: 'Hi' })));
    const created = shop.when(profile({ visits: 1 })).decision;
    expect(created.events).toMatchObject([{ type: 'talon_profile_created', profile: { attributes: { visits: 1 } } }]);
    expect(created.effects).toEqual([]);
    const updated = shop.when(profile({ visits: null }, true)).decision;
    expect(updated.events[0]).toMatchObject({ type: 'talon_profile_updated', profile: { attributes: {} } });
    expect(updated.effects).toMatchObject([{ phase: 'committed' }]);
  });

  it('shows rules the merged profile and the event that it is', () => {
    const seen = rule("event.type == 'talon_profile_updated' && profile.attributes.visits == 2.0", [
      effect('showNotification', { title: 'Two' }),
    ]);
    const { shop } = given(declared, campaign(1n, [seen])).after(profile({ visits: 1 }));
    expect(told(shop.when(profile({ visits: 2 }, true)).decision)).toEqual(['showNotification']);
  });

  it('erases a profile, known or not, and keeps what counts it', () => {
    const { shop } = given(declared).after(profile({ visits: 3 }), close('s', { profileId: 'ann', cartItems: cart }));
    const erase = { kind: 'ProfileErasureReceived', profileId: 'ann' } as const;
    expect(shop.when(erase).decision.events).toMatchObject([
      { kind: 'ProfileErased', profileId: 'ann', at: NOON },
      { kind: 'ProfileChanged', profile: { integrationId: 'ann', attributes: {} } },
    ]);
    expect(shop.when({ ...erase, profileId: 'nobody' }).decision.events).toMatchObject([{ kind: 'ProfileErased' }]);
    expect(sessionOf(shop.when(update('t', { profileId: 'ann' })).decision).firstSession).toBe(false);
  });
});
