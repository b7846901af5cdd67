import { eventually } from '@tessera/testing';
import { clusterOfAllFiles } from './cluster.fixture';
import { decided, inParallel, succeeded, type Shape } from './http.fixture';
import { catalogKnown, newShop, TENTH_OFF, type Shop } from './shop.fixture';

const TIMEOUT_MS = 240_000;
const BUDGET = 100;
const SESSIONS = 250;

const cluster = clusterOfAllFiles();

interface State {
  readonly effects: readonly { readonly effectType: string; readonly campaignId: number; readonly props: Shape }[];
  readonly ruleFailureReasons?: readonly Shape[];
}

/** Takes an amount off everybody's cart. */
const off = (value: string) => ({
  title: `${value} off`,
  condition: ['cel', 'true'],
  effects: [['setDiscount', { name: 'off', value }]],
});

async function close(shop: Shop, session: string, more: Shape = {}): Promise<State> {
  const customerSession = {
    ...{ profileId: `${session}-buyer`, state: 'closed', cartItems: [{ sku: 'tea', quantity: 2, price: 5 }] },
    ...more,
  };
  const body = { customerSession, responseContent: ['ruleFailureReasons'] };
  return (await succeeded(decided<State>(shop.integrate, 'PUT', `/v2/customer_sessions/${session}`, body))).body;
}

test(
  `of ${SESSIONS} sessions at once ${BUDGET} get a discount of which there are ${BUDGET}, without any coupon`,
  async () => {
    const limits = [{ action: 'setDiscountEffect', limit: BUDGET }];
    const shop = await newShop(cluster(), { limits, rules: [off('1')] });
    const numbers = Array.from({ length: SESSIONS }, (_, index) => index);
    const states = await inParallel(numbers, SESSIONS, (n) => close(shop, `spend-${n}`));
    expect(states.filter(({ effects }) => effects.length > 0)).toHaveLength(BUDGET);
    const refused = states.filter(({ effects }) => effects.length === 0);
    expect(refused[0]?.ruleFailureReasons).toMatchObject([{ campaignID: shop.campaign, effectIndex: 0 }]);
  },
  TIMEOUT_MS,
);

type Course = readonly Readonly<Record<'used' | 'returned' | 'counter', number>>[];

test(
  'a budget of a month shows its limit and what of it is used up, after closes and after a cancellation',
  async () => {
    const { manage } = cluster();
    const limits = [
      { action: 'setDiscount', limit: 100, period: 'monthly' },
      { action: 'setDiscount', limit: 10, entities: ['Profile'] },
    ];
    const shop = await newShop(cluster(), { limits, rules: [off('1.5')] });
    const path = `${shop.path}/campaigns/${shop.campaign}/budgets`;
    const read = async <T>(query: string) =>
      (await succeeded(manage<{ data: readonly T[] }>('GET', `${path}${query}`))).body.data;
    const [from, to] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
    // Each decision is in the sums of the course, so once these are right nothing is missing.
    const folded = (used: number, returned: number) =>
      eventually(async () => {
        const [monthly] = await read<{ course: Course }>(`/course?rangeStart=${from}&rangeEnd=${to}`);
        const sum = (name: 'used' | 'returned') => monthly?.course.reduce((total, one) => total + one[name], 0);
        return sum('used') === used && sum('returned') === returned ? true : undefined;
      }, 60_000);

    for (const session of ['first', 'second', 'third']) await close(shop, session);
    await folded(4.5, 0);
    const monthly = { action: 'setDiscount', limit: 100, entities: [], period: 'monthly' };
    const each = { action: 'setDiscount', limit: 10, entities: ['Profile'] };
    const periodStart: unknown = expect.stringMatching(/^2\d{3}-\d\d-01$/);
    expect(await read('')).toEqual([{ ...monthly, periodStart, counter: 4.5 }, each]);

    const cancelled = { customerSession: { state: 'cancelled' } };
    await succeeded(decided(shop.integrate, 'PUT', '/v2/customer_sessions/first', cancelled));
    await folded(4.5, 1.5);
    expect(await read('?profileId=second-buyer')).toMatchObject([{ counter: 3 }, { ...each, counter: 1.5 }]);
    expect(await read('?profileId=first-buyer')).toMatchObject([{ counter: 3 }, { ...each, counter: 0 }]);
  },
  TIMEOUT_MS,
);

test(
  'of a group’s campaigns the one with the highest discount gives; the other’s code is told why',
  async () => {
    const shop = await newShop(cluster(), { rules: [TENTH_OFF] });
    const { manage } = cluster();
    const body = { name: 'More', tags: [], features: [], limits: [] };
    const more = (await succeeded(manage<{ id: number }>('POST', `${shop.path}/campaigns`, { body }))).body.id;
    const ruleset = { rules: [off('2')], bindings: [], activate: true };
    await succeeded(manage('POST', `${shop.path}/campaigns/${more}/rulesets`, { body: ruleset }));
    await succeeded(manage('PUT', `${shop.path}/campaigns/${more}`, { body: { ...body, state: 'enabled' } }));
    const elements = [shop.campaign, more].map((campaignId) => ({ type: 'CAMPAIGN', campaignId }));
    const best = { type: 'SET', name: 'Best', evaluationMode: 'highestDiscount', elements };
    const tree = { set: { type: 'SET', name: 'All', elements: [best] } };
    const { headers } = await succeeded(manage('PUT', `${shop.path}/evaluation_tree`, { body: tree }));
    await catalogKnown(shop.integrate, headers.get('x-tessera-catalog') ?? '');

    const { effects, ruleFailureReasons } = await close(shop, 'compared', { couponCodes: shop.codes });
    expect(effects).toMatchObject([
      { effectType: 'setDiscount', campaignId: more, evaluationGroupMode: 'highestDiscount', props: { value: 2 } },
      {
        effectType: 'rejectCoupon',
        props: {
          rejectionReason: 'CouponPartOfNotTriggeredCampaign',
          campaignExclusionReason: 'CampaignGaveLowerDiscount',
        },
      },
    ]);
    expect(ruleFailureReasons).toMatchObject([
      {
        campaignID: shop.campaign,
        evaluationGroupMode: 'highestDiscount',
        campaignExclusionReason: 'CampaignGaveLowerDiscount',
      },
    ]);
  },
  TIMEOUT_MS,
);
