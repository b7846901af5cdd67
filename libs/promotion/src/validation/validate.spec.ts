import type { CartItemInput, CouponSettings, Request, SessionUpdateReceived } from '../request';
import { application, attribute, campaign, coupons, eventType, given, item, SHOP, Shop, update } from '../testing';
import { validate } from './validate';

const { shop } = given(
  attribute('CustomerSession', 'text', 'string'),
  attribute('CustomerSession', 'number', 'number'),
  attribute('CustomerSession', 'flag', 'boolean'),
  attribute('CustomerSession', 'time', 'time'),
  attribute('CustomerSession', 'place', 'location'),
  attribute('CustomerSession', 'texts', '(list string)'),
  attribute('CustomerSession', 'numbers', '(list number)'),
  attribute('CustomerSession', 'size', 'string', { suggestions: ['S', 'M'], restrictedBySuggestions: true }),
  attribute('CustomerSession', 'hint', 'string', { suggestions: ['S', 'M'] }),
  attribute('CustomerSession', 'elsewhere', 'string', { subscribedApplications: [2n] }),
  attribute('CartItem', 'color', 'string'),
  attribute('CustomerProfile', 'name', 'string'),
  attribute('Coupon', 'region', 'string'),
  eventType('visited'),
  attribute('Event', 'store', 'string', { eventType: 'visited' }),
  campaign(1n, []),
);

function refusals(request: Request, at: Shop = shop): string[] {
  return validate(at.catalog, SHOP, request).map(({ code, pointer }) => `${code} ${pointer}`);
}

const session = (changes: Partial<SessionUpdateReceived>) => refusals(update('s', changes));
const cartItem = (changes: Partial<CartItemInput>) => session({ cartItems: [item('A', 1, 1, changes)] });
const list = (length: number, of: string | number = 'x') =>
  ({ kind: 'list', items: Array.from({ length }, () => of) }) as const;

describe('what is accepted', () => {
  it.each<[string, Partial<SessionUpdateReceived>]>([
    ['an empty cart', { cartItems: [] }],
    [
      'values of every declared type',
      {
        attributes: {
          text: 'x',
          number: 1.5,
          flag: true,
          time: { kind: 'instant', at: 0n },
          place: { kind: 'location', latitude: 50, longitude: 7 },
          texts: list(1000),
          numbers: list(2, 3),
        },
      },
    ],
    ['values that take an attribute away', { attributes: { text: null } }],
    [
      'longs and RFC 3339 texts, as an Avro producer may send them',
      { attributes: { number: 3n, time: '2026-01-01T00:00:00Z' } },
    ],
    ['suggested values, and others where they only suggest', { attributes: { size: 'S', hint: 'XXL' } }],
    ['1,000 items', { cartItems: Array.from({ length: 1000 }, () => item('A', 1, 10)) }],
    ['50 codes of 100 characters', { couponCodes: Array.from({ length: 50 }, () => 'x'.repeat(100)) }],
    ['emoji in a code', { couponCodes: ['SALE👨‍👩‍👧'] }],
    ['any printable id', { profileId: '../a b%2F/ü' }],
    ['an id of 1,000 characters', { profileId: 'x'.repeat(1000) }],
    ['2^53 - 1 minor units', { cartItems: [item('A', 1, 1, { price: 9_007_199_254_740_991n * 10_000n })] }],
    ['a name with dots and slashes for a cost', { additionalCosts: { 'express/next.day': 1n } }],
  ])('%s', (_, changes) => {
    expect(session(changes)).toEqual([]);
  });
});

describe('sessions', () => {
  it.each<[string, Partial<SessionUpdateReceived>, string]>([
    ['an empty session id', { sessionId: '' }, 'id.length /sessionId'],
    ['a long session id', { sessionId: 'x'.repeat(1001) }, 'id.length /sessionId'],
    ['a long profile id', { profileId: 'x'.repeat(1001) }, 'id.length /profileId'],
    ['an id that is not in NFC', { profileId: 'u\u0308' }, 'id.normal_form /profileId'],
    ['an id with a line feed', { sessionId: 'a\nb' }, 'string.control /sessionId'],
    ['an id with half a pair', { sessionId: '\ud800' }, 'string.encoding /sessionId'],
    ['a state of ours', { state: 'partially_returned' }, 'session.state /state'],
    ['an unknown state', { state: 'Open' }, 'session.state /state'],
    ['51 codes', { couponCodes: Array.from({ length: 51 }, () => 'x') }, 'coupon.too_many /couponCodes'],
    ['a code of 101 characters', { couponCodes: ['ok', 'x'.repeat(101)] }, 'coupon.code /couponCodes/1'],
    ['an empty code', { couponCodes: [''] }, 'coupon.code /couponCodes/0'],
    ['a blank code', { couponCodes: ['  '] }, 'coupon.code /couponCodes/0'],
    ['a code with a control character', { couponCodes: ['a\tb'] }, 'coupon.code /couponCodes/0'],
    ['a code that turns the writing direction', { couponCodes: ['a\u202eb'] }, 'coupon.code /couponCodes/0'],
    ['a code that is longer in its canonical form', { couponCodes: ['ﷺ'.repeat(10)] }, 'coupon.code /couponCodes/0'],
    ['a referral code that is none', { referralCode: 'x'.repeat(101) }, 'coupon.code /referralCode'],
    ['101 identifiers', { identifiers: Array.from({ length: 101 }, () => 'x') }, 'identifier.too_many /identifiers'],
    ['an empty identifier', { identifiers: [''] }, 'id.length /identifiers/0'],
    ['a negative cost', { additionalCosts: { 'a/b~': -1n } }, 'number.range /additionalCosts/a~1b~0'],
    [
      '101 costs',
      { additionalCosts: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`c${n}`, 1n])) },
      'cost.too_many /additionalCosts',
    ],
    [
      'a reserved name of a cost',
      { additionalCosts: { constructor: 1n } },
      'name.reserved /additionalCosts/constructor',
    ],
    ['1,001 items', { cartItems: Array.from({ length: 1001 }, () => item('A', 1)) }, 'cart.too_many_items /cartItems'],
    ['10,001 units', { cartItems: [item('A', 1, 10_000), item('B', 1)] }, 'cart.too_many_units /cartItems'],
    [
      '2^53 minor units',
      { cartItems: [item('A', 1, 1, { price: 9_007_199_254_740_992n * 10_000n })] },
      'money.overflow /cartItems',
    ],
    [
      '2^53 minor units of costs',
      { additionalCosts: { a: 9_007_199_254_740_992n * 10_000n } },
      'money.overflow /cartItems',
    ],
  ])('refuses %s', (_, changes, expected) => {
    expect(session(changes)).toEqual([expected]);
  });

  it.each<[string, Partial<CartItemInput>, string]>([
    ['no sku', { sku: '' }, 'field.required /cartItems/0/sku'],
    ['a quantity of 0', { quantity: 0 }, 'number.range /cartItems/0/quantity'],
    ['a negative quantity', { quantity: -1 }, 'number.range /cartItems/0/quantity'],
    ['half a quantity', { quantity: 0.5 }, 'number.integer /cartItems/0/quantity'],
    ['no number as quantity', { quantity: NaN }, 'number.integer /cartItems/0/quantity'],
    ['a negative price', { price: -1n }, 'number.range /cartItems/0/price'],
    ['an infinite weight', { weight: Infinity }, 'number.finite /cartItems/0/weight'],
    ['a negative height', { height: -1 }, 'number.range /cartItems/0/height'],
    ['a NUL in the name', { name: 'a\0' }, 'string.control /cartItems/0/name'],
    ['half a pair in the category', { category: '\udc00' }, 'string.encoding /cartItems/0/category'],
    ['a name of more than 4 KB', { name: 'x'.repeat(4097) }, 'string.length /cartItems/0/name'],
    [
      'an attribute that is not declared',
      { attributes: { size: 1 } },
      'attribute.unknown /cartItems/0/attributes/size',
    ],
    ['a negative cost', { additionalCosts: { wrap: -1n } }, 'number.range /cartItems/0/additionalCosts/wrap'],
  ])('refuses an item with %s', (_, changes, expected) => {
    expect(cartItem(changes)).toEqual([expected]);
  });

  it('says everything that is wrong', () => {
    expect(session({ state: 'x', attributes: { a: 1, text: 1 }, couponCodes: [''] })).toEqual([
      'session.state /state',
      'attribute.unknown /attributes/a',
      'attribute.type /attributes/text',
      'coupon.code /couponCodes/0',
    ]);
  });
});

describe('attributes', () => {
  it.each<[string, SessionUpdateReceived['attributes'], string]>([
    ['one that is not declared', { nope: 1 }, 'attribute.unknown /attributes/nope'],
    ['one of another application', { elsewhere: 'x' }, 'attribute.unknown /attributes/elsewhere'],
    ['one that objects inherit', { toString: 'x' }, 'attribute.unknown /attributes/toString'],
    ['a text for a number', { number: '12' }, 'attribute.type /attributes/number'],
    ['a number for a text', { text: 12 }, 'attribute.type /attributes/text'],
    ['a number for a flag', { flag: 1 }, 'attribute.type /attributes/flag'],
    ['30 February', { time: '2026-02-30T00:00:00Z' }, 'attribute.type /attributes/time'],
    [
      'a place off the Earth',
      { place: { kind: 'location', latitude: 91, longitude: 0 } },
      'attribute.type /attributes/place',
    ],
    ['one text for a list', { texts: 'x' }, 'attribute.type /attributes/texts'],
    [
      'a list with a wrong value',
      { numbers: { kind: 'list', items: [1, 'x'] } },
      'attribute.type /attributes/numbers/1',
    ],
    ['a list of 1,001', { texts: list(1001) }, 'attribute.list_length /attributes/texts'],
    ['NaN', { number: NaN }, 'number.finite /attributes/number'],
    ['a value that is not suggested', { size: 'L' }, 'attribute.value /attributes/size'],
    ['a NUL', { text: 'a\0b' }, 'string.control /attributes/text'],
    ['half a pair', { text: '\ud83d' }, 'string.encoding /attributes/text'],
    ['more than 4 KB', { text: 'x'.repeat(4097) }, 'string.length /attributes/text'],
    ['a reserved name', { constructor: 'x' }, 'name.reserved /attributes/constructor'],
    ['the prototype', JSON.parse('{"__proto__": "x"}') as never, 'name.reserved /attributes/__proto__'],
    [
      '201 of them',
      Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`a${n}`, 1])),
      'attribute.too_many /attributes',
    ],
  ])('refuses %s', (_, attributes, expected) => {
    expect(session({ attributes })).toEqual([expected]);
  });
});

describe('other requests', () => {
  it('refuses an application that is not there', () => {
    expect(validate(shop.catalog, 9n, update('s'))).toMatchObject([{ code: 'application.unknown', status: 404 }]);
  });

  it.each<[string, Request, string]>([
    [
      'an event type that is not declared',
      {
        kind: 'CustomEventReceived',
        profileId: '',
        type: 'x',
        attributes: {},
        sessionId: null,
        integrationId: null,
        connectedSessionId: null,
      },
      'event.unknown /type',
    ],
    [
      'a built-in event type',
      {
        kind: 'CustomEventReceived',
        profileId: '',
        type: 'talon_session_closed',
        attributes: {},
        sessionId: null,
        integrationId: null,
        connectedSessionId: null,
      },
      'event.unknown /type',
    ],
    [
      'an attribute of another event',
      {
        kind: 'CustomEventReceived',
        profileId: '',
        type: 'visited',
        attributes: { x: 1 },
        sessionId: null,
        integrationId: null,
        connectedSessionId: null,
      },
      'attribute.unknown /attributes/x',
    ],
    [
      'a profile without id',
      {
        kind: 'ProfileUpdateReceived',
        profileId: '',
        attributes: null,
        runRuleEngine: false,
        joins: [],
        leaves: [],
        ends: [],
      },
      'id.length /profileId',
    ],
    [
      'a profile with a session’s attribute',
      {
        kind: 'ProfileUpdateReceived',
        profileId: 'a',
        attributes: { text: 'x' },
        runRuleEngine: false,
        joins: [],
        leaves: [],
        ends: [],
      },
      'attribute.unknown /attributes/text',
    ],
    ['an erasure of nobody', { kind: 'ProfileErasureReceived', profileId: '' }, 'id.length /profileId'],
  ])('refuses %s', (_, request, expected) => {
    expect(refusals(request)).toEqual([expected]);
  });

  it.each<[string, Partial<CouponSettings>, string]>([
    ['another application’s campaign', { campaign: 9n }, 'campaign.unknown /campaignId'],
    ['a negative limit', { usageLimit: -1n }, 'number.range /usageLimit'],
    ['a limit beyond 999,999', { usageLimit: 1_000_000n }, 'number.range /usageLimit'],
    ['a negative limit per profile', { profileLimit: -1n }, 'number.range /profileLimit'],
    ['a negative value', { discountLimit: -1n }, 'number.range /discountLimit'],
    ['a value beyond 2^53', { discountLimit: 2n ** 53n }, 'money.overflow /discountLimit'],
    ['an end before the start', { startDate: 5n, expiryDate: 5n }, 'coupon.dates /expiryDate'],
    ['an attribute that is not declared', { attributes: { x: 1 } }, 'attribute.unknown /attributes/x'],
    ['a recipient with a control character', { recipient: 'a\r' }, 'string.control /recipientIntegrationId'],
  ])('refuses a coupon with %s', (_, settings, expected) => {
    expect(refusals(coupons(1n, ['CODE'], settings))).toEqual([expected]);
    const change = coupons(1n, [], settings);
    expect(refusals({ kind: 'CouponChangeReceived', couponId: 1n, settings: change.settings })).toEqual([expected]);
  });

  const chunk = (changes: object) => refusals({ ...coupons(1n, []), pattern: 'CODE-####', count: 10, ...changes });

  it.each<[string, object, string]>([
    ['1,001 codes', { codes: Array.from({ length: 1001 }, (_, n) => `c${n}`) }, 'coupon.batch_size /codes'],
    ['a code that is none', { codes: ['ok', ''] }, 'coupon.code /codes/1'],
    ['a count of 0', { count: 0 }, 'coupon.batch_size /numberOfCoupons'],
    ['1,001 to draw', { count: 1001 }, 'coupon.batch_size /numberOfCoupons'],
    ['a short pattern', { pattern: '##' }, 'coupon.pattern /couponPattern'],
    ['a pattern with blanks', { pattern: 'A #####' }, 'coupon.pattern /couponPattern'],
    [
      'a pattern with too few codes',
      { pattern: 'CODE-#', characters: ['a', 'b'] },
      'coupon.pattern_exhausted /couponPattern',
    ],
    [
      'characters that are one in their canonical form',
      { pattern: 'CODE-#', count: 2, characters: ['a', 'A'] },
      'coupon.pattern_exhausted /couponPattern',
    ],
    ['a character of two', { characters: ['ab'] }, 'coupon.characters /validCharacters'],
    ['a blank as character', { characters: [' '] }, 'coupon.characters /validCharacters'],
    ['a batch without name', { batch: '' }, 'id.length /batch'],
  ])('refuses a chunk with %s', (_, changes, expected) => {
    expect(chunk(changes)).toEqual([expected]);
  });

  it('accepts a chunk to draw', () => {
    expect(chunk({})).toEqual([]);
  });
});

describe('two applications', () => {
  it('do not see each other’s campaigns, and share the account’s attributes', () => {
    const two = new Shop([{ kind: 'ApplicationSaved', entity: application({ id: 2n }) }, ...campaign(1n, [])]);
    const request = coupons(1n, ['CODE']);
    expect(validate(two.catalog, SHOP, request)).toEqual([]);
    expect(validate(two.catalog, 2n, request)).toMatchObject([{ code: 'campaign.unknown', status: 404 }]);
  });
});
