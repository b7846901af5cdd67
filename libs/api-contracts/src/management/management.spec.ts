import { line, localOrInstant, prose } from './fields';
import { newAttribute } from './attribute';
import { listQuery } from './list';
import { newCampaign, updateCampaign } from './campaign';
import { newCoupons } from './coupon';
import { newRuleset } from './ruleset';

describe('texts', () => {
  it.each(['a\u0000b', 'a\nb', 'half \ud800 pair', '\u007f'])('refuses %j in one line', (text) => {
    expect(line(10).safeParse(text).success).toBe(false);
  });

  it('takes line ends in prose, but no other control character', () => {
    expect(prose(10).safeParse('a\r\n\tb').success).toBe(true);
    expect(prose(10).safeParse('a\u0008').success).toBe(false);
  });
});

describe('times of a schedule', () => {
  it.each(['2026-03-29T02:30:00', '2026-03-29T02:30', '2026-03-29T02:30:00Z', '2026-03-29T02:30:00.5+02:00'])(
    'takes %s',
    (text) => expect(localOrInstant.safeParse(text).success).toBe(true),
  );

  it.each(['2026-02-30T00:00:00Z', '2026-03-29', 'tomorrow', '2026-03-29T25:00:00'])('refuses %s', (text) =>
    expect(localOrInstant.safeParse(text).success).toBe(false),
  );
});

describe('bodies', () => {
  it('ignores unknown fields, so that a campaign that was read can be written back', () => {
    const read = { id: 5, name: 'Spring', tags: [], features: [], limits: [], frontendState: 'running' };
    expect(updateCampaign.parse(read)).toEqual({ name: 'Spring', tags: [], features: [], limits: [] });
  });

  it('requires what the SDK requires of a new campaign', () => {
    const { error } = newCampaign.safeParse({});
    expect(error?.issues.map((issue) => issue.path[0])).toEqual(['name', 'tags', 'features', 'limits']);
  });

  it('never takes a text for a number', () => {
    expect(newCoupons.safeParse({ usageLimit: '1', numberOfCoupons: 1 }).success).toBe(false);
  });

  it.each([
    [{ numberOfCoupons: 20_001 }],
    [{ usageLimit: 1_000_000 }],
    [{ couponPattern: 'a b c' }],
    [{ couponPattern: 'ab' }],
  ])('refuses coupons with %j', (wrong) => {
    expect(newCoupons.safeParse({ usageLimit: 0, numberOfCoupons: 1, ...wrong }).success).toBe(false);
  });

  it('takes a rule as the SDK sends it, and names the place of what is wrong', () => {
    const rule = { title: 'r', condition: ['cel', 'true'], effects: [['setDiscount', { name: 'n', value: '1' }]] };
    expect(newRuleset.safeParse({ rules: [rule], bindings: [] }).success).toBe(true);
    const { error } = newRuleset.safeParse({ rules: [{ ...rule, condition: ['and', 'true'] }], bindings: [] });
    expect(error?.issues[0]?.path).toEqual(['rules', 0, 'condition', 0]);
  });

  it('gives an attribute its defaults', () => {
    const declared = newAttribute.parse({ entity: 'Coupon', name: 'offer', title: 'Offer', type: 'string' });
    expect(declared).toMatchObject({ personal: false, editable: true, suggestions: [], subscribedApplicationsIds: [] });
  });

  it.each([{ pageSize: 'ten' }, { skip: '-1' }, { sort: 'name' }])('refuses the list query %j', (query) => {
    expect(listQuery.safeParse(query).success).toBe(false);
  });
});
