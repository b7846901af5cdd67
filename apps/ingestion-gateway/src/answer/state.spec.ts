import { integrationState } from '@tessera/api-contracts';
import { effectId } from '@tessera/event-contracts';
import { caller, catalog, decision, profile, record, sent, session } from '../testing/decided.fixture';
import type { DomainEvent } from '@tessera/promotion';
import { loyaltyProgram } from '@tessera/promotion/testing';
import { application, FakeCatalog, NOTHING, replyTo } from '../testing/gateway.fixture';
import { renderReturned, renderState } from './state';

const ALL = [
  'customerSession',
  'customerProfile',
  'coupons',
  'triggeredCampaigns',
  'event',
  'loyalty',
  'ruleFailureReasons',
];

describe('an answer', () => {
  it('has lists always, and nothing that was not asked for', () => {
    const bare = renderState(replyTo(sent), [], caller);
    expect(bare).toEqual({ requestId: 'r1', effects: [], createdCoupons: [], createdReferrals: [] });
  });

  it('shows effects as the reference does, amounts in major units', () => {
    expect(renderState(record, [], caller)['effects']).toMatchObject([
      {
        id: effectId(7n, 0),
        campaignId: 5,
        rulesetId: 6,
        ruleIndex: 0,
        ruleName: 'rule',
        effectType: 'acceptCoupon',
        triggeredByCoupon: 31,
        ...{ evaluationGroupID: 8, evaluationGroupMode: 'highestDiscount' },
        props: { value: 'SPRING' },
      },
      { effectType: 'setDiscount', props: { name: 'Spring', value: 12.34, scope: 'sessionTotal' } },
      { effectType: 'couponCreated', props: { value: 'NEXT', profileId: 'p1' } },
      { effectType: 'rejectCoupon', campaignId: 0, props: { rejectionReason: 'CouponNotFound' } },
    ]);
  });

  it('shows no group of an effect whose campaign is in none', () => {
    const [, , , refusal] = renderState(record, [], caller)['effects'] as object[];
    expect(Object.keys(refusal ?? {}).filter((name) => name.startsWith('evaluation'))).toEqual([]);
  });

  it('of a repeated request names the effects as they were published first', () => {
    const repeated = replyTo(sent, { position: 90n, decision: { ...decision, outcome: 'repeated', repeats: 7n } });
    expect(renderState(repeated, [], caller)['effects']).toMatchObject([{ id: effectId(7n, 0) }, {}, {}, {}]);
  });

  it('holds what was asked for, in the shape that it promises', () => {
    const state = renderState(record, ALL, caller);
    expect(integrationState.parse(state)).toEqual(state);
    expect(state).toMatchObject({
      customerSession: {
        integrationId: 's1',
        applicationId: 1,
        profileId: 'p1',
        state: 'closed',
        firstSession: true,
        couponCodes: ['SPRING'],
        referralCode: '',
        identifiers: ['device'],
        created: '1970-01-01T00:00:00.000Z',
        total: 4.27,
        cartItemTotal: 3.77,
        additionalCostTotal: 0.5,
        attributes: { channel: 'web' },
        cartItems: [
          { sku: 'milk', name: 'milk', quantity: 3, price: 1.255, position: 0, attributes: { offers: ['o1'] } },
        ],
      },
      customerProfile: { integrationId: 'p1', accountId: 1, closedSessions: 1, totalSales: 4.27 },
      coupons: [{ id: 31, value: 'SPRING', usageLimit: 1, usageCounter: 1, discountLimit: 10, discountRemainder: 7.5 }],
      createdCoupons: [{ id: 32, value: 'NEXT' }],
      createdReferrals: [],
      triggeredCampaigns: [{ id: 5, name: 'Spring', limits: [{ action: 'setDiscount', limit: 1000 }] }],
      event: {
        id: 7,
        type: 'talon_session_closed',
        sessionId: 's1',
        profileId: 'p1',
        applicationId: 1,
        created: '1970-01-01T00:01:00.000Z',
      },
      loyalty: { cards: [], programs: {} },
      ruleFailureReasons: [
        {
          ...{ campaignID: 5, campaignName: 'Spring', ruleName: 'other', details: 'the condition does not hold' },
          ...{ conditionIndex: 1, evaluationGroupID: 8, evaluationGroupMode: 'highestDiscount' },
        },
        {
          details: 'the campaign lost',
          evaluationGroupID: 8,
          evaluationGroupMode: 'highestDiscount',
          campaignExclusionReason: 'CampaignGaveLowerDiscount',
        },
      ],
    });
  });

  it('to a return holds that return, and those before it when asked for', () => {
    const items = [{ position: 0, quantity: 1 }];
    const returns = [
      { id: 5n, at: 30_000n, items },
      { id: 7n, at: 60_000n, items },
    ];
    const cartItems = session.cartItems.map((item) => ({ ...item, returnedQuantity: 2 }));
    const returned = { ...session, state: 'partially_returned', returns, cartItems };
    const reply = replyTo(sent, { position: 7n, session: returned, profile });
    const shown = (id: number, created: string) => ({
      ...{ id, created, eventId: id, applicationId: 1, accountId: 1 },
      ...{ sessionId: 101, sessionIntegrationId: 's1', profileId: 55, profileIntegrationId: 'p1' },
      returnedCartItems: [{ position: 0, quantity: 1, sku: 'milk' }],
    });
    const state = renderReturned(reply, ['customerSession', 'previousReturns'], caller);
    expect(integrationState.parse(state)).toEqual(state);
    expect(state).toMatchObject({
      return: shown(7, '1970-01-01T00:01:00.000Z'),
      previousReturns: [shown(5, '1970-01-01T00:00:30.000Z')],
      customerSession: {
        state: 'partially_returned',
        cartItems: [{ quantity: 3, returnedQuantity: 2, remainingQuantity: 1 }],
      },
    });
    expect(renderReturned(reply, [], caller)).not.toHaveProperty('previousReturns');
  });

  it('of a custom event shows that event, under the id that finds it', () => {
    const own = {
      kind: 'CustomEventRecorded',
      id: 12n,
      type: 'rated',
      profileId: 'p1',
      attributes: { stars: 5 },
      sessionId: null,
      integrationId: null,
      connectedSessionId: null,
    } as const;
    const changed = { kind: 'ProfileChanged', type: 'talon_profile_created', profile } as const;
    const reply = replyTo(sent, { decision: { ...NOTHING, events: [changed, own] } });
    expect(renderState(reply, ['event'], caller)['event']).toMatchObject({
      id: Number(reply.payload.position),
      type: 'rated',
      attributes: { stars: 5 },
    });
  });

  it('leaves out what there is not', () => {
    const state = renderState(replyTo(sent), [...ALL, 'horoscope'], caller);
    expect(Object.keys(state).sort()).toEqual([
      'coupons',
      'createdCoupons',
      'createdReferrals',
      'effects',
      'loyalty',
      'requestId',
      'ruleFailureReasons',
      'triggeredCampaigns',
    ]);
  });

  it('shows the codes that were given away', () => {
    const [given] = decision.effects;
    if (given === undefined) throw new Error('the fixture has effects');
    const props = { poolId: 3n, poolName: 'tickets', giveawayId: 8n, code: 'G1', recipientIntegrationId: 'p1' };
    const effects = [given, { ...given, type: 'awardGiveaway', props }];
    const giveaway = {
      ...{ id: 8n, pool: 3n, number: 1n, code: 'G1' },
      ...{ created: 1_000n, startDate: null, endDate: 2_000n },
    };
    const stock = { pool: 3n, added: 1n, awarded: 1n, runs: [] };
    const awarded: DomainEvent = {
      ...{ kind: 'GiveawayAwarded', giveaway, stock, poolName: 'tickets' },
      ...{ campaign: 7n, profileId: 'p1', sessionId: 's' },
    };
    const told = (events: readonly DomainEvent[]) => {
      const reply = replyTo(sent, { decision: { ...NOTHING, effects, events } });
      const state = renderState(reply, ['awardedGiveaways'], caller);
      expect(integrationState.parse(state)).toEqual(state);
      return state['awardedGiveaways'];
    };
    const shown = { id: 8, poolId: 3, code: 'G1', used: true, profileIntegrationId: 'p1' };
    const dates = { created: '1970-01-01T00:00:01.000Z', endDate: '1970-01-01T00:00:02.000Z' };
    expect([told([awarded]), told([])]).toEqual([[{ ...shown, ...dates }], [shown]]);
  });

  it('names no campaign of another shop', () => {
    catalog.apply(application(4n));
    const other = { ...record, application: 4n };
    expect(renderState(other, ['triggeredCampaigns'], caller)['triggeredCampaigns']).toEqual([]);
  });

  it('shows points now, and with what the open session would give and take', () => {
    const own = new FakeCatalog();
    own.apply(loyaltyProgram(9n, { tiers: [{ name: 'gold', minPoints: 2000n }] }));
    const [given] = decision.effects;
    if (given === undefined) throw new Error('the fixture has effects');
    const open = { ...given, phase: 'transient' };
    const place = { programId: 9n, subLedgerId: '', recipientIntegrationId: 'p1' };
    const others = { ...place, recipientIntegrationId: 'p2' };
    const later = { kind: 'instant', at: 1n } as const;
    const effects = [
      { ...open, type: 'addLoyaltyPoints', props: { ...place, value: 500n } },
      { ...open, type: 'addLoyaltyPoints', props: { ...place, value: 70n, startDate: later } },
      { ...open, type: 'addLoyaltyPoints', props: { ...place, value: 10n, awaitsActivation: true } },
      { ...open, type: 'addLoyaltyPoints', props: { ...others, value: 9n } },
      { ...open, type: 'deductLoyaltyPoints', props: { programId: 9n, subLedgerId: '', value: 200n } },
    ];
    const lot = { transactionUUID: 'u', name: 'n', points: 1000n, start: 0n, expiry: null, validity: null };
    const main = { id: '', lots: [lot], spent: 0n, expired: 0n, negative: 0n, tier: null, opening: null };
    const ledgers = [{ program: 9n, profileId: 'p1', joined: 0n, settled: 0n, subledgers: [main], tierExpiry: null }];
    const reply = replyTo(sent, { profile, ledgers, decision: { ...NOTHING, effects } });
    const state = renderState(reply, ['loyalty'], { ...caller, catalog: own.current });
    expect(integrationState.parse(state)).toEqual(state);
    expect(state['loyalty']).toMatchObject({
      programs: {
        '9': {
          name: 'program9',
          joinDate: '1970-01-01T00:00:00.000Z',
          ledger: {
            ...{ currentBalance: 10, tentativeCurrentBalance: 13, pendingBalance: 0, tentativePendingBalance: 0.8 },
            ...{ pointsToNextTier: 10, nextTierName: 'gold' },
          },
        },
      },
    });
  });
});
