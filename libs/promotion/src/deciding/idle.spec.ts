import {
  application,
  bookedIn,
  close,
  codesOf,
  effectsOf,
  eventsOf,
  given,
  item,
  NOON,
  reopen,
  sessionOf,
  update,
} from '../testing';
import { earning, HOUR, shop as stars } from './loyalty.fixture';

const SETTING = { kind: 'ApplicationSaved', entity: application({ sessionIdleAfter: '2h' }) } as const;
const IDLE = { kind: 'SessionIdled', sessionId: 's' } as const;
const cart = { profileId: 'ann', cartItems: [item('tea', 500)] };

describe('an open session that nobody touches', () => {
  it('is cancelled after the application’s time, once', () => {
    const { shop, when } = given(SETTING);
    expect(sessionOf(when(update('s', cart)).decision).idleAt).toBe(NOON + 2n * HOUR);
    expect(shop.at(NOON + 2n * HOUR - 1n).when(IDLE).decision.events).toEqual([]);
    const { decision } = shop.at(NOON + 2n * HOUR).when(IDLE);
    expect(decision.events).toHaveLength(1);
    expect(eventsOf(decision, 'SessionChanged')).toMatchObject([
      {
        type: 'talon_session_cancelled',
        session: { state: 'cancelled', idleAt: null, updateCount: 2, cartItems: [{}] },
      },
    ]);
    expect(when(IDLE).decision).toMatchObject({ outcome: 'accepted', events: [] });
    expect(codesOf(when(update('s', cart)).decision)).toEqual(['session.state /state']);
  });

  it('stays where somebody came meanwhile, or closed it', () => {
    const { shop, when } = given(SETTING);
    when(update('s', cart));
    shop.at(NOON + HOUR).when(update('s'));
    expect(shop.at(NOON + 2n * HOUR).when(IDLE).decision.events).toEqual([]);
    expect(sessionOf(when(close('s')).decision).idleAt).toBeNull();
    expect(shop.at(NOON + 9n * HOUR).when(IDLE).decision.events).toEqual([]);
  });

  it('waits again when it is reopened', () => {
    const { shop, when } = given(SETTING).after(close('s', cart));
    expect(sessionOf(shop.at(NOON + HOUR).when(reopen('s')).decision).idleAt).toBe(NOON + 3n * HOUR);
    expect(eventsOf(shop.at(NOON + 3n * HOUR).when(IDLE).decision, 'SessionChanged')).toHaveLength(1);
    expect(codesOf(when(close('s')).decision)).toEqual(['session.state /state']);
  });

  it('stays for ever where its application says nothing', () => {
    const { shop, when } = given();
    expect(sessionOf(when(update('s', cart)).decision).idleAt).toBeNull();
    expect(shop.at(NOON + 999n * HOUR).when(IDLE).decision.events).toEqual([]);
  });

  it('gives nothing, and nothing is rolled back', () => {
    const { shop, when } = stars([earning('1')]);
    shop.save([SETTING]);
    when(update('s', cart));
    const { decision } = shop.at(NOON + 2n * HOUR).when(IDLE);
    expect(bookedIn(decision)).toEqual([]);
    expect(effectsOf(decision, 'addLoyaltyPoints')).toEqual([]);
  });

  it('that is not there is none to cancel', () => {
    expect(given(SETTING).when(IDLE).decision.events).toEqual([]);
  });
});
