import type { CustomEventReceived } from '../request';
import {
  application,
  campaign,
  cancel,
  close,
  effect,
  effectsOf,
  eventsOf,
  eventType,
  given,
  item,
  returned,
  rule,
  told,
  update,
} from '../testing';

const delivered = (changes: Partial<CustomEventReceived> = {}): CustomEventReceived => ({
  ...{ kind: 'CustomEventReceived', profileId: 'ann', type: 'delivered', attributes: {}, sessionId: null },
  ...{ integrationId: 'parcel 1', connectedSessionId: null, ...changes },
});
const about = (connectedSessionId: string, changes: Partial<CustomEventReceived> = {}) =>
  delivered({ connectedSessionId, ...changes });

const cart = { profileId: 'ann', cartItems: [item('A', 1000, 3)] };
const thanks = campaign(1n, [
  rule("event.type == 'delivered' && session.total >= 30.0 && cartItems.exists(i, i.sku == 'A')", [
    effect('showNotification', { title: 'Thanks', body: '{{ session.remainingTotal }}' }),
  ]),
]);
const declared = eventType('delivered');

describe('an event that its sender gave an id', () => {
  it('is recorded once: a second one of the id is refused with 409, whatever it says', () => {
    const { shop } = given(declared, thanks);
    const [recorded] = eventsOf(shop.when(delivered()).decision, 'CustomEventRecorded');
    expect(recorded).toMatchObject({ integrationId: 'parcel 1', connectedSessionId: null });
    const again = shop.when(delivered({ profileId: 'ben' })).decision;
    expect([again.outcome, again.refusals, again.events]).toMatchObject([
      'refused',
      [{ code: 'event.exists', pointer: '/integrationId', status: 409 }],
      [],
    ]);
    expect(shop.when(delivered({ integrationId: 'parcel 2' })).decision.outcome).toBe('accepted');
  });

  it('is another one in another application', () => {
    const other = { kind: 'ApplicationSaved', entity: application({ id: 2n, name: 'other' }) } as const;
    const { shop } = given(other, declared).after(delivered());
    expect(shop.when(delivered(), 2n).decision.outcome).toBe('accepted');
  });
});

describe('an event about a closed session', () => {
  it('shows rules that session, with what is left of it', () => {
    const { shop } = given(declared, thanks).after(close('s', cart), returned('s', { 0: 1 }));
    const { decision } = shop.when(about('s'));
    expect(effectsOf(decision, 'showNotification')[0]?.props['body']).toBe('20');
    expect(eventsOf(decision, 'SessionChanged')).toEqual([]);
  });

  it('gives nothing in it: it is closed', () => {
    const off = campaign(1n, [rule('session.total > 0', [effect('setDiscount', { name: 'late', value: '1' })])]);
    const { shop } = given(declared, off).after(close('s', cart));
    const { decision } = shop.when(about('s'));
    expect([told(decision), decision.ruleFailures.length]).toEqual([[], 1]);
  });

  it.each([
    ['that is not there', () => about('none'), 'session.state', '/connectedSessionId'],
    ['that is open', () => about('open'), 'session.state', '/connectedSessionId'],
    ['that is cancelled', () => about('gone'), 'session.state', '/connectedSessionId'],
    ['of another profile', () => about('s', { profileId: 'ben' }), 'session.profile', '/profileId'],
  ])('is refused for one %s', (_, request, code, pointer) => {
    const { shop } = given(declared, thanks).after(close('s', cart), update('open', cart), close('gone', cart));
    shop.when(cancel('gone'));
    expect(shop.when(request()).decision).toMatchObject({ outcome: 'refused', refusals: [{ code, pointer }] });
    expect(shop.when(about('s')).decision.outcome).toBe('accepted');
  });
});
