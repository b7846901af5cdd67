import { requestKey } from '@tessera/event-contracts';
import { asPartitions } from '@tessera/projection/testing';
import type { Request } from '@tessera/promotion';
import {
  campaign,
  close,
  effect,
  evaluationTree,
  group,
  item,
  returned,
  rule,
  SHOP,
  Shop,
} from '@tessera/promotion/testing';
import { fold } from './fold';

const off = effect('setDiscountPerItem', { name: 'off', value: '1' });
const LIST = { evaluationGroupID: 8, evaluationGroupMode: 'listOrder' };

describe('effects', () => {
  it('of a session and of its timeline say in which evaluation group their campaign stood, after a return too', () => {
    const shop = new Shop([...campaign(7n, [rule('true', [off])]), evaluationTree([group(8n, 'listOrder', [7n])])]);
    const cartItems = [item('tea', 450, 2)];
    const [closed, back] = [close('s', { cartItems }), returned('s', { 0: 1 })].map((request: Request) => {
      const key = requestKey(SHOP, request);
      return fold(asPartitions([{ ...shop.when(request), application: SHOP, key }], 1).flat());
    });
    expect(closed).toMatchObject({ sessions: [{ effects: [LIST] }], timeline: [{ effects: [LIST] }] });
    expect(back).toMatchObject({
      sessions: [{ effects: [{ effectType: 'setDiscountPerItem', ...LIST }] }],
      timeline: [{ effects: [{ effectType: 'rollbackDiscount', ...LIST }] }],
    });
  });
});
