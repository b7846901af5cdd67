import { requestKey } from '@tessera/event-contracts';
import { asPartitions } from '@tessera/projection/testing';
import {
  campaign,
  close,
  effect,
  evaluationTree,
  eventType,
  group,
  item,
  returned,
  rule,
  SHOP,
  Shop,
  update,
} from '@tessera/promotion/testing';
import type { Request } from '@tessera/promotion';
import { type EventRow, eventRows } from './events';

const always = rule('session.total > 0', [effect('setDiscount', { name: 'off', value: '1' })], { title: 'one off' });
const never = rule('session.total > 0', [effect('setDiscount', { name: 'off', value: '0' })], { title: 'never' });

function rowsOf(shop: Shop, ...requests: Request[]): EventRow[] {
  const decided = requests.map((request) => ({
    ...shop.when(request),
    application: SHOP,
    key: requestKey(SHOP, request),
  }));
  return asPartitions(decided.slice(-1), 1).flat().flatMap(eventRows);
}

const shop = () => new Shop([...campaign(7n, [always, never]), eventType('visited')]);
const profile = (profileId: string, runRuleEngine: boolean) =>
  ({
    kind: 'ProfileUpdateReceived',
    profileId,
    attributes: {},
    runRuleEngine,
    joins: [],
    leaves: [],
    ends: [],
  }) as const;

describe('the events of a decision', () => {
  it('begin with what was asked for, with its effects and the rules that gave none, and go on with what was created', () => {
    const [main, created, ...more] = rowsOf(shop(), close('s', { profileId: 'ann', cartItems: [item('tea', 450)] }));
    expect(main).toMatchObject({
      ...{ type: 'talon_session_created', profileId: 'ann', sessionId: 's', campaigns: [7n] },
      body: {
        ...{ type: 'talon_session_created', profileIntegrationId: 'ann', sessionIntegrationId: 's', applicationId: 1 },
        effects: [{ effectType: 'setDiscount', campaignId: 7, ruleName: 'one off', props: { value: 1 } }],
        ruleFailureReasons: [{ campaignID: 7, ruleName: 'never' }],
        ...{ sessionTotal: 4.5, attributes: {} },
      },
    });
    expect(created).toMatchObject({
      type: 'talon_profile_created',
      profileId: 'ann',
      sessionId: '',
      body: { effects: [] },
    });
    expect(created?.id).not.toBe(main?.id);
    expect(created?.position).toBe(main?.position);
    expect(more).toEqual([]);
  });

  it('say of effects in which evaluation group their campaign stood', () => {
    const grouped = shop().save([evaluationTree([group(8n, 'listOrder', [7n])])]);
    const [main] = rowsOf(grouped, close('s', { cartItems: [item('tea', 450)] }));
    expect(main).toMatchObject({ body: { effects: [{ evaluationGroupID: 8, evaluationGroupMode: 'listOrder' }] } });
  });

  it('are one where nothing is created', () => {
    const open = update('s', { profileId: 'ann', cartItems: [item('tea', 450)] });
    expect(rowsOf(shop(), open, update('s', { couponCodes: ['X'] }))).toMatchObject([
      { type: 'talon_session_updated', couponCodes: ['X'] },
    ]);
  });

  it('tell of a profile that was updated only when rules were asked for', () => {
    expect(rowsOf(shop(), profile('ann', false), profile('ann', true)).map(({ type }) => type)).toEqual([
      'talon_profile_updated',
    ]);
    expect(rowsOf(shop(), profile('ann', false), profile('ann', false))).toEqual([]);
    expect(rowsOf(shop(), profile('ann', false)).map(({ type }) => type)).toEqual(['talon_profile_created']);
  });

  it('are the customer’s own with their attributes, and the session that they began', () => {
    const visited = {
      kind: 'CustomEventReceived',
      profileId: 'ann',
      type: 'visited',
      attributes: {},
      sessionId: 's',
      integrationId: null,
      connectedSessionId: null,
    } as const;
    expect(rowsOf(shop(), profile('ann', false), visited)).toMatchObject([
      { type: 'visited', profileId: 'ann', sessionId: 's', body: { sessionIntegrationId: 's', attributes: {} } },
      { type: 'talon_session_created', sessionId: 's' },
    ]);
  });

  it('say of a return that lets rules run why those give nothing any more', () => {
    const tight = rule('1 / (session.total > 5 ? 1 : 0) == 1', always.effects, { title: 'in error' });
    const shop = new Shop(campaign(7n, [tight], { reevaluateOnReturn: true }));
    const bought = close('s', { profileId: 'ann', cartItems: [item('tea', 450, 2)] });
    expect(rowsOf(shop, bought, returned('s', { 0: 1 }, true))).toMatchObject([
      {
        type: 'talon_session_partially_returned',
        body: {
          effects: [{ effectType: 'rollbackDiscount', props: { value: 1 } }],
          ruleFailureReasons: [{ campaignID: 7, ruleName: 'in error' }],
        },
      },
    ]);
  });

  it('are none where the request was refused', () => {
    expect(rowsOf(shop(), close('s', { state: 'nonsense' }))).toEqual([]);
  });
});
