import {
  campaign,
  close,
  type Decided,
  effect,
  evaluationTree,
  eventsOf,
  given,
  group,
  item,
  rule,
  SHOP,
} from '@tessera/promotion/testing';
import { replyRecord } from './reply';
import type { Answered, Shown } from './wire';

const RECORD = { topic: 'integration.events.v1', partition: 0, offset: 0n, key: null, value: null, headers: {} };
const WAITING = {
  ...{ src: 'gateway', requestId: 'r', catalogVersion: 0n, currency: '' },
  ...{ hash: new Uint8Array(), keySent: false },
};
const SHOWN: Shown = { session: null, profile: null, activity: null, coupons: [], ledgers: [] };

function answered({ decision, position, at }: Decided, shown: Partial<Shown>): Answered {
  const { request } = decision;
  if (request === null) throw new Error('a shop decides requests');
  const record = { ...RECORD, timestamp: at };
  return {
    kind: 'judged',
    inbound: { kind: 'received', record, application: SHOP, at, recordedAt: at, ...WAITING, request },
    ...{ position, at, decision, first: true, repeats: null, mismatch: false },
    shown: { ...SHOWN, ...shown },
  };
}

it('the same close again is answered with the effects of the first, and the groups of their campaigns', () => {
  const discount = rule('true', [effect('setDiscount', { name: 'one', value: '1' })]);
  const tree = evaluationTree([group(8n, 'listOrder', [1n])]);
  const closing = close('s', { cartItems: [item('A', 1000)] });
  const { shop } = given(campaign(1n, [discount]), tree);
  const [session] = eventsOf(shop.when(closing).decision, 'SessionChanged').map((event) => event.session);
  const again = shop.when(closing);
  expect(again.decision).toMatchObject({ outcome: 'repeated', effects: [], evaluationPlaces: [] });
  const { catalog } = shop;
  const { payload } = replyRecord({ catalog, partition: 0 }, answered(again, { session: session ?? null }), 0n);
  expect(payload.decision).toMatchObject({
    effects: [{ type: 'setDiscount', campaign: 1n }],
    evaluationPlaces: [{ campaign: 1n, group: 8n, mode: 'listOrder' }],
  });
});
